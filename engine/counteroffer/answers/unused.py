"""The candidate's facts that no rule of the guide reads, without any effect on this answer."""

from __future__ import annotations

from collections.abc import Iterator

from counteroffer.cases.situation import Situation
from counteroffer.language.expr import facts_of
from counteroffer.rulebook.levers import Lever
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.settlement.region_figures import RegionFigures
from counteroffer.text.kept import remembered

_SETTLED = frozenset(("minimum_base", "current_base"))  # read by the settlement itself


def unused_facts(known: Situation, rulebook: Rulebook) -> tuple[str, ...]:
    """The stated facts that neither a lever of the guide nor the settlement reads, sorted."""
    read = _read(known.place) | _SETTLED
    reasons = {name for one in rulebook.reasons for name in facts_of(one.when)}
    stated = (name for name, value in known.case.candidate.items() if value is not None)
    return tuple(sorted(name for name in stated if name not in read | reasons))


@remembered
def _read(here: RegionFigures) -> frozenset[str]:
    """The names that conditions and sentences of a region's levers read."""
    conditions = (name for when in here.conditions.values() for name in facts_of(when))
    return frozenset((*conditions, *(name for lever in here.levers for name in _said(lever))))


def _said(lever: Lever) -> Iterator[str]:
    for say in lever.says:
        yield from (name.split(".")[0] for name in say.template.names)
        if say.needs is not None:
            yield from facts_of(say.needs)


def idle_entries(known: Situation) -> Iterator[str]:
    """Entries of offers that change no figure, such as hours beside a yearly base."""
    names = {one.key: f"competing.{one.offer.company}" for one in known.alternatives}
    for key, pay in known.pay.items():
        for entry in pay.unused if key in names or key in ("offer", "current") else ():
            yield f"{names.get(key, key)}.{entry}"
