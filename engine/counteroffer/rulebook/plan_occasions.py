"""The occasions on which a plan has words: what their texts may name, and their conditions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from counteroffer.rulebook.facts import KINDS

STEP = "next-step"
OF_REQUESTS = (*KINDS, "plan", "step")  # the kinds of facts that a request may depend on


@dataclass(frozen=True, slots=True)
class Occasion:
    """What texts may name, what of that is there at times only, and what conditions may compare.

    `kinds` are kinds of facts.
    """

    names: frozenset[str]
    at_times: frozenset[str]
    kinds: tuple[str, ...]


def _occasion(names: str, at_times: str = "", kinds: tuple[str, ...] = ("step",)) -> Occasion:
    sometimes = frozenset(at_times.split())
    return Occasion(sometimes | frozenset(names.split()), sometimes, kinds)


_STEP = (
    "expires expired by other other_expires best behind ask_behind extra"
    " lever needs more_levers letter_does own_does"
)
_TERMS = (
    f"{_STEP} deciding walk_away walk_away_annual best_annual minimum end_base last_base end"
    " under_from worded_rounds held_back_rounds fixed_annual short"
)
_STANDING = "part before now by_rules first last path up"
_NOTED = (*KINDS, "plan", "step", "terms")

# What goes to the other side, then what is for the candidate; the first that fits is said.
OCCASIONS: Mapping[str, Occasion] = {
    "concession": _occasion("request asked", "dropped offered_equity asked_equity", OF_REQUESTS),
    "more-time": _occasion("until wanted", "over weighed", OF_REQUESTS),
    "fixed-base": _occasion("base asked", "", OF_REQUESTS),
    STEP: _occasion("", _STEP),
    "deciding": _occasion("company walk_away"),
    "measures": _occasion("", "walk_away deciding best"),
    "short": _occasion("", "walk_away behind best"),
    "no-rounds": _occasion("", _TERMS, _NOTED),
    "end-of-rounds": _occasion("", _TERMS, _NOTED),
    "no-fixed-base": _occasion("", _TERMS, _NOTED),
    "no-packages": _occasion("", _TERMS, _NOTED),
    "no-package": _occasion("package", "", ("step", "missing")),
}
# All that hold are told, for the candidate.
NOTES: Mapping[str, Occasion] = {
    "rounds": _occasion("", _TERMS, _NOTED),
    "fixed-base": _occasion("", _TERMS, _NOTED),
    "standing": _occasion("", _STANDING, ("step", "standing")),
}
# What a line of a day may name, and what it may where it is for one dated offer.
OF_DAYS = frozenset(f"{_STEP} off start measures short".split())
OF_A_DAY = frozenset(["company", "whose", "on", "in", "day_off"])
