"""What can be wanted of an answer: a figure of at least or at most an amount, a verdict, or a lever
that fires."""

from __future__ import annotations

import re
from dataclasses import dataclass

from counteroffer.answers.answer import Counteroffer
from counteroffer.cases.normalise import Situation
from counteroffer.language.declarations import nearest
from counteroffer.language.expr import Compare, Expr, Fact, Number
from counteroffer.money.read_amount import read_amount
from counteroffer.rulebook.guide import COMPONENTS
from counteroffer.settlement.program import ACCEPT, COUNTER, WALK_AWAY
from counteroffer.text.errors import AmountError, CaseError, Problem

VERDICTS = {"accept": ACCEPT, "counter": COUNTER, "walk-away": WALK_AWAY}
SIDES = ("ask", "stretch")
FIGURES = (
    *(f"{side}.{part}" for side in SIDES for part in (*COMPONENTS, "annual")),
    "floor.base",
    "floor.annual",
    "break_even.base",
)


@dataclass(frozen=True, slots=True)
class Want:
    """A result that is wanted: a figure of at least or at most `amount`, a verdict, or a lever that
    fires."""

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
        """The figure, the verdict, or whether the lever fires (`fires`, `silent`, `undecided`) in
        an answer."""
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
                    f"'{text[:80]}' is nothing to want{advice or f'; {ways}'}", code="path.unknown"
                )
            ]
        )
    try:
        amount = read_amount(value, currency=known.place.currency)
    except AmountError as error:
        raise CaseError([Problem(f"'{text[:80]}': {error}")]) from None
    here = known.place.currency
    if (
        amount.currency not in (None, here)
        or amount.low != amount.high
        or amount.low != int(amount.low)
    ):
        raise CaseError(
            [
                Problem(
                    f"'{text[:80]}': one whole amount in {here} is needed here, such as {here} 240K"
                )
            ]
        )
    return Want(name, "<=" if sign == "<=" else ">=", int(amount.low))
