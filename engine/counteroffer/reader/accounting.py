"""Find the amounts and percentages of a page that neither its figures nor its notes account for.

Levers, the strategy and pay tables are read by their titles. What stands elsewhere may be pay under
a title that none of them has, or none of pay at all: both are named, by their lines, and nothing is
dropped.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from counteroffer.money.signs import SIGN
from counteroffer.reader.figure import FigureRead, UnreadText
from counteroffer.reader.markdown_blocks import Block, Page
from counteroffer.reader.mentions import Mention, mentions
from counteroffer.reader.vocabulary import Vocabulary

_LARGE, _SMALL = (
    4,
    4,
)  # times the highest and part of the lowest base: what is beyond is a market, or a price
_DIGIT = re.compile("[0-9]")
_TIMES = re.compile(r"(?<![\w.,])[0-9]{1,2}(?:[.,][0-9]{1,3})?\s?[x×](?![\w])")
_SIGNED = re.compile(rf"(?:{SIGN})\s?[0-9][0-9.,]*(?:\s?[A-Za-z]{{1,3}}\b)?\+?|[0-9][0-9.,]*\s?%")
_ESCAPE = re.compile(r"\\([^\w\s])")
_AROUND = 60  # characters before and behind a percentage that tell what it is of

Kind = Literal["pay", "said", "share", "other"]
_WHY: Mapping[Kind, tuple[str, int]] = {
    "share": ("percentages and multipliers of pay outside the pay table: not read", 2),
    "pay": ("amounts outside the pay table, the levers and the strategy: not read", 3),
    "said": ("amounts beside an ask or a floor that are neither: not read", 4),
    "other": ("not about this pay, and not read", 9),
}


@dataclass(frozen=True, slots=True)
class LeftOver:
    """An amount that nothing accounts for: its text, where it stands, what it may be."""

    text: str
    line: int
    kind: Kind


@dataclass(slots=True)
class _Accounted:
    """What is accounted for by line, and the lines that are read or that hold no pay."""

    texts: dict[int, set[str]] = field(default_factory=dict)
    read: set[int] = field(default_factory=set)
    sources: Collection[int] = ()

    def add(self, line: int, text: str) -> None:
        self.texts.setdefault(line, set()).add(text)

    def has(self, line: int, text: str) -> bool:
        plain = _plain(text)
        return any(plain in said or said in plain for said in map(_plain, self.texts.get(line, ())))


def unaccounted(
    page: Page,
    figures: Sequence[FigureRead],
    notes: Iterable[UnreadText],
    sources: Collection[int],
    read: Iterable[Block],
    words: Vocabulary,
) -> tuple[UnreadText, ...]:
    """One note for each kind of what is left over, with all texts and their lines.

    `sources` are the lines of the guide's sources; `read` the blocks of levers and strategy.
    """
    known = _Accounted(sources=frozenset(sources))
    for number, text in (
        *((one.line, one.text) for one in figures),
        *((one.line, one.text) for one in notes),
    ):
        known.add(number, text)
    known.read = {line.line for block in read for line in block.lines}
    ends = _ends(figures)
    found = [
        one for number, text in _lines(page) for one in _left(number, text, known, ends, words)
    ]
    return tuple(_gathered(found, page))


def _lines(page: Page) -> Iterator[tuple[int, str]]:
    """The lines of the file as they stand, without the backslashes of Markdown."""
    for number, text in enumerate(page.source, 1):
        if _DIGIT.search(text):
            yield number, _ESCAPE.sub(r"\1", text)


def _left(
    number: int,
    text: str,
    known: _Accounted,
    ends: Mapping[str, tuple[Decimal, Decimal]],
    words: Vocabulary,
) -> Iterator[LeftOver]:
    seen = mentions(text, next(iter(ends), None))
    for one in seen:
        if one.unit in ("money", "percent") and not known.has(number, one.text):
            yield LeftOver(one.text.strip(), number, _kind(one, number, text, known, ends, words))
    for odd in _SIGNED.finditer(text):  # $11.5T, and whatever else no reader of amounts knows
        overlaps = any(one.start < odd.end() and odd.start() < one.end for one in seen)
        if not overlaps and not known.has(number, odd.group()):
            yield LeftOver(odd.group().strip(" .,"), number, "other")
    for times in _TIMES.finditer(text):
        near = _beside(text, times.start(), times.end())
        if _of_pay(near, words) and not known.has(number, times.group()):
            yield LeftOver(times.group(), number, "share")


def _kind(
    one: Mention,
    number: int,
    text: str,
    known: _Accounted,
    ends: Mapping[str, tuple[Decimal, Decimal]],
    words: Vocabulary,
) -> Kind:
    if number in known.sources:
        return "other"
    near = _beside(text, one.start, one.end)
    if one.unit == "percent":
        return "share" if number not in known.read and _of_pay(near, words) else "other"
    if one.currency is None or one.currency not in ends:
        sized = bool(one.period) or (not ends and _of_pay(near, words))
    else:
        low, high = ends[one.currency]
        sized = low <= one.low * _SMALL and one.high <= high * _LARGE
        sized = sized or bool(one.period) or (one.high <= high and _of_pay(near, words))
    if not sized:
        return "other"
    return "said" if number in known.read else "pay"


def _beside(text: str, start: int, end: int) -> str:
    return text[max(0, start - _AROUND) : end + _AROUND]


def _of_pay(text: str, words: Vocabulary) -> bool:
    """Whether words of pay stand beside an amount."""
    return bool(words.of_pay.search(text))


def _ends(figures: Iterable[FigureRead]) -> dict[str, tuple[Decimal, Decimal]]:
    """For each currency the least and the greatest pay of the bands, a year."""
    found: dict[str, tuple[Decimal, Decimal]] = {}
    for one in figures:
        if (
            one.part != "band"
            or one.unit != "money"
            or one.currency is None
            or one.component not in ("base", "total", "unspecified")
        ):
            continue
        low, high = found.get(one.currency, (Decimal(one.low), Decimal(one.high)))
        found[one.currency] = (min(low, Decimal(one.low)), max(high, Decimal(one.high)))
    return found


def _gathered(found: Sequence[LeftOver], page: Page) -> Iterator[UnreadText]:
    for kind, (why, rank) in _WHY.items():
        some = [one for one in found if one.kind == kind]
        if not some:
            continue
        lines = list(dict.fromkeys(one.line for one in some))
        shown = spans(lines) if kind != "other" else ", ".join(_parts(lines, page))
        text = ", ".join(dict.fromkeys(one.text for one in some))
        yield UnreadText(some[0].line, text, f"{why} ({shown})", rank)


def spans(lines: Iterable[int]) -> str:
    """Lines as `line 4`, `lines 4, 7-9`."""
    ordered = sorted(set(lines))
    parts: list[list[int]] = []
    for line in ordered:
        if parts and parts[-1][-1] == line - 1:
            parts[-1].append(line)
        else:
            parts.append([line])
    shown = ", ".join(f"{one[0]}-{one[-1]}" if len(one) > 1 else str(one[0]) for one in parts)
    return f"line{'s' if len(ordered) > 1 else ''} {shown}"


def _parts(lines: Sequence[int], page: Page) -> Iterator[str]:
    """The parts of the page that lines are in, by their titles: `Company (lines 12, 14)`."""
    by_part: dict[str, list[int]] = {}
    for line in lines:
        by_part.setdefault(_part(line, page), []).append(line)
    for title, some in by_part.items():
        yield f"'{title}', {spans(some)}" if title else spans(some)


def _part(line: int, page: Page) -> str:
    """The title of the section that a line is in."""
    title = ""
    for block in page.blocks:
        if block.line > line:
            break
        title = block.text if block.kind == "heading" else block.section
    return title.strip(" :*#")[:50]


def _plain(text: str) -> str:
    return _ESCAPE.sub(r"\1", text).strip()
