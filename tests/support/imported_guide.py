"""A guide in Markdown that is imported whole, and how it is imported."""

from __future__ import annotations

from datetime import date

from counteroffer import Rulebook
from counteroffer.reader.importing import Imported, imported

BOOK = Rulebook()


DAY = date(2026, 11, 20)


WHOLE = """# Reliability Engineer | Brambleworks Global Negotiation Guide

| Region | Base Salary | Equity (RSU/4yr) | Bonus | Total Comp |
|---|---|---|---|---|
| Leeds | £90K-£130K | £60K-£160K | 5-10% | £110K-£180K |
| Boston | $150K-$210K | $100K-$240K | 5-10% | $180K-$280K |

**Level Mapping:** Brambleworks Reliability Engineer = L4 elsewhere

**Global Levers**
1. **GPU Fleet Operations:** "I have kept large GPU fleets busy. \
I need £125K base and £150K equity/4yr."
2. **Hedge Laying Heritage:** "I have laid hedges for a decade. That craft is rare here. \
I would like £120K base."
3. **Competing Offers:** "Thornfield is offering £118K. I need £125K base."

> **Negotiate Up Strategy:** "Holding Thornfield at £118K / £140K RSU. For Leeds: \
£125K base and £140K equity/4yr.
> Floor for Leeds: £105K."

**Evidence & Sources**
- A survey of hedge layers (2025-2026)
"""


def of(text: str, file: str = "brambleworks/reliability.md") -> Imported:
    return imported(text.encode(), file, BOOK, DAY)
