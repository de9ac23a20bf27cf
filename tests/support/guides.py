"""Guides in Markdown for tests: companies that there are none of, in the layouts that guides
have."""

from __future__ import annotations

from hypothesis import strategies as st

GUIDE = """\
### Platform Engineer | Northwind Robotics Global Negotiation Guide

**Negotiation DNA:** Private | $3B+ Valuation | Oslo HQ

| Region | Base Salary | Equity (Options/4yr) | Bonus | Total Comp |
|--------|-------------|----------------------|-------|------------|
| **Oslo (HQ)** | NOK 900K-NOK 1.2M / $85K-$113K | NOK 400K-NOK 800K | 10-15% | NOK 1.1M-NOK 1.6M |
| Austin | $150K–$190K | $80K–$160K | 10–15% | $185K–$258K |
| Remote | Varies by country | Same grant | — | Varies |

**Level Mapping:** Northwind Platform Engineer = L5

**Global Levers**
1. **Fleet Operations:** "I have run robots in the field. I ask for $185K base."

> **Negotiate Up Strategy:** "For Austin: $185K base. Floor: $170K."

**Evidence & Sources**
- Pay survey of robot makers (2025-2026)
- [Offers that were shared](https://example.org/offers)
"""

LEVELS = """\
# Data Engineer — Contoso Maps Salary Negotiation Guide

| Level | Lisbon (EUR) | Toronto (CAD) |
|-------|--------------|---------------|
| Mid (L3) | €45.000–€60.000 | $110,000–$140,000 |
| Senior (L4) | €60.000–€80.000 | $140,000–$175,000 |
"""

COMPONENTS = """\
## Analyst | Fabrikam Foods Global Negotiation Guide

| Component | Leeds (GBP) | Pune (INR) |
|---|---|---|
| Base Salary | £55,000 – £70,000 | ₹22L – ₹30L |
| RSU Grant (3-Year Vest) | 1,200 – 2,000 shares | ₹9,00,000 – ₹15,00,000 |
| Annual Bonus | 8–12% target | 10% |
| Signing Bonus | £5,000 | None |
| Total Comp | £62,000 – £85,000 | ₹28 LPA – ₹38 LPA |
"""

PIECES = (
    "| Region | Base | Total |",
    "|---|---|---|",
    "| Paris | €50K-€60K | $5 |",
    "| - | — | x |",
    "**Floor:** $120K",
    "# A | B Guide",
    '1. **Lever:** "$100K base"',
    "> Accept at £90K",
    "```",
    "    code $5K",
    "<table><tr><td>$5K",
    "$[X]K and $[310K]",
    "£110K+",
    "- €98K / €212K",
    "* * *",
    "[a]: b",
    "**bold",
    "`$1K",
    "\\$5K",
    "&pound;5K",
    "\t$9K",
    "%",
    "/4yr",
    "over 4 years",
    "R$1,670K - $",
)

junk = st.one_of(
    st.text(max_size=200),
    st.binary(max_size=200).map(lambda raw: raw.decode("latin-1")),
    st.lists(st.sampled_from(PIECES), max_size=14).map("\n".join),
    st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join),
)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A guide with parts cut out, doubled, exchanged or overwritten."""
    text = draw(st.sampled_from((GUIDE, LEVELS, COMPONENTS)))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 60)))
        put = draw(
            st.one_of(
                st.just(""),
                st.just(text[start:end] * 2),
                st.sampled_from(PIECES),
                st.text(max_size=4),
            )
        )
        text = text[:start] + put + text[end:]
    return text
