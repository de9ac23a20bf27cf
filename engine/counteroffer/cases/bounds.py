"""The amounts that are taken to be no slip: what is paid anywhere is never refused."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from counteroffer.language.compile import half_up
from counteroffer.money.read_amount import Amount
from counteroffer.text.codes import ProblemCode

# In steps of the currency, about 1,000 dollars each.
_LEAST = {
    "base": Fraction(5),
    "minimum_base": Fraction(5),
    "current_base": Fraction(5),
    "equity": Fraction(1),
    "signing": Fraction(1),
    "worth_more": Fraction(0),
    "bonus": Fraction(1, 10),
}
_MOST = {"equity": 1_000_000, "price": 10**10}
_MOST_PAY = 100_000
_YEARLY = ("base", "minimum_base", "current_base")
_THIN = Fraction(1, 10)  # steps of a base whose period is stated: the lowest pay of any country
_LOCAL = Fraction(1)  # steps of a base in a currency of lower pay
_WESTERN = {"K": 1_000, "M": 1_000_000}
_INDIAN = {"L": 100_000, "Cr": 10_000_000}


@dataclass(frozen=True, slots=True)
class AmountBounds:
    """The least (over 0) and the greatest amount of a component, in a currency of this step."""

    name: str
    step: int

    def least(self, amount: Amount | None = None) -> Fraction:
        """The least amount; less is a slip. A period that is stated says that it is none."""
        least = _LEAST.get(self.name, Fraction(0))
        if self.name in _YEARLY:
            least = least if self.step <= 1_000 else _LOCAL
            if amount is not None and amount.period is not None:
                least = _THIN
        return least * self.step

    @property
    def most(self) -> int:
        """The greatest whole amount; more is a slip."""
        return _MOST.get(self.name, _MOST_PAY) * self.step

    def wrong(
        self, name: str, found: Fraction, amount: Amount, currency: str
    ) -> tuple[ProblemCode, str] | None:
        """What is wrong with a year's amount that was stated as `amount`; None where nothing is."""
        said = f"{name} of {half_up(found):,} {currency}"
        if found > self.most:
            return "amount.too-large", f"{said} is far too large"
        if found >= self.least(amount) if found else self.name not in _YEARLY:
            return None
        return "amount.too-small", f"{said} is far too small: {self._advice(amount, currency)}"

    def _advice(self, amount: Amount, currency: str) -> str:
        if (amount.period is not None and self.name in _YEARLY) or not amount.low:
            return "is it all that is paid?"
        if amount.low >= 1_000:
            return "is it a monthly figure? write it with /mo"
        units = _INDIAN if currency == "INR" else _WESTERN
        enough = (unit for unit, times in units.items() if amount.low * times >= self.least())
        return f"write {amount.low.normalize():f}{next(enough, 'M')}"


def sensible(part: str, step: int) -> tuple[int, int]:
    """The least (above 0) and the greatest whole amount that is taken to be no slip.

    Of an offer's part or of a money fact, a year's; `step` is the currency's.
    """
    bounds = AmountBounds(part, step)
    return ceil(bounds.least()), bounds.most
