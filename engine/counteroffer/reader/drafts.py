"""An amount in a sentence while it is being read: what it is, before it becomes a figure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from counteroffer.reader.sentences import Amount


@dataclass(slots=True)
class Draft:
    """`component` and `role` are None until something says them; `explicit` marks a component that
    a word beside it names.

    `role` "none" is an amount that is no pay figure of this guide (a revenue, the offer as it
    stands).
    """

    amount: Amount
    component: str | None = None
    explicit: bool = False
    role: str | None = None
    tier: str | None = None
    region: str | None = None
    level: str | None = None
    company: str | None = None
    alternate: bool = False
    yearly: bool = False
    repeat: bool = False

    @property
    def start(self) -> int:
        return self.amount.start

    @property
    def end(self) -> int:
        return self.amount.end

    @property
    def currency(self) -> str | None:
        return self.amount.mention.currency

    @property
    def unit(self) -> str:
        return self.amount.mention.unit

    @property
    def low(self) -> Decimal:
        return Decimal(self.amount.mention.low)

    @property
    def high(self) -> Decimal:
        return Decimal(self.amount.mention.high)

    @property
    def blank(self) -> bool:
        """Whether it is a placeholder without a figure."""
        return not self.amount.mention.high

    @property
    def pay(self) -> bool:
        """Whether the amount itself may be pay: money with a figure, a number of shares, a
        percentage of something."""
        return not self.blank

    def same_amount(self, other: Draft) -> bool:
        return (self.low, self.high, self.currency) == (other.low, other.high, other.currency)
