"""What levers and strategies say: role, component, region, currency and tier of each amount, and
nothing invented."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counteroffer.reader.figure import FigureRead
from counteroffer.reader.grammar import found, masked, pattern
from counteroffer.reader.reading import Reading, figures, read_guide

TABLE = """\
| Region | Base Salary | Stock (RSU/4yr) | Bonus | Total Comp |
|---|---|---|---|---|
| San Francisco (HQ) | $150K-$210K | $100K-$260K | 10% | $190K-$300K |
| New York, NY | $145K-$205K | $95K-$250K | 10% | $185K-$290K |
| London | £80K-£120K | £50K-£140K | 10% | £95K-£160K |
| Remote US | $130K-$190K | $90K-$220K | 10% | $165K-$260K |
"""
EXCHANGED = """\
| Region | Base Salary | Stock (RSU/4yr) | Bonus | Total Comp |
|---|---|---|---|---|
| New York | $150K-$210K | $100K-$260K | $15K-$25K | $190K-$300K |
| London | £80K / $102K - £120K / $154K | £50K / $64K - £140K / $179K \
| £8K / $10K - £12K / $15K | £95K / $122K - £160K / $205K |
"""


def guide(strategy: str = "", levers: str = "", table: str = TABLE) -> Reading:
    text = f"### Data Engineer | Marigold Global Negotiation Guide\n\n{table}\n"
    if levers:
        text += f"**Global Levers**\n\n{levers}\n\n"
    if strategy:
        text += f"> **Negotiate Up Strategy:** {strategy}\n\n"
    return read_guide(text + "#### Evidence & Sources\n- A survey of pay (2026)\n", "marigold.md")


def short(one: FigureRead) -> str:
    """A figure in one line: role, tier, component, amounts in thousands, currency, region."""
    ends = [
        f"{Decimal(end) / 1000:g}" if one.unit == "money" else f"{end:g}"
        for end in (one.low, one.high)
    ]
    words = [
        one.role if one.tier in (None, "floor") else f"{one.role}/{one.tier}",
        one.component,
        ends[0] if one.low == one.high else "-".join(ends),
        one.currency or one.unit,
        f"[{one.region}]" if one.region else "",
        f"<{one.company}>" if one.company else "",
    ]
    return " ".join(word for word in words if word)


def strategy(text: str, table: str = TABLE) -> list[str]:
    return [short(one) for one in guide(text, table=table).strategy if not one.alternate]


SAID = [
    # components: behind the amount, before it, in lists
    (
        '"I need $200K base, $240K equity/4yr, and a $25K signing bonus."',
        ["ask base 200 USD", "ask equity 240 USD", "ask signing 25 USD"],
    ),
    (
        "Open at $200,000 base with $240,000 in RSUs over 4 years.",
        ["ask base 200 USD", "ask equity 240 USD"],
    ),
    (
        "Request base at $200K, RSUs at $240K over four years and a bonus target of 15%.",
        ["ask base 200 USD", "ask equity 240 USD", "ask bonus 15 %"],
    ),
    ("Target a total comp package of $280K-$300K.", ["ask total 280-300 USD"]),
    ("Push for a first-year guaranteed bonus of at least $30K.", ["ask bonus 30 USD"]),
    ('"I\'d like the base at $205K with a 12% bonus."', ["ask base 205 USD", "ask bonus 12 %"]),
    (
        "Start at $280K total comp (base $200K + RSU $240K).",
        ["ask total 280 USD", "ask base 200 USD", "ask equity 240 USD"],
    ),
    ("Anchor at $200K / $240K RSU.", ["ask base 200 USD", "ask equity 240 USD"]),
    (
        "Ask for a sign-on bonus of $50K in year 1 and $30K in year 2.",
        ["ask signing 50 USD", "ask signing 30 USD"],
    ),
    ("Push for a $12K annual on-call stipend.", ["ask other 12 USD"]),
    ("Demand annual RSU refreshes of $40K-$60K.", ["ask other 40-60 USD"]),
    (
        "To join: $200K base and $60K+ profit sharing.",
        ["ask base 200 USD", "ask profit_sharing 60 USD"],
    ),
    ("Open at $200K base with 12,000 options.", ["ask base 200 USD", "ask equity 12000 shares"]),
    ('"Raise the equity grant from $180K to $240K."', ["ask equity 240 USD"]),
    # floors and their tiers
    (
        "Open at $200K base. Your accept-at floor should be $250K total comp.",
        ["ask base 200 USD", "floor/accept-at total 250 USD"],
    ),
    (
        '"I need $200K base. My floor is $185K — below that, Tansy wins."',
        ["ask base 200 USD", "floor base 185 USD"],
    ),
    (
        "Accept at $190K+ base and $200K+ RSUs.",
        ["floor/accept-at base 190 USD", "floor/accept-at equity 200 USD"],
    ),
    ("Accept if total first-year TC exceeds $240K.", ["floor/accept-at total 240 USD"]),
    (
        "Accept if Year 1 TC (base + signing bonus) exceeds $240K.",
        ["floor/accept-at total 240 USD"],
    ),
    ("Walk away below $180K base.", ["floor/walk-away base 180 USD"]),
    (
        '"My target is $280K total comp. I\'d accept $260K as my floor."',
        ["ask total 280 USD", "floor/accept-at total 260 USD"],
    ),
    (
        "Accept no lower than $180K base + $150K options ($230K total comp floor).",
        [
            "floor/accept-at base 180 USD",
            "floor/accept-at equity 150 USD",
            "floor/accept-at total 230 USD",
        ],
    ),
    ("Do not accept below $230K TC.", ["floor/accept-at total 230 USD"]),
    (
        "Below $180K base without a refresh, other offers are better.",
        ["floor/walk-away base 180 USD"],
    ),
    # example offers
    (
        '"I\'m holding a Tansy offer at $195K / $230K RSU."',
        ["example-offer base 195 USD <Tansy>", "example-offer equity 230 USD <Tansy>"],
    ),
    (
        '"I have competing offers from [Tansy at $290K TC / Yarrow Labs at $280K TC]."',
        ["example-offer total 290 USD <Tansy>", "example-offer total 280 USD <Yarrow Labs>"],
    ),
    (
        "Present competing offers from Tansy ($290K+) and Yarrow ($280K+ including equity).",
        ["example-offer total 290 USD <Tansy>", "example-offer total 280 USD <Yarrow>"],
    ),
    (
        (
            "Reference competing offers in the $250K-$290K total comp range from Tansy, Yarrow, "
            "or startups."
        ),
        [
            "example-offer total 250-290 USD <Tansy>",
            "example-offer total 250-290 USD <Yarrow>",
            "example-offer total 250-290 USD <startups>",
        ],
    ),
    (
        "Reference a competing offer at $265K total comp from Tansy or Yarrow.",
        ["example-offer total 265 USD <Tansy>"],
    ),
    ('"My Marigold offer is $230K total comp."', []),
    # the employer's counter, and what is only supposed
    (
        "Marigold will counter at $180K-$190K base with $150K RSUs.",
        ["employer-counter base 180-190 USD", "employer-counter equity 150 USD"],
    ),
    (
        (
            '"I\'m targeting $240K in RSUs." Marigold will counter at $200K-$220K RSUs. Push for '
            "$230K+."
        ),
        ["ask equity 240 USD", "employer-counter equity 200-220 USD", "ask equity 230 USD"],
    ),
    (
        "If the initial offer is $180K base, counter with $200K base and a $20K signing bonus.",
        ["ask base 200 USD", "ask signing 20 USD"],
    ),
    ("If they counter below $185K base, negotiate for a $30K sign-on.", ["ask signing 30 USD"]),
    ("Target $200K+ base (up from initial $170K offer).", ["ask base 200 USD"]),
    # as other writers put it: asks
    ("Kick off at $200K base with $240K in RSUs.", ["ask base 200 USD", "ask equity 240 USD"]),
    ("Position yourself at $200K base.", ["ask base 200 USD"]),
    (
        "Counter any first offer with $200K base and a $20K sign-on.",
        ["ask base 200 USD", "ask signing 20 USD"],
    ),
    ('"I would accept an offer of $200K base."', ["ask base 200 USD"]),
    ("My numbers are $200K base and $240K in stock.", ["ask base 200 USD", "ask equity 240 USD"]),
    # floors
    ("Don't go lower than $185K base.", ["floor base 185 USD"]),
    ("Refuse anything under $185K base.", ["floor base 185 USD"]),
    ("Never sign for less than $185K base.", ["floor base 185 USD"]),
    ("Be ready, but not a dollar beneath $185K base.", ["floor base 185 USD"]),
    ("Your fallback is $185K base, $150K RSUs.", ["floor base 185 USD", "floor equity 150 USD"]),
    (
        "Open at $205K base, with $185K base as the floor.",
        ["ask base 205 USD", "floor base 185 USD"],
    ),
    ("Total comp below $230K is a walk-away.", ["floor/walk-away total 230 USD"]),
    ("Total comp shouldn't dip under $230K.", ["floor total 230 USD"]),
    (
        "Your minimum acceptable package is $185K base and $150K RSUs.",
        ["floor base 185 USD", "floor equity 150 USD"],
    ),
    # what the employer says
    ("Recruiters tend to start at $170K base.", ["employer-counter base 170 USD"]),
    ("The hiring manager mentions $170K base early on.", ["employer-counter base 170 USD"]),
    (
        "Marigold's first counter is usually $170K-$175K base.",
        ["employer-counter base 170-175 USD"],
    ),
    # offers
    ('"My BATNA is a $190K base offer from Tansy."', ["example-offer base 190 USD <Tansy>"]),
    # said twice, or no pay at all
    ('"I need $200K base. At $200K, I commit this week."', ["ask base 200 USD"]),
    ('"I need $200K base. If we can get to $200K base, I sign."', ["ask base 200 USD"]),
    (
        "Open at $200K base: the platform serves 100M+ users and earns $8.4B in revenue.",
        ["ask base 200 USD"],
    ),
    (
        "Open at $200K base with 900 RSUs ($240,000 at today's ~$266).",
        ["ask base 200 USD", "ask equity 240 USD"],
    ),
    (
        "Open at $200K base + $60K/yr RSUs ($240K over 4 years).",
        ["ask base 200 USD", "ask equity 240 USD"],
    ),
    ('"I need a base of $[X]K and RSUs of $[Y+20]K."', []),
    ('"A signing bonus of $[12-20]K."', ["ask signing 12-20 USD"]),
    ("Push for 20-25% more shares than standard, and base 8-12% above the initial offer.", []),
    ('"I am leaving $90K in unvested equity behind."', []),
]


@pytest.mark.parametrize(("text", "expected"), SAID, ids=[text[:60] for text, _ in SAID])
def test_each_amount_of_a_strategy_has_its_role_and_component(
    text: str, expected: list[str]
) -> None:
    assert strategy(text) == expected


WHERE = [
    (
        "For London, open at £110K base; for New York, open at $195K base.",
        ["ask base 110 GBP [London]", "ask base 195 USD [New York, NY]"],
    ),
    (
        "Open at $200K base (SF) / $190K (New York) / £110K (London).",
        ["ask base 200 USD [SF]", "ask base 190 USD [New York, NY]", "ask base 110 GBP [London]"],
    ),
    (
        "Open at £110K base / £120K RSU (London) or $195K / $220K RSU (New York).",
        [
            "ask base 110 GBP [London]",
            "ask equity 120 GBP [London]",
            "ask base 195 USD [New York, NY]",
            "ask equity 220 USD [New York, NY]",
        ],
    ),
    (
        "Anchor at $195K base for New York, $200K for San Francisco, or £110K for London.",
        [
            "ask base 195 USD [New York, NY]",
            "ask base 200 USD [San Francisco (HQ)]",
            "ask base 110 GBP [London]",
        ],
    ),
    (
        "In London, target £110K / £120K options with a floor of £95K / £80K.",
        [
            "ask base 110 GBP [London]",
            "ask equity 120 GBP [London]",
            "floor base 95 GBP [London]",
            "floor equity 80 GBP [London]",
        ],
    ),
    (
        "Accept-at floor: London £95K base / New York $175K base.",
        ["floor/accept-at base 95 GBP [London]", "floor/accept-at base 175 USD [New York, NY]"],
    ),
    (
        "Walk-away floor: $220K TC (New York), £120K TC (London).",
        ["floor/walk-away total 220 USD [New York, NY]", "floor/walk-away total 120 GBP [London]"],
    ),
    (
        '"US-remote: $180K base and $200K equity/4yr. Floor for London: £100K."',
        [
            "ask base 180 USD [Remote US]",
            "ask equity 200 USD [Remote US]",
            "floor base 100 GBP [London]",
        ],
    ),
    (
        "In London, start at £110K base. Accept no lower than £95K base.",
        ["ask base 110 GBP [London]", "floor/accept-at base 95 GBP [London]"],
    ),
    (
        "Anchor at $200K base for SF/NYC and push for $220K in RSUs.",
        ["ask base 200 USD [SF/NYC]", "ask equity 220 USD [SF/NYC]"],
    ),
    (
        "Open at $200K base. In London, open at £110K.",
        ["ask base 200 USD", "ask base 110 GBP [London]"],
    ),
    (
        "Target $280K TC in New York; in London, push for £150K.",
        ["ask total 280 USD [New York, NY]", "ask total 150 GBP [London]"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), WHERE, ids=[text[:60] for text, _ in WHERE])
def test_each_amount_has_the_region_that_its_clause_names(text: str, expected: list[str]) -> None:
    assert strategy(text) == expected


def test_a_second_currency_that_the_table_converts_is_the_same_figure_again() -> None:
    read = guide(
        "Anchor at £150K / $192K total comp for London; walk-away at £120K / $154K.",
        table=EXCHANGED,
    ).strategy
    assert [(one.role, one.low, one.currency, one.alternate) for one in read] == [
        ("ask", 150_000, "GBP", False),
        ("ask", 192_000, "USD", True),
        ("floor", 120_000, "GBP", False),
        ("floor", 154_000, "USD", True),
    ]


def test_a_title_above_a_list_says_its_role_and_one_word_serves_a_list_of_currencies() -> None:
    text = (
        f"# Analyst | Marigold Guide\n\n{TABLE}\n#### Negotiation Strategy\n\n**Opening**\n- "
        f"Base: $200K\n\n"
    )
    text += "**Walk-away**\n- Base: $185K\n"
    assert [short(one) for one in read_guide(text, "m.md").strategy] == [
        "ask base 200 USD",
        "floor base 185 USD",
    ]
    assert strategy("Ask for $200K and £110K base.") == ["ask base 200 USD", "ask base 110 GBP"]


def test_two_currencies_of_two_regions_are_two_figures() -> None:
    assert strategy(
        '"My ask is £110K / $195K base with £120K / $240K equity over four years."'
    ) == [
        "ask base 110 GBP",
        "ask base 195 USD",
        "ask equity 120 GBP",
        "ask equity 240 USD",
    ]


def test_levels_behind_the_amounts_and_in_titles() -> None:
    read = guide(
        "Accept-at floor: $165K base / $150K RSUs for P2; $190K base / $200K RSUs for P3."
    ).strategy
    assert [(one.component, one.low, one.level) for one in read] == [
        ("base", 165_000, "P2"),
        ("equity", 150_000, "P2"),
        ("base", 190_000, "P3"),
        ("equity", 200_000, "P3"),
    ]


def test_a_strategy_under_a_heading_with_scenarios() -> None:
    text = f"""# Data Engineer | Marigold Negotiation Guide

