"""What is said of each figure: the sentences of `explain.yaml`, found by name or pattern."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.rulebook.shared import DerivationSentence
from counteroffer.settlement import outcome
from counteroffer.settlement.program import NAMES

EXTRA = ("extras_rate", "extras_amount", "total")
# What a component of an offer was made of.
PAY = (
    *("base", "months", "hours", "weeks", "days", "days_a_week", "part_time", "ote", "base_of_ote"),
    *("shares", "options", "percent", "price", "strike", "company_value", "signing", "extras"),
)
# What a derivation names beside the program: what a case and a guide state, and ways to get on.
LEAVES = (
    *("offer_stated", "offer.final", "offer.base", "offer.equity", "offer.signing", "region"),
    *("offer.bonus_rate", "offer.bonus_amount", "held.*.held", "held.*.base", "held.*.equity"),
    *("held.*.bonus_rate", "held.*.bonus_amount", "candidate", "candidate.here"),
    *("current.base", "current.equity", "current.bonus_rate", "current.bonus_amount"),
    *(f"{offer}.{name}" for offer in ("offer", "current", "held.*") for name in EXTRA),
    *(f"pay.{name}" for name in PAY),
    *("bands.*.*.low", "bands.*.*.high", "stated", "stated.equity"),
    *("example_offers.*.*", "example_offers.*.equity", "asked_before.*"),
    *("rounds.*.ask.*", "rounds.*.ask.equity", "rounds.*.here.*", "rounds.*.here.equity"),
)
FORMS = (
    *("carried", "in-proportion", "in-proportion.level", "converted"),
    *("as-it-is", "on-total", "worked-out"),
)
CHOICES = ("greatest", "least")
VERDICTS = tuple(f"verdict.{word}" for word in outcome.VERDICTS.values())
TOTALS = ("ask.annual", "stretch.annual")


class Sentences:
    """The sentences of a rulebook."""

    def __init__(self, stated: Mapping[str, DerivationSentence]) -> None:
        self.stated = stated
        self._patterns = [(name.split("."), name) for name in stated if "*" in name]
        self._patterns.sort(key=lambda one: one[0].count("*"))  # the most particular first

    def find(self, name: str) -> DerivationSentence | None:
        """The sentence of a name: its own, else that of the most particular pattern that fits."""
        if name in self.stated:
            return self.stated[name]
        parts = name.split(".")
        return next((self.stated[key] for to, key in self._patterns if fits(to, parts)), None)

    def say(self, name: str, words: Mapping[str, str | None], value: object = True) -> str:
        """What is said of a figure of this value; its name where nothing is."""
        found = self.find(name)
        if found is None:
            return name
        part = found.none if value is None else found.zero if not value else None
        return (part or found.text).render(words) or name

    def called(self, name: str, words: Mapping[str, str | None]) -> str | None:
        """What a figure is called in the sentence of another; None where nothing says it."""
        found = self.find(name)
        return found.called.render(words) if found and found.called else None


def fits(pattern: list[str], parts: list[str]) -> bool:
    """Whether the parts of a name are those of a pattern, in which * is any one part."""
    return len(pattern) == len(parts) and all(
        one in ("*", part) for one, part in zip(pattern, parts, strict=True)
    )


@lru_cache(maxsize=64)
def sentences(rulebook: Rulebook) -> Sentences:
    """The sentences of a rulebook.

    Raises RuleError where one is about a figure that there is not.
    """
    known = (*NAMES, *LEAVES, *FORMS, *CHOICES, *VERDICTS, *TOTALS, *rulebook.profile)
    return Sentences(rulebook.sentences(known))
