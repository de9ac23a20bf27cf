"""Find the amounts, percentages and numbers of shares in a text or a table's cell, left to right.

Where `amounts.read_amount` reads a text that is one amount and refuses the rest, this finds amounts
among words and takes what a reader takes: `$1.015M`, `R$1,670K`, `~$41,250`. What can be read in
two ways says so in `note`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from counteroffer.money.numerals import exact
from counteroffer.money.signs import currency, fitting, meant
from counteroffer.reader.scan import SPACE, Figure, placeholders, scan

Unit = Literal["money", "percent", "shares", "placeholder"]

_DASH = re.compile(rf"{SPACE}*(?:[-‐‑‒–—―−]{{1,2}}|to\b|through\b|and\b){SPACE}*")
_SLASH = re.compile(rf"{SPACE}*/{SPACE}*")
_SHARES = re.compile(
    rf"{SPACE}*(?:(?:stock|restricted|phantom|incentive)\s+)?(?i:options?|shares?|rsus?|psus?|units?|isos?|nsos?|sars?)\b"
)
_TAIL = re.compile(
    rf"""{SPACE}*\(?(?:(?i:gross|net|brutto|netto|bruto|neto|before\stax|after\stax){SPACE}*)?(?:
      (?:/|per\s|a\s|an\s|each\s)\s*(?P<unit>(?i:yr|year|annum|mo|month|hr|hour|day|week))\b
    | (?P<adverb>(?i:p\.a\.?|annually|annual\b|yearly|monthly))
    | (?:(?:[A-Za-z-]{{2,12}}\s){{0,3}}?(?:[A-Za-z-]{{2,12}})?\s?)?
      (?:/\s?|over\s(?:the\s)?|across\s|\()(?P<years>[1-9]|one|two|three|four|five|six)[\s-]?(?:y|yrs?|years?)\b
    )""",
    re.VERBOSE,
)
_BETWEEN = re.compile(r"(?i)\bbetween\s{1,3}$")
_COUNTED = re.compile(r"\+?[ \u00a0](?P<word>[a-z][a-z-]{2,}s)\b")
_MONEY_NOUNS = frozenset(
    (
        "options",
        "rsus",
        "shares",
        "bonus",
        "plus",
        "less",
        "versus",
        "vs",
        "terms",
        "years",
        "units",
    )
)
FEWEST_SHARES = 10
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}


@dataclass(frozen=True, slots=True)
class Mention:
    """One amount or range at `text[start:end]` of a text, in whole units (never in thousands).

    `currency` is an ISO 4217 code, "%" for a percentage, None for a number of shares and where none
    is said. A placeholder (`$[X]K`) has no figure: 0, unless digits stand in its brackets
    (`$[310K]`). `note` says what is unsure.
    """

    text: str
    low: int | Decimal
    high: int | Decimal
    currency: str | None
    unit: Unit
    period: str | None
    years: int | None
    open_ended: bool
    approximate: bool
    start: int
    end: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Context:
    """A text, and what is known about its amounts beforehand."""

    text: str
    home: str | None
    cell: bool = False
    power: int = 0
    dollar: str | None = None


def mentions(text: str, home: str | None) -> tuple[Mention, ...]:
    """The amounts in running text.

    `home`, the region's ISO code, decides what `¥` and `kr` mean; a bare `$` is USD.
    """
    return tuple(_found(_Context(text, home)))


def cell_mentions(
    text: str, home: str | None, power: int = 0, dollar: str | None = None
) -> tuple[Mention, ...]:
    """The amounts in a cell of pay, where a bare number is one too.

    `power` is what the column's header says of its numbers (3: in thousands), `dollar` the currency
    that it gives `$`.
    """
    found = _found(_Context(text, home, True, power, dollar))
    for at in reversed(
        range(len(found) - 1)
    ):  # €5,000 / $5,400 per month: the period holds for both
        one, after = found[at], found[at + 1]
        if not (one.period or one.years) and _SLASH.fullmatch(
            text, one.end, max(one.end, after.start)
        ):
            found[at] = replace(one, period=after.period, years=after.years)
    return tuple(found)


def _found(context: _Context) -> list[Mention]:
    figures = list(scan(context.text))
    found: list[Mention] = []
    at = 0
    while at < len(figures):
        runs, used = _joined(context.text, figures[at : at + 4], context.cell)
        start, end = figures[at].start, figures[at + used - 1].end
        found += filter(None, (_mention(context, run, start, end) for run in runs))
        at += used
    blanks = [
        Mention(
            context.text[one.start : one.end],
            one.low,
            one.high,
            meant(one.codes, context.home, context.dollar),
            "placeholder",
            None,
            None,
            False,
            False,
            one.start,
            one.end,
        )
        for one in placeholders(context.text)
    ]
    if blanks:
        starts = [one.start for one in blanks]
        found = [one for one in found if not _overlaps(one, blanks, starts)]
    return sorted((*found, *blanks), key=lambda one: one.start)


def _overlaps(one: Mention, blanks: Sequence[Mention], starts: Sequence[int]) -> bool:
    last = bisect_left(starts, one.end)  # the first that starts behind it
    return last > 0 and blanks[last - 1].end > one.start


def _joined(text: str, figures: Sequence[Figure], cell: bool) -> tuple[list[Sequence[Figure]], int]:
    """The figures that are joined to the first one, as ranges, and how many figures these use."""

    def joined(one: int, pattern: re.Pattern[str]) -> bool:
        return one + 1 < len(figures) and bool(
            pattern.fullmatch(text, figures[one].end, figures[one + 1].start)
        )

    codes = [figure.codes for figure in figures]
    if (
        joined(0, _SLASH)
        and joined(1, _DASH)
        and joined(2, _SLASH)
        and codes[0] != codes[1]
        and codes[:2] == codes[2:]
    ):
        # €107K / $116K - €146K / $159K: each currency's low end stands before the dash, its high
        # end behind
        return [figures[0:3:2], figures[1:4:2]], 4
    if joined(0, _DASH) and _range(text, figures[0], figures[1], cell):
        return [figures[:2]], 2
    return [figures[:1]], 1


def _range(text: str, low: Figure, high: Figure, cell: bool) -> bool:
    """Whether two figures with a dash or a word between them are the ends of a range."""
    between = text[low.end : high.start].strip()
    if between == "and" and not _BETWEEN.search(text[max(0, low.start - 12) : low.start]):
        return False
    if low.percent != high.percent and not (high.percent and low.bare):
        return False
    if low.open_ended and not cell:
        return False
    bare = high.codes is None and high.power is None and high.value < 1900
    if cell or between == "to" or low.codes is None or not bare:
        return True
    return (
        low.power is not None and high.value >= low.value
    )  # $70K-85, but $125K - 4 years is two figures


def _mention(context: _Context, run: Sequence[Figure], start: int, end: int) -> Mention | None:
    """The mention that one figure, or the two ends of a range, make.

    None for numbers that are no amount.
    """
    text, low, high = context.text, run[0], run[-1]
    period, years, note, behind = _time(text, end)
    note = next((figure.note for figure in run if figure.note), note)
    made = Mention(
        text[start:behind],
        0,
        0,
        None,
        "money",
        "year" if high.suffix == "lpa" else period,
        years,
        high.open_ended,
        low.approximate or high.approximate,
        start,
        behind,
        note,
    )
    if high.percent:
        return replace(
            made, low=exact(low.value), high=exact(high.value), currency="%", unit="percent"
        )
    signed = [figure.codes for figure in run if figure.codes is not None]
    rupees = any(figure.rupees for figure in run)
    if not signed and not rupees:
        counted = _SHARES.match(text, end)
        if counted and (
            low.power is None or counted.group().strip().lower().startswith(("share", "option"))
        ):
            return _shares(made, run, text, counted.end())
        if not _counts(context, run, end):
            return None
    unscaled = not signed or all(figure.power is None for figure in run)
    bottom, top, unsure = _ends(run, context.power if unscaled else 0)
    code, wrong = currency(signed, context.home, context.dollar)
    note = note or unsure or wrong or ("the low end is above the high end" if bottom > top else "")
    code = "INR" if rupees and not fitting(signed) else code
    return replace(made, low=exact(bottom), high=exact(top), currency=code, note=note)


def _shares(made: Mention, run: Sequence[Figure], text: str, end: int) -> Mention | None:
    low, high, _ = _ends(run, 0)
    if high < FEWEST_SHARES:
        return None
    return replace(
        made, text=text[made.start : end], end=end, low=exact(low), high=exact(high), unit="shares"
    )


def _counts(context: _Context, run: Sequence[Figure], end: int) -> bool:
    """Whether numbers without a currency are money.

    430-560K is; 500K+ models and 2025-2026 are not.
    """
    powers = [figure.power for figure in run if figure.power is not None]
    if context.cell:
        year = all(figure.written.isdigit() and 1990 <= figure.value < 2040 for figure in run)
        return bool(powers or context.power or (run[-1].value >= 1000 and not year))
    if not powers or max(powers) > 5:
        return False
    noun = _COUNTED.match(context.text, end)
    return not (noun and noun["word"] not in _MONEY_NOUNS)


def _ends(run: Sequence[Figure], power: int) -> tuple[Decimal, Decimal, str]:
    """Both ends in full, with the suffix of one shared where that is meant, and what is unsure."""
    low, high = run[0], run[-1]
    if low.power is None and high.power is None:
        # A header in thousands says nothing of a figure that is written out: 140,000 in a column of
        # $K.
        scale = power if high.value < Decimal(10) ** max(7 - power, 2) else 0
        return low.value.scaleb(scale), high.value.scaleb(scale), ""
    if low.power is None:
        shared = low.value < 1000 or low.value <= min(high.value, Decimal(9999))
        return low.value.scaleb(high.power or 0) if shared else low.value, high.amount, ""
    if high.power is None and high.value < 1000:
        return (
            low.amount,
            high.value.scaleb(low.power),
            f"{high.written} read with the suffix of the low end",
        )
    if low.amount > high.amount and high.note:  # $715K-$1.097K: only 1,097K is above the low end
        return low.amount, high.amount.scaleb(3), high.note
    return low.amount, high.amount, ""


def _time(text: str, end: int) -> tuple[str | None, int | None, str, int]:
    """The period and the years that are written behind a figure, and where they end.

    The third value is a period, such as an hour, in which guides don't compare pay, or "".
    """
    tail = _TAIL.match(text, end)
    if tail is None:
        return None, None, "", end
    if tail["years"]:
        years = tail["years"].casefold()
        return None, int(years) if years.isdigit() else _NUMBERS[years], "", end
    word = (tail["unit"] or tail["adverb"]).casefold()
    if word.startswith(("y", "ann", "p")):
        return "year", None, "", tail.end()
    return (
        ("month", None, "", tail.end())
        if word.startswith("mo")
        else (None, None, f"per {word}", tail.end())
    )
