"""One question of `solve`: a case, what is wanted of it, and the fact that may change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from counteroffer.analysis.solve.target import Want
from counteroffer.answers.answer import Counteroffer
from counteroffer.answers.counter import counter
from counteroffer.cases.case import Case
from counteroffer.cases.normalise import Situation, situation
from counteroffer.cases.overrides import changed
from counteroffer.engines.interface import measure
from counteroffer.engines.plain import Plain
from counteroffer.language.compile import compiled
from counteroffer.language.expr import Value
from counteroffer.money.rates import Rates, stated_rate
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.settlement.program import program


class Question:
    """A case, what is wanted of it and the fact that may change: what follows with that fact at any
    value."""

    def __init__(
        self,
        known: Situation,
        book: Rulebook,
        table: Rates,
        region: str | None,
        want: Want,
        by: str,
    ) -> None:
        self.known, self.book, self.table, self.region, self.want = known, book, table, region, want
        self.case: Mapping[str, Any] = known.understood
        self.by, self.company, self.hypothesis = self._path(by)

    def _path(self, by: str) -> tuple[str, str, bool]:
        """The path as the case spells it, the company that it names, and whether the case lacks the
        offer."""
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
        """The case with the fact at that value."""
        return changed(self.case, self.by, value)

    def situation(self, value: Any) -> Situation:
        return situation(
            Case.of(**self.changed(value)),
            self.book,
            region=self.region,
            rates=self.table,
            today=None,
        )

    def answer(self, stated: Mapping[str, Any]) -> Counteroffer:
        return counter(
            Case.of(**stated),
            region=self.region,
            rulebook=self.book,
            rates=self.table,
            engine="plain",
        )

    def settled(self, value: Any) -> Mapping[str, Value]:
        """All values after settling, with the fact at that value; None leaves the case as it is."""
        known = self.known if value is None else self.situation(value)
        return self.fired(known, known.values)

    def holds(self, values: Mapping[str, Value]) -> bool:
        return compiled(self.want.condition)(values) is True

    def fired(self, known: Situation, values: Mapping[str, Value]) -> Mapping[str, Value]:
        rules = program(self.book, known.place, len(known.alternatives))
        return Plain().fire(rules, measure(rules, values)).values

    def shown(self, amount: Value) -> str:
        return (
            self.known.money(amount, self.known.place.currency)
            if isinstance(amount, int)
            else "nothing"
        )
