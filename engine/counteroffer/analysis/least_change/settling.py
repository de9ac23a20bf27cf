"""A case that is read once, and settled again with one fact changed."""

from __future__ import annotations

from counteroffer.answers.setting import Setting
from counteroffer.cases.case import Case


class Settling:
    """A case in numbers, and what it is settled by.

    Raises CaseError and RulesError as `counter` does.
    """

    def __init__(self, setting: Setting, case: Case) -> None:
        self.setting, self.book = setting, setting.rulebook
        self.known = setting.read(case)
        self.rules = self.known.program(self.book)

    def money(self, amount: int) -> str:
        """An amount in the region's currency, written out."""
        return self.known.money(amount, self.known.place.currency)
