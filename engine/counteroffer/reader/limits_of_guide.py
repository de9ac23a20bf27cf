"""The headline and the floors of an imported guide, with what stands in where the guide is
silent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from counteroffer.language.compile import divide
from counteroffer.reader.figure import FigureRead
from counteroffer.reader.figures_of_guide import ByRegion, Homes, Notes, Region, asks_of
from counteroffer.reader.totals_of_guide import Totals, top, yearly
from counteroffer.reader.writing import Noted, amount, noted, short
from counteroffer.rulebook.defaults import POSITION, at_position

OF_THE_ASK = Fraction(89, 100)  # the floor where a guide is silent
_TIERS = {"floor": (), "accept-at": ("accept_at",), "walk-away": ("walk_away",)}

Entry = dict[str, Any]


def ask_of(parts: Mapping[str, Any]) -> dict[str, Any]:
    """The figures of an ask as a guide has them, and which of them are defaults."""
    stated = [part for part in ("base", "equity", "signing", "total") if part in parts]
    assumed = tuple(part for part in stated if isinstance(parts[part], Noted))
    figures = {part: _noted(parts[part]) for part in stated}
    return {**figures, "assumed": assumed} if assumed else figures


def _noted(figure: FigureRead | Noted) -> Noted:
    if isinstance(figure, Noted):
        return figure
    monthly = "/mo" if figure.period == "month" and figure.component in ("base", "total") else ""
    return Noted(_value(amount(figure.low, figure.high) + monthly), noted(figure.line, figure.text))


def with_defaults(
    headline: ByRegion, reference: Region, step: int, notes: Notes, *, on_total: bool
) -> dict[str, dict[str, Any]]:
    """The headline, in the reference region with a base and an equity wherever there is a band.

    Where a total is asked there, the guide is not silent on base, whatever became of the total.
    """
    found: dict[str, dict[str, Any]] = {region: dict(parts) for region, parts in headline.items()}
    here = found.setdefault(reference.id, {})
    for component, position in POSITION.items():
        band = reference.figures.get(component)
        if component in here or band is None or (component == "base" and on_total):
            continue
        low, high = Fraction(band.low), Fraction(band.high)
        months = 12 if band.period == "month" and component == "base" else 1
        value = at_position(low * months, high * months, position, step)
        said = f"position {float(position):.2f} of the {component} band"
        notes.assume(
            f"no ask of {component} was read for {reference.called}: {short(value)}, {said},"
            " stands in"
        )
        here[component] = Noted(_value(short(value)), f"assumed: {said}")
    return found


def floors_of(figures: Iterable[FigureRead], homes: Homes, years: int) -> dict[str, Entry]:
    """The floors by region, of one tier or two."""
    by_tier: dict[str, ByRegion] = {}
    stated = list(figures)
    for tier in _TIERS:
        of_tier = [one for one in stated if (one.tier or "floor") == tier]
        by_tier[tier] = asks_of(
            (one for one in of_tier if one.component != "signing"), homes, years
        )
        for one in of_tier:
            if one.component == "signing" and not one.alternate:
                homes.notes.put(one, "a floor has no signing bonus")
    floors: dict[str, Entry] = {}
    for tier, by_region in by_tier.items():
        for region, parts in by_region.items():
            if "base" not in parts and "total" not in parts:
                for one in parts.values():
                    homes.notes.put(one, "a floor needs a base or a total beside it")
                continue
            floors.setdefault(region, {})[tier] = parts
    return {region: _shaped(tiers, homes.notes) for region, tiers in floors.items()}


def with_default_floor(
    floors: dict[str, Entry],
    reference: Region,
    headline: Mapping[str, Mapping[str, Any]],
    step: int,
    totals: Totals,
    notes: Notes,
) -> None:
    """A floor for the reference region where the guide has none."""
    asked = headline[reference.id]
    part = next((name for name in ("base", "total") if name in asked), None)
    if floors.get(reference.id) or part is None:
        return
    exact = yearly(asked[part]) * OF_THE_ASK
    value = divide(exact.numerator, exact.denominator, "half-up", step)
    stands = {part: Noted(_value(short(value)), "")}
    if part == "total" and totals.refused(stands, reference, Fraction(1)):
        return
    said = f"0.89 of the asked {part}"
    notes.assume(f"no floor was read for {reference.called}: {short(value)}, {said}, stands in")
    floors[reference.id] = {part: Noted(_value(short(value)), f"assumed: {said}")}


def _value(text: str) -> str | int:
    """A number without a suffix as a number."""
    return int(text) if text.isdigit() else text


def _shaped(tiers: Mapping[str, Mapping[str, FigureRead]], notes: Notes) -> Entry:
    """Tiers as a guide has them.

    A floor beside a walk-away is what would be accepted, unless that is stated too.
    """
    own, accept, leave = (tiers.get(name) for name in ("floor", "accept-at", "walk-away"))
    if own and leave and not accept:
        own, accept = None, own
    elif own and leave:
        for one in own.values():
            notes.put(
                one, "the guide has a walk-away and an accept-at beside this floor: these are taken"
            )
        own = None
    entry: Entry = dict(own) if own else {}
    if accept:
        entry["accept_at"] = dict(accept)
    if leave:
        entry["walk_away"] = dict(leave)
    return entry


def floor_of(entry: Entry) -> dict[str, Any]:
    """A floor as a guide has it."""
    inner: dict[str, Any] = {
        name: ask_of(entry[name]) for name in ("accept_at", "walk_away") if name in entry
    }
    own = ask_of(entry)
    assumed = {"assumed": True} if own.pop("assumed", ()) else {}
    return {**own, **assumed, **inner}


def within_band(floors: dict[str, Entry], homes: Homes) -> None:
    """Take out the bases of floors over the top of their band, with a note.

    One that an example offer reaches stays: the floor was argued from that.
    """
    by_id = {one.id: one for one in homes.regions}
    for region, entry in floors.items():
        for name in ("", "accept_at", "walk_away"):
            tier = entry.get(name, {}) if name else entry
            base = tier.get("base")
            if base is None or yearly(base) <= top(by_id[region].figures["base"]):
                continue
            where = by_id[region].called
            homes.notes.put(tier.pop("base"), f"a floor over the top of the band of {where}")
            if name and "total" not in tier:
                del entry[name]
        if not {"base", "total", "accept_at", "walk_away"} & set(entry):
            entry.clear()
