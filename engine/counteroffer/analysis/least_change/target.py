"""A wanted result: a figure of at least or at most an amount, a verdict, or a lever that fires."""

from __future__ import annotations

import re
from dataclasses import dataclass

from counteroffer.answers.answer import Counteroffer
from counteroffer.cases.situation import Situation
from counteroffer.language.declarations import nearest
from counteroffer.language.expr import Compare, Expr, Fact, Number
from counteroffer.money.read_amount import read_amount
from counteroffer.rulebook.guide import COMPONENTS
from counteroffer.settlement.outcome import VERDICTS as NAMED
from counteroffer.text.errors import AmountError, CaseError, Problem

VERDICTS = {name: number for number, name in NAMED.items()}
SIDES = ("ask", "stretch")
FIGURES = (
    *(f"{side}.{part}" for side in SIDES for part in (*COMPONENTS, "annual")),
    "floor.base",
    "floor.annual",
    "walk_away.base",
    "walk_away.annual",
    "break_even.base",
    "gap.annual",
)


@dataclass(frozen=True, slots=True)
class Want:
    """A wanted result: a figure of at least or at most `amount`, a verdict, or a firing lever."""

    name: str
    sign: str
    amount: int | str

    def __str__(self) -> str:
        shown = f"{self.amount:,}" if isinstance(self.amount, int) else self.amount
        return self.name if self.sign == "fires" else f"{self.name} {self.sign} {shown}"

    @property
    def condition(self) -> Expr:
        """What must hold of the settled values."""
        if self.sign == "fires":
            return Fact(f"fired.{self.name.removeprefix('lever.')}")
        if isinstance(self.amount, str):
            return Compare("==", Fact("verdict"), Number(VERDICTS[self.amount]))
        return Compare("<=" if self.sign == "<=" else ">=", Fact(self.name), Number(self.amount))

    def of(self, answer: Counteroffer) -> int | str | None:
        """The figure, the verdict, or whether the lever fires in an answer.

        A lever is `fires`, `silent` or `undecided`.
        """
        head, _, rest = self.name.partition(".")
        if head == "lever":
            fired = next(lever.fired for lever in answer.levers if lever.id == rest)
            return "undecided" if fired is None else "fires" if fired else "silent"
        if head == "verdict":
            return answer.verdict
        return getattr(getattr(answer, head), rest, None)


def read_want(text: str, known: Situation) -> Want:
    """What is wanted of a case.

    Raises CaseError, saying what can be.
    """
    parts = re.fullmatch(r"\s*([\w.\-]+?)\s*(?:(>=|<=|=)\s*(.*?)\s*)?", text, re.DOTALL)
    name, sign, value = parts.groups() if parts else (text, None, None)
    levers = {f"lever.{lever.id}" for lever in known.place.levers}
    if name in levers and sign is None:
        return Want(name, "fires", "fires")
    if name == "verdict" and sign == "=" and value in VERDICTS:
        return Want(name, "is", value)
    if name not in FIGURES or not value:
        possible = (*FIGURES, "verdict", *sorted(levers))
        advice = nearest(name, [] if name in possible else possible)
        others = f"verdict={'|'.join(VERDICTS)} or lever.{known.place.levers[0].id}"
        ways = f"write ask.base=240K, break_even.base<=200K, {others}"
        raise CaseError(
            [
                Problem(
                    f"'{text[:80]}' is no target{advice or f'; {ways}'}",
                    path=("want",),
                    code="path.unknown",
                )
            ]
        )
    try:
        amount = read_amount(value, currency=known.place.currency)
    except AmountError as error:
        raise CaseError(
            [Problem(f"'{text[:80]}': {error}", code=error.problems[0].code, path=("want",))]
        ) from None
    here = known.place.currency
    if (
        amount.currency not in (None, here)
        or amount.low != amount.high
        or amount.low != int(amount.low)
    ):
        raise CaseError(
            [
                Problem(
                    f"'{text[:80]}': one whole amount in {here} is needed here, such as"
                    f" {here} 240K",
                    code="amount.not-single",
                    path=("want",),
                )
            ]
        )
    return Want(name, "<=" if sign == "<=" else ">=", int(amount.low))
