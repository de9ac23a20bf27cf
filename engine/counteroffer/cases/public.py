"""The public part of a case: a case again, without all that the candidate keeps private.

It is put together of named parts: what a case gains later stays out until it is let in here. Left
out are the facts that no sentence may name (private ones, and money), offers that are private,
present pay but in a raise, offers that are not held, what this job is worth beyond them and the
home currency. Earlier rounds stay, since both sides know them.
What is settled of such a case can't depend on what is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from counteroffer.cases.case import Case, Round
from counteroffer.cases.normalise import why_not_held
from counteroffer.documents.left_out import ENTRY
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.text.frozen import frozen

_PARTS = (
    *("guide", "market", "region", "level", "kind"),
    *("candidate", "offer", "current", "rounds", "today"),
)
_OF_AN_OFFER = ("company", "base", "equity", "signing", "bonus", "currency", "evidence", "from")


def public(case: Case, rulebook: Rulebook, today: date) -> Case:
    """The case as both sides may know it.

    Rates stay, of which an answer shows those that it uses.
    """
    return Case(
        guide=case.guide,
        market=case.market,
        region=case.region,
        level=case.level,
        candidate={
            name: value
            for name, value in case.candidate.items()
            if _open(name, rulebook) or (name == "current_base" and case.kind == "raise")
        },
        offer=None if case.offer is None or case.offer.private else case.offer,
        competing=tuple(
            one for one in case.competing if not one.private and why_not_held(one, today) is None
        ),
        # In a raise the other side is who pays it now.
        current=case.current if case.kind == "raise" else None,
        kind=case.kind,
        rounds=tuple(_rounds(case)),
        rates=case.rates,
        today=case.today,
    )


def _rounds(case: Case) -> Iterator[Round]:
    """The earlier rounds, without an offer in them that is private."""
    for one in case.rounds:
        if one.offer is None or not one.offer.private:
            yield one
        elif one.ask is not None:
            yield one.model_copy(update={"offer": None})


def _open(name: str, rulebook: Rulebook) -> bool:
    """Whether a fact may be said; one that is not declared is left for the checks to refuse."""
    return name not in rulebook.profile or name in rulebook.sayable


def shown(understood: Mapping[str, Any]) -> Mapping[str, Any]:
    """A public case as its reader needs it: of other offers, their pay and how it is known."""
    kept: dict[str, Any] = {name: understood[name] for name in _PARTS if name in understood}
    for part in ("offer", "current"):
        if part in kept:
            kept[part] = {name: one for name, one in kept[part].items() if name != ENTRY}
    if others := understood.get("competing"):
        kept["competing"] = [
            {name: one[name] for name in _OF_AN_OFFER if name in one} for one in others
        ]
    case: Mapping[str, Any] = frozen(kept)
    return case
