"""Parts of an offer by their paths: `base`, `equity.price`, `signing.2`, `extras.relocation`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from counteroffer.cases.grant import GRANTED, Equity
from counteroffer.cases.offer import PAID, Offer
from counteroffer.money.currencies import ISO_CODES, SIGNS
from counteroffer.money.read_amount import MAX_YEARS

OF_EQUITY = ("vehicle", "per", "years", "vesting", "cliff")  # also without "equity." before them
EQUITY = tuple(name for name in Equity.model_fields if name != "amount")
WHOLE = tuple(name for name in Offer.model_fields if name not in ("company", "left_out"))
PARTS = (*WHOLE, *OF_EQUITY)
PRICED = ("price", "strike", "company_value")

Stated = dict[str, Any]
_YEAR = re.compile(r"signing\.([1-9][0-9]?)", re.ASCII)
_EXTRA = re.compile(r"extras\.(.+?)(?:\.(once|counts))?", re.ASCII)
_BARE = re.compile(r"\s*[0-9][0-9.,']*\s*[A-Za-z]{0,4}\s*", re.ASCII)


def is_part(part: str) -> bool:
    """Whether a path leads to a part of an offer."""
    head, _, rest = part.partition(".")
    if head == "equity" and rest:
        return rest in EQUITY or rest == "amount"
    year = _YEAR.fullmatch(part)
    return part in PARTS or bool((year and int(year[1]) <= MAX_YEARS) or _EXTRA.fullmatch(part))


def owner(path: str) -> tuple[str, str]:
    """A path to a part of an offer as the offer's and the part's; an offer's own has no part."""
    steps = path.split(".")
    for at in range(1, len(steps)):
        if is_part(part := ".".join(steps[at:])):
            return ".".join(steps[:at]), part
    return path, ""


def component(part: str) -> str:
    """The entry of an offer that a part is of."""
    return "equity" if part in OF_EQUITY else part.partition(".")[0]


def put(offer: Mapping[str, Any], part: str, value: Any) -> Stated:
    """The offer with a part of it set; None takes it away.

    A bare amount is in the currency of what it replaces.
    """
    head, _, rest = part.partition(".")
    if part in OF_EQUITY or (head == "equity" and rest):
        return _with(offer, "equity", _granted(offer.get("equity"), rest or part, value))
    if head == "signing" and rest:
        return _with(offer, "signing", _by_year(offer.get("signing"), int(rest), value))
    if head == "extras" and (found := _EXTRA.fullmatch(part)):
        extras = _extras(offer.get("extras") or (), found[1], found[2] or "amount", value)
        return _with(offer, "extras", extras or None)
    if part == "equity" and isinstance(offer.get("equity"), Mapping):
        value = _with_period(value, offer["equity"])
    return _with(offer, part, like(offer.get(part), value))


def like(old: Any, value: Any) -> Any:
    """A bare amount in the currency of the amount that it replaces."""
    sign = old.partition(" ")[0] if isinstance(old, str) else ""
    bare = isinstance(value, int) or (isinstance(value, str) and bool(_BARE.fullmatch(value)))
    if isinstance(value, bool) or not bare or sign not in (*ISO_CODES, *SIGNS):
        return value
    return value if str(value)[-3:] in ISO_CODES else f"{sign} {value}"


def _with(offer: Mapping[str, Any], name: str, value: Any) -> Stated:
    kept = {entry: one for entry, one in offer.items() if entry != name}
    return kept if value is None else {**kept, name: value}


def _granted(equity: Any, name: str, value: Any) -> Any:
    """A grant with one of its entries set."""
    grant = dict(equity) if isinstance(equity, Mapping) else {}
    if equity is not None and not isinstance(equity, Mapping):
        grant["amount"] = equity
    changed = _with(grant, name, like(grant.get(name), value))
    return changed if changed.keys() & {"amount", *GRANTED} or value is not None else None


def _with_period(value: Any, equity: Mapping[str, Any]) -> Any:
    """A bare amount of equity over the period of the equity that it replaces."""
    bare = isinstance(value, int) or (
        isinstance(value, str) and "/" not in value and "year" not in value
    )
    if not bare:
        return value
    kept = {name: one for name, one in equity.items() if name not in (*GRANTED, *PRICED)}
    return {**kept, "amount": value}


def _by_year(signing: Any, year: int, value: Any) -> Any:
    stated = list(signing) if isinstance(signing, (list, tuple)) else [signing]
    years = [0 if one is None else one for one in stated]
    years += [0] * (year - len(years))
    years[year - 1] = 0 if value is None else like(years[year - 1], value)
    while len(years) > 1 and years[-1] == 0:
        years.pop()
    return (years[0] or None) if len(years) == 1 else years


def _extras(extras: Any, name: str, entry: str, value: Any) -> list[Stated]:
    found = [dict(one) for one in extras]
    mine = next((one for one in found if str(one["name"]).casefold() == name.casefold()), None)
    if mine is None:
        return found if value is None else [*found, {"name": name, entry: value}]
    if value is None and entry == "amount":
        return [one for one in found if one is not mine]
    mine.update(_with(mine, entry, like(mine.get(entry), value)))
    return found


__all__ = ["PAID", "PARTS", "component", "is_part", "like", "owner", "put"]
