"""What is read in a posting: figures of pay, and what can't be read as one."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

Number = int | Decimal
NOT_PAY = "not pay"
OF_ANOTHER = "the pay of another posting"


@dataclass(frozen=True, slots=True)
class PayFigure:
    """One figure or range of pay, exact, in whole units of its currency.

    A figure has both ends the same; `high` is None for "from", `low` for "up to". `currency` is an
    ISO 4217 code, None where nothing tells it. `period` is year, month, week, day, hour, `two
    weeks` or `half month`, None where it is not said. `component` is base, ote (base and variable
    together), bonus, signing or equity. `inferred` names the entries that were concluded and do
    not stand in the file. `at` is a JSON pointer, or `line:column` from 1. `posting` is the title
    of its posting, `notes` what else a reader must know.
    """

    low: Number | None
    high: Number | None
    currency: str | None
    period: str | None
    component: str
    location: str | None
    inferred: tuple[str, ...]
    at: str
    posting: str | None = None
    notes: tuple[str, ...] = ()
    # Which part of which posting it stands in: what two parts of one say alike counts once.
    source: str = field(default="", repr=False, compare=False)
    scope: str = field(default="", repr=False, compare=False)

    @property
    def shown(self) -> str:
        """Ends, currency and period in a few words: `USD 31-34.50 an hour`, `EUR from 3,400`."""
        low, high = (None if end is None else f"{end:,}" for end in (self.low, self.high))
        if low is None or high is None:
            ends = f"from {low}" if high is None else f"up to {high}"
        else:
            ends = low if low == high else f"{low}-{high}"
        one = "an" if self.period == "hour" else "a"
        period = f" {one} {self.period}" if self.period else ""
        return f"{self.currency or ''} {ends}{period}".strip()

    def as_dict(self) -> dict[str, Any]:
        """Its entries for JSON; `posting` and `notes` where there are any."""
        record: dict[str, Any] = {
            "low": self.low,
            "high": self.high,
            "currency": self.currency,
            "period": self.period,
            "component": self.component,
            "location": self.location,
            "inferred": list(self.inferred),
            "at": self.at,
        }
        if self.posting:
            record["posting"] = self.posting
        if self.notes:
            record["notes"] = list(self.notes)
        return record


@dataclass(frozen=True, slots=True)
class Unread:
    """What stands where pay stands, or looks like it, and is no figure of pay; and why not."""

    at: str
    text: str
    why: str

    @property
    def may_be_pay(self) -> bool:
        """Whether a reader should look at it: nothing says that it is something else."""
        return not (self.why.endswith(NOT_PAY) or self.why == OF_ANOTHER)


@dataclass(frozen=True, slots=True)
class PostingRead:
    """A file's figures of pay, and what could not be read as one, both in order."""

    file: str
    figures: tuple[PayFigure, ...]
    unread: tuple[Unread, ...]
