"""Parts of an offer as the case states them, for people: €6,800/mo x 13, 369 shares/4yr."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from counteroffer.cases.grant import GRANTED
from counteroffer.money.currencies import ISO_CODES, SIGNS
from counteroffer.money.write_amount import Shown
from counteroffer.text.by_locale import percent

_AMOUNT = re.compile(r"(?:(?P<sign>\S+) )?(?P<number>[0-9]+)(?P<per>/[a-z]+)?(?P<times> x .+)?")
_OF = {"percent": "% of the company"}


def part_as_stated(
    offer: Mapping[str, Any], part: str, money: Shown, locale: str | None = None
) -> str:
    """A part of an offer that is understood, such as `base` or `equity`.

    `money` writes its amounts, `locale` a percentage.
    """
    stated = offer[part]
    if part == "bonus" and isinstance(stated, str) and stated.endswith("%"):
        return percent(stated.removesuffix("%"), locale)
    return _shown(stated, offer["currency"], money)


def _shown(value: Any, currency: str, money: Shown) -> str:
    if isinstance(value, Mapping):
        return _entries(value, value.get("currency", currency), money)
    if isinstance(value, (list, tuple)):
        return " and ".join(_shown(one, currency, money) for one in value)
    found = _AMOUNT.fullmatch(str(value))
    if found is None:  # a percentage, or an amount with places after the point
        return str(value) if isinstance(value, str) and " " in value else _bare(value, currency)
    sign = found["sign"] or currency
    code = currency if currency in SIGNS.get(sign, ()) else sign
    if code not in ISO_CODES:
        return str(value)
    tail = (found["per"] or "") + (found["times"] or "")
    return f"{money(int(found['number']), code)}{tail}"


def _bare(value: Any, currency: str) -> str:
    text = str(value)
    return text if text.endswith("%") else f"{currency} {text}"


def _entries(value: Mapping[str, Any], currency: str, money: Shown) -> str:
    """A grant, an extra, or a bonus with what is usually paid of it."""
    if "target" in value:
        target, usual = (_shown(value[name], currency, money) for name in ("target", "usual"))
        return f"{target}, usually {usual}"
    if "name" in value:
        return f"{value['name']} {_shown(value['amount'], currency, money)}"
    if "amount" in value:
        said = _shown(value["amount"], currency, money)
    else:
        granted = next(name for name in GRANTED if name in value)
        said = f"{value[granted]} {_OF.get(granted, granted)}"
    years = value["years"]
    return said + ("/yr" if years == 1 else f"/{years}yr")
