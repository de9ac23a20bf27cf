"""One question of `solve`: a case, what is wanted of it, and the fact that may change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from counteroffer.analysis.least_change.settling import Settling
from counteroffer.analysis.least_change.target import read_want
from counteroffer.answers.answer import Counteroffer
from counteroffer.answers.counter import written
from counteroffer.answers.setting import Setting
from counteroffer.cases.case import Case
from counteroffer.cases.overrides import changed
from counteroffer.cases.situation import Situation
from counteroffer.language.compile import compiled
from counteroffer.language.expr import Value
from counteroffer.money.rate import stated_rate


class Question(Settling):
    """A case, what is wanted of it, and the fact that may change.

    It settles the case with that fact at any value.
    """

    def __init__(self, setting: Setting, case: Case, want: str, by: str) -> None:
        super().__init__(setting, case)
        self.want = read_want(want, self.known)
        self.case: Mapping[str, Any] = self.known.understood
        self.by, self.company, self.hypothesis = self._path(by.strip())

    def _path(self, by: str) -> tuple[str, str, bool]:
        """The path as the case spells it, its company, and whether the case lacks that offer."""
        by = by.removeprefix("candidate.")
        head, _, rest = by.partition(".")
        name, _, part = rest.rpartition(".")
        if head == "offer":
            return by, "", self.known.case.offer is None
        if head.removesuffix("+") == "fx":
            return f"fx.{stated_rate(rest.removesuffix('+'), 1, None, '').pair}", "", False
        if head != "competing" or not name:
            return by.removesuffix("+"), "", False
        for one in self.known.alternatives:
            if one.offer.company.casefold() == name.casefold():
                return f"competing.{one.offer.company}.{part}", one.offer.company, False
        return by, name, True

    def changed(self, value: Any) -> Mapping[str, Any]:
        """The case with the fact at that value; None leaves it as it is."""
        return self.case if value is None else changed(self.case, self.by, value)

    def situation(self, value: Any) -> Situation:
        """The case with the fact at that value, read; None leaves it as it is."""
        return self.known if value is None else self.setting.read(Case.of(**self.changed(value)))

    def settled(self, value: Any) -> Mapping[str, Value]:
        """All values after settling, with the fact at that value; None leaves it as it is."""
        return self.setting.fired(self.situation(value)).values

    def answer(self, value: Any) -> Counteroffer:
        """The answer to the case with the fact at that value; None leaves it as it is."""
        return written(*self.setting.again(self.changed(value)), self.book)

    def holds(self, values: Mapping[str, Value]) -> bool:
        """Whether settled values are what is wanted."""
        return compiled(self.want.condition)(values) is True

    def shown(self, amount: Value) -> str:
        """An amount in the region's currency, or that there is none."""
        return self.money(amount) if isinstance(amount, int) else "nothing"
