"""Warns where a sign that several currencies share decides: `$` in Toronto, `kr` in Oslo."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from counteroffer.answers.answer import Notice
from counteroffer.cases.situation import Situation
from counteroffer.money.currencies import PESOS, SIGNS
from counteroffer.text.errors import CaseError

CODE = "currency-assumed"


def currency_assumed(
    known: Situation, verdict: str, otherwise: Callable[[Mapping[str, str]], str]
) -> Iterator[Notice]:
    """A warning for each sign of which another reading would change the verdict.

    `otherwise` is the verdict with signs read in another way. `$` that stands for pesos is warned
    of always.
    """
    signs = dict.fromkeys(sign for pay in known.pay.values() for sign in pay.signs)
    for sign, code in signs:
        if sign == "$" and code in PESOS:
            yield Notice(
                CODE, f"{sign} is read as {code}; write {code}, or USD if dollars are meant"
            )
            continue
        for other in _others(sign, code):
            try:
                found = otherwise({sign: other})
            except CaseError:  # no amounts that anyone pays, or no rate
                continue
            if found != verdict:
                word = f"{sign} is read as {code}; in {other} the verdict would be {found}, not"
                yield Notice(CODE, f"{word} {verdict}: write which is meant")
                break


def _others(sign: str, code: str) -> tuple[str, ...]:
    if sign == "Rs":
        return ()  # of the region, where it is one of theirs: nobody means another's
    if sign == "$":
        return () if code == "USD" else ("USD",)
    return tuple(other for other in SIGNS[sign] if other not in (code, "ISK"))
