"""Warns where a sign that several currencies share decides: `$` in Toronto, `kr` in Oslo."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import cast

from counteroffer.answers.answer import Notice
from counteroffer.answers.setting import Setting
from counteroffer.cases.case import Case
from counteroffer.cases.situation import Situation
from counteroffer.money.currencies import PESOS, SIGNS
from counteroffer.settlement.outcome import VERDICTS
from counteroffer.text.errors import CaseError

CODE = "currency-assumed"


def another_verdict(setting: Setting, case: Case) -> Callable[[Mapping[str, str]], str]:
    """The verdict on a case by what signs are read as; it raises as `Setting.settled`."""

    def verdict(readings: Mapping[str, str]) -> str:
        _, fired = setting.settled(case, readings=readings)
        return VERDICTS[cast("int", fired.values["verdict"])]

    return verdict


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
        for other in others(sign, code):
            try:
                found = otherwise({sign: other})
            except CaseError:  # no amounts that anyone pays, or no rate
                continue
            if found != verdict:
                word = f"{sign} is read as {code}; in {other} the verdict would be {found}, not"
                yield Notice(CODE, f"{word} {verdict}: write which is meant")
                break


def others(sign: str, code: str) -> tuple[str, ...]:
    """What else a sign that was read as `code` could stand for, where that is worth asking."""
    if sign == "Rs":
        return ()  # of the region, where it is one of theirs: nobody means another's
    if sign == "$":
        return () if code == "USD" else ("USD",)
    return tuple(other for other in SIGNS[sign] if other not in (code, "ISK"))
