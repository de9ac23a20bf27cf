"""Blocks of text → sentences with their amounts, each of which knows its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from counteroffer.reader.markdown_blocks import Block
from counteroffer.reader.mentions import Mention, mentions

_END = re.compile(r"[.!?][\"”’')\]*]{0,4}\s+(?=[^a-z\s])")
_NO_END = re.compile(
    r"(?:\b(?:vs|approx|inc|st|no|dr|mr|ms|est|incl|excl|resp|etc|e\.g|i\.e)\.|(?:^|\s|\.)[A-Za-z]\.)$",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"\b(?:increas|rais|mov|bump|lift|improv|push|bring|tak)(?:e|ed|es|ing|s)?\b[^.;]{0,60}\bfrom\s+$",
    re.IGNORECASE,
)
_LABEL = re.compile(r"[A-Z][\w/-]*(?:[ ][\w/-]+){0,3}:\s")
LONGEST = 4_000  # characters of one sentence: the rest is another one, so that no text takes long


@dataclass(frozen=True, slots=True)
class PlacedAmount:
    """An amount at `start:end` of its sentence, and the line of the file that it stands on."""

    mention: Mention
    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its amounts.

    `quoted`: words for the candidate to say; `labelled`: a line such as "Target: ...".
    """

    text: str
    amounts: tuple[PlacedAmount, ...]
    quoted: bool
    line: int
    labelled: bool = False


def sentences(block: Block, home: str | None) -> tuple[Sentence, ...]:
    """The sentences of a block that say an amount, and the others too, in order."""
    text, amounts, lines = "", [], []
    for line in block.lines:
        start = len(text)
        lines.append((start, line.line))
        text += line.text.replace("\n", " ") + " "
        amounts += [
            PlacedAmount(
                _raised(line.text, mention), line.line, start + mention.start, start + mention.end
            )
            for mention in mentions(line.text, home)
        ]
    return tuple(_cut(text.rstrip(), amounts, lines))


def _raised(text: str, mention: Mention) -> Mention:
    """'Increase it from $200K to $300K' is no range: the second figure is the one that is meant."""
    if (
        mention.low == mention.high
        or not _FROM.search(text[: mention.start])
        or not re.search(r"\bto\b", mention.text)
    ):
        return mention
    return replace(mention, low=mention.high)


def _cut(
    text: str, amounts: Sequence[PlacedAmount], lines: Sequence[tuple[int, int]]
) -> Iterator[Sentence]:
    begin, open_quote = 0, False
    labels = [start for start, _ in lines[1:] if _LABEL.match(text, start)]
    for end in _ends(text, amounts, labels):
        part = text[begin:end]
        inside = tuple(
            PlacedAmount(one.mention, one.line, one.start - begin, one.end - begin)
            for one in amounts
            if begin <= one.start < end
        )
        line = max((number for start, number in lines if start <= begin), default=1)
        quotes = part.count('"') + part.count("“") + part.count("”")
        yield Sentence(
            part,
            inside,
            open_quote or quotes > 0,
            line,
            bool(labels) and (not begin or begin in labels),
        )
        open_quote ^= quotes % 2 == 1
        begin = end


def _ends(text: str, amounts: Sequence[PlacedAmount], labels: Sequence[int]) -> Iterator[int]:
    """Where sentences end: at full stops, and where a line begins with a label ("Target: ...")."""
    stops = [
        match.end()
        for match in _END.finditer(text)
        if not _NO_END.search(text[max(0, match.start() - 12) : match.start() + 1])
    ]
    last = 0
    for end in sorted({*stops, *labels}):
        if any(one.start < end < one.end for one in amounts):
            continue
        yield from range(last + LONGEST, end, LONGEST)
        yield end
        last = end
    yield from range(last + LONGEST, len(text), LONGEST)
    if last < len(text):
        yield len(text)


@dataclass(slots=True)
class FigureDraft:
    """An amount while it is being read.

    `component` and `role` are None until something says them; `explicit` marks a component that a
    word beside it names. `role` "none" is an amount that is no pay figure of this guide (a revenue,
    the offer as it stands).
    """

    amount: PlacedAmount
    component: str | None = None
    explicit: bool = False
    role: str | None = None
    tier: str | None = None
    region: str | None = None
    level: str | None = None
    company: str | None = None
    alternate: bool = False
    yearly: bool = False
    repeat: bool = False
    refused: str | None = None  # why it is no figure after all

    @property
    def start(self) -> int:
        return self.amount.start

    @property
    def end(self) -> int:
        return self.amount.end

    @property
    def currency(self) -> str | None:
        return self.amount.mention.currency

    @property
    def unit(self) -> str:
        return self.amount.mention.unit

    @property
    def low(self) -> Decimal:
        return Decimal(self.amount.mention.low)

    @property
    def high(self) -> Decimal:
        return Decimal(self.amount.mention.high)

    @property
    def blank(self) -> bool:
        """Whether it is a placeholder without a figure."""
        return not self.amount.mention.high

    @property
    def pay(self) -> bool:
        """Whether the amount can be pay: money, shares or a percentage, with a figure."""
        return not self.blank

    def same_amount(self, other: FigureDraft) -> bool:
        return (self.low, self.high, self.currency) == (other.low, other.high, other.currency)
