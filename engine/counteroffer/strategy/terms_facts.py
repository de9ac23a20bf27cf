"""What the lines about rounds, a fixed base and packages may compare and name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from counteroffer.language.expr import Value
from counteroffer.strategy.both_sides import BothSides
from counteroffer.strategy.step_facts import StepFacts

Words = Mapping[str, "str | None"]
COUNTS = ("_from", "_rounds")  # how facts end that are numbers of rounds


@dataclass(frozen=True)
class TermsLines:
    """Texts of `plan.yaml` about two settlements of a case, for the candidate.

    `values` are facts of the kinds `plan`, `step` and `terms` of `facts.yaml`, whole units of the
    region's currency; `words` are what the texts name.
    """

    both: BothSides
    values: Mapping[str, Value]
    words: Words

    @classmethod
    def of(cls, both: BothSides) -> TermsLines:
        """The facts that all lines have."""
        mine, theirs = both.mine, both.theirs
        steps = StepFacts(
            mine.answer, mine.book, mine.book.formatter(both.locale), both.locale, both.apart
        )
        away, best = mine.answer.walk_away, mine.best_held
        asked, offered = theirs.ask.signing or 0, theirs.offered.signing or 0
        values = {
            **mine.facts,
            **steps.values,
            "asked_base": mine.ask.base,
            "offered_base": mine.offered.base,
            "end_base": mine.last_base,
            "letter_meets_ask": theirs.met,
            "letter_ask_base": theirs.ask.base,
            "letter_end_base": theirs.last_base,
            "signing_open": asked > offered,
            "walk_away_base": away.base if away else None,
            "walk_away_annual": away.annual if away else None,
            "best_annual": best[1] if best else None,
        }
        words = {
            **steps.words,
            **steps.decided,
            "end_base": steps.money(mine.last_base),
            "best_annual": steps.money(values["best_annual"]),
            "walk_away_annual": steps.money(values["walk_away_annual"]),
            "minimum": steps.money(mine.values.get("minimum_base")),
        }
        return cls(both, values, words)

    def said(self, occasion: str, **more: Value) -> str:
        """The first text that fits, with further facts."""
        return self.both.mine.book.plan.said(occasion, self._words(more), self._values(more))

    def noted(self, occasion: str, **more: Value) -> tuple[str, ...]:
        """All that hold."""
        return self.both.mine.book.plan.noted(occasion, self._words(more), self._values(more))

    def _values(self, more: Mapping[str, Value]) -> Mapping[str, Value]:
        return {**self.values, **more}

    def _words(self, more: Mapping[str, Value]) -> Words:
        """The words, and further facts as words: amounts written, counts and texts as they are."""
        written = {name: self._shown(name, value) for name, value in more.items()}
        return {**self.words, **written}

    def _shown(self, name: str, value: Value) -> str | None:
        if isinstance(value, int) and not isinstance(value, bool) and not name.endswith(COUNTS):
            return self.both.mine.money(value)
        return None if value is None else str(value)
