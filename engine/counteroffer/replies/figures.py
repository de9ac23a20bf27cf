"""The figures of a draft, held against those that the case has for what they are said of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import combinations

from counteroffer.replies.known import CaseFigure, KnownCase
from counteroffer.replies.reading import ReadSentence, SaidFigure
from counteroffer.replies.spot import DraftSpot
from counteroffer.replies.words import Part, Topic
from counteroffer.replies.written import WrittenNumber
from counteroffer.text.errors import Way

Said = tuple[Topic | None, str | None]
_OF: Mapping[Topic, str] = {"theirs": "their offer", "asked": "what you ask for"}
_PAY: frozenset[Topic | None] = frozenset(("held", "theirs", "asked", "minimum", "present"))


class FiguresHeld:
    """The figures that may be said, by what they are of.

    Those of the case, and all that its own sentences for the other side name.
    """

    def __init__(self, case: KnownCase, own: Iterable[ReadSentence]) -> None:
        self._case = case
        self._own: list[tuple[Said, Part | None, WrittenNumber]] = [
            (_said(one), one.part, one.number) for sentence in own for one in sentence.figures
        ]

    def found(self, sentence: ReadSentence) -> Iterator[DraftSpot]:
        """What is wrong with the figures of a sentence."""
        for one in sentence.figures:
            if one.number.percent:
                spot = self._percentage(sentence, one)
            elif self._is_pay(one):
                spot = self._amount(sentence, one)
            else:
                spot = self._number(sentence, one)
            if spot is not None:
                yield spot

    def _is_pay(self, one: SaidFigure) -> bool:
        number = one.number
        if number.counts:
            return False
        spoken = one.topic in _PAY and not one.carried
        return number.sure or spoken or (one.part is not None and min(number.values) >= 1000)

    # amounts

    def _amount(self, sentence: ReadSentence, one: SaidFigure) -> DraftSpot | None:
        sayable = self._sayable(one.number)
        if one.topic == "minimum" and not (one.carried and sayable):
            return self._spot(
                sentence, one, "private-fact", "this tells what you would stay for", ("walk_away",)
            )
        if one.topic == "present" and not (sayable and (one.carried or self._case.kind == "raise")):
            return self._spot(
                sentence, one, "private-fact", "this tells what you are paid now", ("current",)
            )
        if sayable:
            return self._misplaced(sentence, one)
        return (
            self._private(sentence, one)
            or self._too_little(sentence, one)
            or self._nowhere(sentence, one)
        )

    def _private(self, sentence: ReadSentence, one: SaidFigure) -> DraftSpot | None:
        """A figure that is a private one, to the unit or rounded as it is said."""
        exact = [figure for figure in self._case.private if figure.is_said(one.number)]
        meant = exact or [figure for figure in self._case.private if figure.is_meant(one.number)]
        if not meant:
            return None
        return self._spot(
            sentence, one, "private-fact", f"this is {meant[0].words}, which is private",
            meant[0].path,
        )  # fmt: skip

    def _too_little(self, sentence: ReadSentence, one: SaidFigure) -> DraftSpot | None:
        """An amount asked for, or named as acceptable, under the walk-away."""
        least = self._case.walk_away_annual if one.part == "annual" else self._case.walk_away_base
        if one.topic != "asked" or one.part not in (None, "base", "annual") or least is None:
            return None
        codes = one.number.codes
        if codes is not None and self._case.currency not in codes:
            return None
        value = max(map(Fraction, one.number.values)) * (one.number.a_year or 1)
        if value >= least:
            return None
        own = self._is_own(one)
        whose = "the walk-away" if one.part != "annual" else "the walk-away a year"
        return self._spot(
            sentence, one, "under-walk-away", f"{whose} is {least:,} {self._case.currency}",
            ("walk_away",), note=own,
        )  # fmt: skip

    def _misplaced(self, sentence: ReadSentence, one: SaidFigure) -> DraftSpot | None:
        """A figure that may be said, and is no figure of what it is said of."""
        if self._is_own(one):
            return None
        if one.topic == "held" and (one.company is not None or not one.carried):
            return self._misstated(sentence, one)
        if one.topic in ("theirs", "asked") and not self._of(one, one.topic):
            less = self._too_little(sentence, one)
            return less or self._spot(
                sentence, one, "figure-misplaced", f"this is no figure of {_OF[one.topic]}",
                ("offer",) if one.topic == "theirs" else ("ask",),
            )  # fmt: skip
        return None

    def _misstated(self, sentence: ReadSentence, one: SaidFigure) -> DraftSpot | None:
        has = [
            figure
            for figure in self._case.sayable
            if figure.topic == "held" and one.company in (None, figure.company)
        ]
        if not has or any(
            figure.is_said(one.number) and _fits(one.part, figure.part) for figure in has
        ):
            return None
        return self._spot(
            sentence, one, "offer-misstated",
            f"{one.company or 'an offer that you hold'} states no such figure", has[0].path[:2],
        )  # fmt: skip

    def _nowhere(self, sentence: ReadSentence, one: SaidFigure) -> DraftSpot | None:
        if one.difference and self._is_difference(one.number):
            return None
        if one.topic == "held" and one.company and (spot := self._misstated(sentence, one)):
            return spot
        near = self._nearest(one.number)
        hint = f"; the nearest that may be said is {near.words}" if near else ""
        return self._spot(
            sentence, one, "figure-of-nowhere", f"no figure of the case that may be said{hint}", ()
        )

    # other numbers

    def _percentage(self, sentence: ReadSentence, one: SaidFigure) -> DraftSpot | None:
        number = one.number
        value = Fraction(number.values[0])
        known = value in self._case.facts or value in (0, 100) or self._sayable(number)
        if known:
            return None
        if one.topic in ("minimum", "present") and not one.carried:
            return self._spot(
                sentence, one, "private-fact", "this tells something of what you are paid or need",
                ("current",),
            )  # fmt: skip
        if one.difference and self._is_share(number):
            return None
        return self._private(sentence, one) or self._spot(
            sentence, one, "figure-of-nowhere", "no percentage of the case that may be said", ()
        )

    def _number(self, sentence: ReadSentence, one: SaidFigure) -> DraftSpot | None:
        """A number that may be of anything: wrong only where it is a private figure."""
        number = one.number
        if self._sayable(number) or any(
            Fraction(value) in self._case.facts for value in number.values
        ):
            return None
        if not any(figure.is_said(number) for figure in self._case.private):
            return None
        short = min(number.values) < 1000 or (not number.sure and number.unit >= 1000)
        return None if short and number.counts else self._private(sentence, one)

    # what is known

    def _sayable(self, number: WrittenNumber) -> bool:
        return any(figure.is_said(number) for figure in self._case.sayable) or any(
            _same(number, own) for _, _, own in self._own
        )

    def _of(self, one: SaidFigure, topic: Topic) -> bool:
        return any(
            figure.topic == topic and figure.is_said(one.number) and _fits(one.part, figure.part)
            for figure in self._case.sayable
        )

    def _is_own(self, one: SaidFigure) -> bool:
        """Whether the case's own sentences say this figure of the same."""
        said = _said(one)
        return any(
            where == said and _same(one.number, number) and _fits(one.part, part)
            for where, part, number in self._own
        )

    def _public(self) -> list[CaseFigure]:
        return [one for one in self._case.sayable if one.currency != "%"]

    def _is_difference(self, number: WrittenNumber) -> bool:
        """Whether it is the difference of two figures that may be said, in one currency."""
        return any(
            CaseFigure(abs(one.amount - other.amount), one.currency, one.topic).is_said(number)
            for one, other in combinations(self._public(), 2)
            if one.currency == other.currency and one.part == other.part
        )

    def _is_share(self, number: WrittenNumber) -> bool:
        """Whether it is by how much of one the other is more, to the places that are written."""
        value = Fraction(number.values[0])
        return any(
            abs(abs(one.amount - other.amount) * 100 / base.amount - value) <= Fraction(1, 2)
            for one, other in combinations(self._public(), 2)
            if one.currency == other.currency and one.part == other.part
            for base in (one, other)
            if base.amount
        )

    def _nearest(self, number: WrittenNumber) -> CaseFigure | None:
        value = Fraction(number.values[-1])
        near = [
            one
            for one in self._public()
            if one.words
            and (number.codes is None or one.currency in number.codes)
            and abs(one.amount - value) * 10 <= one.amount
        ]
        return min(near, key=lambda one: abs(one.amount - value), default=None)

    def _spot(
        self,
        sentence: ReadSentence,
        one: SaidFigure,
        code: str,
        message: str,
        path: Way,
        *,
        note: bool = False,
    ) -> DraftSpot:
        start, end = sentence.start + one.number.start, sentence.start + one.number.end
        return DraftSpot(code, message, start, end, path, "note" if note else None)


def _said(one: SaidFigure) -> Said:
    return one.topic, one.company if one.topic == "held" else None


def _fits(said: Part | None, part: Part | None) -> bool:
    """Whether a figure of a part of pay may be meant by the words around one."""
    return said == part or said is None or part is None or "annual" in (said, part)


def _same(one: WrittenNumber, other: WrittenNumber) -> bool:
    """Whether two numbers say the same, where both say so."""
    if one.percent != other.percent or not set(one.values) & set(other.values):
        return False
    fits = one.codes is None or other.codes is None or bool(set(one.codes) & set(other.codes))
    return fits and (one.a_year or 1) == (other.a_year or 1)
