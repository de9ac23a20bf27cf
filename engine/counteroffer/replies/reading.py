"""A draft → its sentences, with what each figure in them is said of, and of whose offer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from counteroffer.replies.known import KnownCase
from counteroffer.replies.plain_text import DraftSentence, PlainText
from counteroffer.replies.words import Part, ReplyVocabulary, Topic, company_of
from counteroffer.replies.written import WrittenNumber, written

_NEAR = 30  # characters between a figure and the words that say which part of pay it is
_APART = re.compile(r"\d|,|;| and ")
_MORE = re.compile(r"(?:\s*,)?\s+(?:and|or|&)\s+(?=[A-Z])|\s*,\s+(?=[A-Z])")
_NAME = re.compile(r"[A-Z0-9][\w&.'-]*(?:\s+(?:&|[A-Z])[\w&.'-]*)*")


@dataclass(frozen=True, slots=True)
class Cue:
    """Words at `start:end` of a sentence that say what the figures behind them are of."""

    topic: Topic
    start: int
    end: int
    company: str | None = None


@dataclass(frozen=True, slots=True)
class SaidFigure:
    """A figure in a sentence, what it is said of, and of whose offer.

    `carried` where the sentence itself does not say so.
    """

    number: WrittenNumber
    topic: Topic | None
    company: str | None
    part: Part | None
    carried: bool
    difference: bool


@dataclass(frozen=True)
class ReadSentence:
    """One sentence, its cues, the claims of offers by name, and its figures."""

    text: str
    start: int
    cues: tuple[Cue, ...]
    mentions: tuple[Cue, ...]
    claims: tuple[Cue, ...]
    figures: tuple[SaidFigure, ...]
    before: tuple[Topic | None, str | None]
    after: tuple[Topic | None, str | None]

    def topic_at(self, start: int, end: int) -> Topic | None:
        """What is spoken of at a place of the sentence, by its own words alone."""
        return _spoken(self.cues, start, end)

    def company_at(self, start: int, end: int) -> str | None:
        """The company named nearest before a place, else the first behind it."""
        return _named(self.mentions, start, end)


class DraftReader:
    """Reads drafts by the words of the rules and the names of one case."""

    def __init__(self, words: ReplyVocabulary, case: KnownCase) -> None:
        self._words, self._case = words, case

    @cached_property
    def _companies(self) -> Sequence[tuple[str, re.Pattern[str]]]:
        names = [one.company for one in self._case.held]
        names += [one.company for one in self._case.not_held]
        return [(name, name_pattern(name)) for name in sorted(names, key=len, reverse=True)]

    def sentences(self, text: PlainText) -> Iterator[ReadSentence]:
        """The sentences of a draft, in order."""
        topic: Topic | None = None
        company: str | None = None
        for sentence in text.sentences():
            if sentence.first:
                topic = None
            read = self._read(sentence, (topic, company))
            topic, company = read.after
            yield read

    def _read(self, one: DraftSentence, before: tuple[Topic | None, str | None]) -> ReadSentence:
        mentions = tuple(self._mentions(one.text))
        cues, claims = self._cues(one.text, mentions)
        figures = tuple(
            self._said(one.text, number, cues, mentions, before)
            for number in written(one.text, self._words.numbers)
        )
        last = cues[-1].topic if cues else before[0]
        named = mentions[-1].company if mentions else before[1]
        return ReadSentence(
            one.text, one.start, cues, mentions, claims, figures, before, (last, named)
        )

    def _mentions(self, text: str) -> Iterator[Cue]:
        found = [
            Cue("held", match.start(), match.end(), name)
            for name, pattern in self._companies
            for match in pattern.finditer(text)
        ]
        yield from sorted(found, key=lambda one: one.start)

    def _cues(self, text: str, mentions: Iterable[Cue]) -> tuple[tuple[Cue, ...], tuple[Cue, ...]]:
        cues: list[Cue] = [one for one in mentions if self._held(one.company)]
        claims: list[Cue] = []
        cues += [
            Cue(topic, match.start(), match.end())
            for topic, pattern in self._words.topics.items()
            for match in pattern.finditer(text)
        ]
        for match in self._words.claims.finditer(text):
            names = list(self._names(text, *company_of(match)))
            theirs = any(self._employs(one.company) for one in names)
            cues.append(Cue("theirs" if theirs else "held", match.start(), match.end()))
            claims += [one for one in names if not self._employs(one.company)]
        return _outermost(cues), tuple(claims)

    def _names(self, text: str, name: str, at: int) -> Iterator[Cue]:
        """A name, and those that are joined to it: offers from Acme and Zeta."""
        while True:
            if name.casefold() not in self._words.no_names:
                bare = name.removesuffix("'s").rstrip(".'")
                yield Cue("held", at, at + len(bare), bare)
            joined = _MORE.match(text, at + len(name))
            following = _NAME.match(text, joined.end()) if joined else None
            if following is None:
                return
            name, at = following.group(), following.start()

    def _held(self, company: str | None) -> bool:
        return any(one.company == company for one in self._case.held)

    def _employs(self, name: str | None) -> bool:
        said = (name or "").casefold()
        return any(said in one.casefold() or one.casefold() in said for one in self._case.employers)

    def _said(
        self,
        text: str,
        number: WrittenNumber,
        cues: tuple[Cue, ...],
        mentions: tuple[Cue, ...],
        before: tuple[Topic | None, str | None],
    ) -> SaidFigure:
        own = _spoken(cues, number.start, number.end)
        company = _named(mentions, number.start, number.end)
        near = text[max(0, number.start - _NEAR) : number.end + 16]
        return SaidFigure(
            number,
            own or before[0],
            company or before[1],
            self._part(text, number),
            own is None,
            bool(self._words.difference.search(near)),
        )

    def _part(self, text: str, number: WrittenNumber) -> Part | None:
        """The part of pay that the words nearest to a figure name."""
        before = text[max(0, number.start - _NEAR) : number.start]
        behind = text[number.end : number.end + _NEAR]
        found: list[tuple[int, int, Part]] = []
        for part, pattern in self._words.components.items():
            between = [(before[one.end() :], one.group()) for one in pattern.finditer(before)]
            between += [(behind[: one.start()], one.group()) for one in pattern.finditer(behind)]
            found += [
                (len(words), -len(name), part)
                for words, name in between
                if not _APART.search(words)
            ]
        return min(found)[2] if found else None


def name_pattern(name: str) -> re.Pattern[str]:
    """A company's name as a whole word, in any case and spacing."""
    spaced = r"\s+".join(map(re.escape, name.split()))
    return re.compile(rf"(?<!\w){spaced}(?!\w)", re.IGNORECASE)


def _outermost(cues: Iterable[Cue]) -> tuple[Cue, ...]:
    """Cues in order, without those that lie within another and end before it.

    Of "I have your offer" both stay, and what is behind is said of the second.
    """
    kept: list[Cue] = []
    for one in sorted(cues, key=lambda cue: (cue.start, -cue.end)):
        if not kept or one.end >= kept[-1].end:
            kept.append(one)
    return tuple(kept)


def _spoken(cues: Sequence[Cue], start: int, end: int) -> Topic | None:
    """The topic of the cue that holds a place or began last before it; else of the first behind."""
    before = [one for one in cues if one.start <= start]
    if before:
        return before[-1].topic
    return cues[0].topic if cues else None


def _named(mentions: Sequence[Cue], start: int, end: int) -> str | None:
    before = [one for one in mentions if one.end <= start]
    if before:
        return before[-1].company
    return mentions[0].company if mentions else None
