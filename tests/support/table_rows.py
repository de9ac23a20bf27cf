"""Cases as rows of tables, and the answers that rows must get."""

from __future__ import annotations

from counteroffer import Case, Counteroffer, CounterofferError, counter
from counteroffer.tables.rows import ANSWERS, NUMBERS, Answers
from tests.support.samples import RULES, TODAY, Facts


def flat(facts: Facts, style: str) -> Facts:
    """A case as the cells of a row: offers elsewhere in columns by name or by number, or whole
    parts in cells."""
    if style == "whole":
        return dict(facts)
    row = {name: one for name, one in facts.items() if name in ("guide", "region", "today", "home")}
    for name, one in facts.get("candidate", {}).items():
        row[name] = ", ".join(one) if isinstance(one, list) and one else one
    row |= {f"offer.{part}": one for part, one in facts.get("offer", {}).items()}
    row |= {f"rates.{pair}": one for pair, one in facts.get("rates", {}).items()}
    for number, offer in enumerate(facts.get("competing", ()), 1):
        slot = str(number) if style == "numbered" else offer["company"]
        row |= {
            f"competing.{slot}.{part}": one
            for part, one in offer.items()
            if style == "numbered" or part != "company"
        }
    return row


def expected(facts: Facts) -> Answers:
    """The answers of a row from what `counter` says; only whether there is an error, for a case
    that is wrong."""
    try:
        found = counter(Case.of(**facts), rulebook=RULES, today=TODAY)
    except CounterofferError:
        return (*(None for _ in ANSWERS[1:]), "error")
    return of(found)


def of(found: Counteroffer) -> Answers:
    numbers = {
        **{
            f"ask.{part}": getattr(found.ask, part)
            for part in ("base", "equity", "signing", "annual")
        },
        **{
            f"stretch.{part}": getattr(found.stretch, part)
            for part in ("base", "equity", "signing", "annual")
        },
        "floor.base": found.floor and found.floor.base,
        "floor.annual": found.floor and found.floor.annual,
        "walk_away.base": found.walk_away and found.walk_away.base,
        "gap.annual": found.gap and found.gap.annual,
        "break_even.base": found.break_even and found.break_even.base,
    }
    codes = dict.fromkeys(notice.code for notice in found.warnings)
    fired = [lever.id for lever in found.levers if lever.fired]
    return (
        *(numbers[name] for name in NUMBERS),
        found.verdict,
        found.currency,
        "+".join(fired),
        "+".join(codes),
        None,
    )