{TABLE}
## Negotiate Up Strategy with Amounts

### Scenario 1: L4 Offer
**Initial Offer:** Base $160K, RSU $120K/4yr, Bonus 10%, Signing $20K = ~$208K TC
**Target:** Base $180K, RSU $160K/4yr, Bonus 10%, Signing $30K = ~$240K TC
**Stretch:** Base $190K, RSU $180K/4yr, Bonus 10%, Signing $40K = ~$262K TC

## Sources
- Target pay is $500K base.
"""
    read = read_guide(text, "marigold.md").strategy
    assert [(one.component, one.low) for one in read] == [
        ("base", 180_000),
        ("equity", 160_000),
        ("bonus", 10),
        ("signing", 30_000),
        ("total", 240_000),
        ("base", 190_000),
        ("equity", 180_000),
        ("bonus", 10),
        ("signing", 40_000),
        ("total", 262_000),
    ]
    assert {one.level for one in read} == {"L4"}
    assert {one.line for one in read[:5]} == {14}
    assert {one.line for one in read[5:]} == {15}


LEVERS = [
    ('1. **Scale:** "That scale commands $200K base."', ["ask base 200 USD"]),
    (
        '1. **Market:** "Engineers at Tansy earn $190K+. Marigold: $200K base."',
        ["ask base 200 USD"],
    ),
    (
        '1. **Market:** "Engineers at Tansy earn $190K+ base: $200K base."',
        ["market base 190 USD", "ask base 200 USD"],
    ),
    (
        '1. **Offers:** "Tansy is offering $195K / $230K RSU. I need $200K base."',
        ["market base 195 USD <Tansy>", "market equity 230 USD <Tansy>", "ask base 200 USD"],
    ),
    ('1. **Scale:** "We process $3B+ a year with 30M users, 99.9% of the time."', []),
    ('1. **Bonus:** "I\'d like my bonus target increased to 20%."', ["ask bonus 20 %"]),
    ('1. **Scale:** "Such expertise commands a premium: $200K base."', ["ask base 200 USD"]),
    ("1. **Range:** Base here is $150K-$210K.", []),
    (
        (
            '1. **Bridge:** "I leave £8,000 in unvested equity. A signing bonus of £9,000 / '
            '$20,000 would bridge it."'
        ),
        ["ask signing 9 GBP", "ask signing 20 USD"],
    ),
    ("1. **Sign-on:** Push for $40K-$60K sign-on.", ["ask signing 40-60 USD"]),
]


@pytest.mark.parametrize(("text", "expected"), LEVERS, ids=[text[:50] for text, _ in LEVERS])
def test_each_amount_of_a_lever(text: str, expected: list[str]) -> None:
    read = guide(levers=text).levers
    assert [short(one) for lever in read for one in lever.figures if not one.alternate] == expected
    assert [lever.number for lever in read] == [1]


@pytest.mark.parametrize(
    "text",
    [
        (
            '**Global Levers**\n\n1. **Scale:** "I need $200K base."\n2. **Speed:** "I need a '
            '$30K signing bonus."'
        ),
        (
            '#### Global Lever 1: Scale\n\n"I need $200K base."\n\n#### Global Lever 2: '
            'Speed\n\n"I need a $30K signing bonus."'
        ),
        (
            '**Lever 1 — Scale:** "I need $200K base."\n\n**Lever 2 — Speed:** "I need a $30K '
            'signing bonus."'
        ),
        (
            '#### Global Levers\n\n**1. Scale**\n> "I need $200K base."\n\n**2. Speed**\n> "I '
            'need a $30K signing bonus."'
        ),
        (
            '**Global Levers**\n\n**1. Scale.** "I need $200K base."\n\n**2. Speed.** "I need a '
            '$30K signing bonus."'
        ),
        (
            '**Global Levers**\n\n- **Scale:** "I need $200K base."\n- **Speed:** "I need a $30K '
            'signing bonus."'
        ),
        '**Levers**\n\n1. **Lever 1 — Scale**\n   > "I need $200K base."\n\n'
        '2. **Lever 2 — Speed**\n   > "I need a $30K signing bonus."',
    ],
)
def test_levers_as_items_headings_or_titles(text: str) -> None:
    read = read_guide(
        (
            f"# Data Engineer | Marigold Guide\n\n{TABLE}\n{text}\n\n> **Negotiate Up "
            f"Strategy:** Open high.\n"
        ),
        "m.md",
    )
    assert [(lever.number, lever.title) for lever in read.levers] == [(1, "Scale"), (2, "Speed")]
    assert [short(one) for lever in read.levers for one in lever.figures] == [
        "ask base 200 USD",
        "ask signing 30 USD",
    ]
    assert [one.lever for lever in read.levers for one in lever.figures] == [0, 1]


def test_an_amount_that_no_word_explains_is_for_review() -> None:
    reading = guide("Anchor high. The number $230K matters.")
    assert [(note.text, note.line) for note in reading.needs_review if note.text == "$230K"] == [
        ("$230K", 10)
    ]
    assert not reading.strategy


def test_phrases_match_with_gaps_hyphens_and_the_longest_wins() -> None:
    names = {
        "ask": pattern(["counter with"]),
        "none": pattern(["if … counter"]),
        "floor": pattern(["# is my floor"]),
    }
    text = masked("If they would counter, counter-with this; $90K is my floor", [(42, 46)])
    assert [(one.name, one.text) for one in found(text, names)] == [
        ("none", "If they would counter"),
        ("ask", "counter-with"),
        ("floor", "#### is my floor"),
    ]


WORDS = st.sampled_from(
    [
        *(
            "open at",
            "target",
            "accept",
            "floor",
            "is",
            "my",
            "if",
            "they",
            "counter",
            "with",
            "below",
            "for",
            "in",
            "at",
            "and",
            "or",
        ),
        *(
            "base",
            "RSUs",
            "signing bonus",
            "total comp",
            "London",
            "New York",
            "Tansy",
            "offer",
            "offers from",
            "respectively",
            "L5",
        ),
        *(
            "(",
            ")",
            "/",
            ",",
            ".",
            ";",
            "—",
            ":",
            '"',
            "[",
            "]",
            "+",
            "#",
            "…",
            "**",
            "\n> ",
            "\n\n",
            "/yr",
            "over 4 years",
        ),
        *("$200K", "£110K", "$180K-$190K", "10%", "$[X]K", "900 RSUs", "€5M", "$[10-20]K"),
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=40))
def test_any_strategy_is_read_and_each_figure_stands_on_its_line(words: list[str]) -> None:
    said = " ".join(words)
    text = (
        f"# A | Marigold Guide\n\n{TABLE}\n**Levers**\n\n1. **A:** {said}\n\n> **Negotiate Up "
        f"Strategy:** {said}\n"
    )
    lines = text.split("\n")
    reading = read_guide(text, "m.md")
    for one in figures(reading):
        plain = lines[one.line - 1].replace("*", "")
        assert one.text.strip() in plain, (one.text, plain)
        assert one.low <= one.high or one.part == "band"
    assert reading == read_guide(text, "m.md")


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_any_text_as_a_strategy_is_read(text: str) -> None:
    read_guide(f"{TABLE}\n> **Negotiate Up Strategy:** {text}", "m.md")


@pytest.mark.parametrize(
    "piece",
    [
        "$200K ",
        "$200K base / ",
        "if ",
        "(",
        "accept at # ",
        "total ",
        "London ",
        "A ",
        "$1-",
        '". A',
        "offer from A, ",
    ],
)
def test_long_repetitions_take_no_long_time(piece: str) -> None:
    started = time.process_time()
    guide((piece * 20_000)[:40_000])
    assert time.process_time() - started < 5
