"""What is true of a case and what of it may be said, as drafts are held against it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

from counteroffer.language.compile import half_up
from counteroffer.replies.words import Part, Topic
from counteroffer.replies.written import WrittenNumber
from counteroffer.text.errors import Way


@dataclass(frozen=True, slots=True)
class CaseFigure:
    """An amount of the case, or a percentage (`currency` "%"), and what it is of.

    `years` are those that equity is over; `words` name it for the candidate, and `path` leads to
    it.
    """

    amount: Fraction
    currency: str
    topic: Topic
    path: Way = ()
    words: str = ""
    company: str | None = None
    part: Part | None = None
    years: int = 1

    def is_said(self, by: WrittenNumber) -> bool:
        """Whether a number in a text is this figure, to the unit, in any period."""
        return self._fits(by, lambda times: Fraction(times) if times > 1 else Fraction(0))

    def is_meant(self, by: WrittenNumber) -> bool:
        """Whether a number may be this figure, rounded as it is said."""
        return self._fits(by, lambda times: Fraction(by.unit) * times)

    def _fits(self, by: WrittenNumber, within: Callable[[Fraction], Fraction]) -> bool:
        if (self.currency == "%") != by.percent:
            return False
        if by.codes is not None and self.currency not in by.codes:
            return False
        exact = {self.amount, Fraction(half_up(self.amount))}
        return any(
            value * times == one or abs(value * times - one) < within(times)
            for value in map(Fraction, by.values)
            for times in self._times(by)
            for one in exact
        )

    def _times(self, by: WrittenNumber) -> Iterable[Fraction]:
        """What a number is multiplied by to be the figure."""
        yield Fraction(1)
        if by.a_year and by.a_year > 1:
            yield Fraction(by.a_year)
        if self.years > 1:
            yield Fraction(self.years)


@dataclass(frozen=True, slots=True)
class HeldOffer:
    """An offer that may be named: by whom, and how it is known (None: not stated)."""

    company: str
    evidence: str | None
    path: Way


@dataclass(frozen=True, slots=True)
class NotHeld:
    """A company whose offer may not be claimed, why, and whether even its name is private."""

    company: str
    why: str
    path: Way
    private: bool


@dataclass(frozen=True, slots=True)
class KnownCase:
    """A case as drafts are held against it.

    `sayable` and `private` are figures, `facts` numbers of the candidate that may be said, `own`
    the sentences that the case itself gives for the other side. `verdict` is that of the
    candidate's own answer, `public_verdict` that of what both sides may know. The walk-away is in
    `currency`.
    """

    sayable: tuple[CaseFigure, ...]
    private: tuple[CaseFigure, ...]
    facts: frozenset[Fraction]
    held: tuple[HeldOffer, ...]
    not_held: tuple[NotHeld, ...]
    employers: tuple[str, ...]
    own: tuple[str, ...]
    names: frozenset[str]
    kind: str
    verdict: str
    public_verdict: str
    evidence: str | None
    currency: str
    walk_away_base: int | None
    walk_away_annual: int | None
