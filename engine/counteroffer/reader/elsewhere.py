"""A page and what was read of it → the amounts that stand neither in its figures nor in its notes:
to be looked at.

Levers, the strategy and pay tables are read by their titles. Pay that stands elsewhere, under a
title that none of them has, is not understood, but it is not dropped either.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Decimal

from counteroffer.reader.figure import FigureRead, UnreadText
from counteroffer.reader.levers import lever_blocks, strategy_blocks
from counteroffer.reader.markdown_blocks import Block, Line, Page
from counteroffer.reader.mentions import mentions
from counteroffer.reader.vocabulary import Vocabulary

_LARGE, _SMALL = (
    4,
    4,
)  # times the highest and part of the lowest base: what is beyond is a market, or a price
_DIGIT = re.compile("[0-9]")
MOST = 60  # notes of one guide; the rest is said in one


def amounts_elsewhere(
    page: Page,
    figures: Sequence[FigureRead],
    review: Iterable[UnreadText],
    sources: Collection[int],
    words: Vocabulary,
) -> tuple[UnreadText, ...]:
    """Amounts of the size of the guide's pay, in its currencies, that neither the figures nor the
    notes account for.

    `sources` are the lines of the guide's sources, where no pay is looked for.
    """
    ends = _ends(figures)
    strategy = strategy_blocks(page.blocks, words.prose)
    levers = [block for one in lever_blocks(page.blocks, words.prose) for block in one.blocks]
    read = {id(block) for block in (*strategy, *levers)}
    known: dict[int, set[str]] = {}
    for number, text in (
        *((one.line, one.text) for one in figures),
        *((one.line, one.text) for one in review),
    ):
        known.setdefault(number, set()).add(text)
    lines = (line for block in page.blocks if id(block) not in read for line in _lines(block))
    found = [
        UnreadText(
            line.line,
            mention,
            "an amount outside the pay table, the levers and the strategy: not read",
        )
        for line in lines
        if line.line not in sources and _DIGIT.search(line.text)
        for mention in _pay(line.text, ends)
        if not any(mention in said or said in mention for said in known.get(line.line, ()) if said)
    ]
    rest = found[MOST:]
    if rest:
        return (
            *found[:MOST],
            UnreadText(rest[0].line, "", f"{len(rest)} more amounts from here on are not read"),
        )
    return tuple(found)


def _ends(figures: Iterable[FigureRead]) -> dict[str, tuple[int | Decimal, int | Decimal]]:
    """For each currency the least and the greatest pay of the bands, a year."""
    found: dict[str, tuple[int | Decimal, int | Decimal]] = {}
    for one in figures:
        if (
            one.part != "band"
            or one.unit != "money"
            or one.currency is None
            or one.component not in ("base", "total", "unspecified")
        ):
            continue
        low, high = found.get(one.currency, (one.low, one.high))
        found[one.currency] = (min(low, one.low), max(high, one.high))
    return found


def _lines(block: Block) -> Iterator[Line]:
    if block.kind != "heading":
        yield from block.lines
        for row in block.cells:
            yield from row


def _pay(text: str, ends: dict[str, tuple[int | Decimal, int | Decimal]]) -> Iterator[str]:
    for one in mentions(text, next(iter(ends), None)):
        if one.unit == "money" and one.currency in ends:
            low, high = ends[one.currency]
            if low <= one.low * _SMALL and one.high <= high * _LARGE:
                yield one.text
