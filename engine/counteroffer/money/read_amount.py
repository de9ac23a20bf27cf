"""Read amounts of money and percentages as people write them: `read_amount("$165–215K+/yr")`.

A figure is `[about] [currency] digits [suffix] [currency] [+] [period]`; two of them joined by a
dash or "to" are a range, and `/` or brackets say the same figure again in another currency or as a
percentage. What can be read in two ways is refused, never guessed; what is assumed is kept in
`assumptions`. Figures are exact.

How digits are read:

- Groups of three with `,` `.` `'` or a space between them, or Indian groups (`47,00,000`), are
  thousands.
- One `,` or `.` before one or two last digits is the decimal mark (`1.5M`, `1,5M`, `€80.000,50`).
- One `,` or `.` before exactly three last digits marks thousands (`€80.000`), but is refused before
  a suffix (`£1.234K`). Decimal all the same, since nothing else is possible: `0.125`, and the point
  of `1.125%`.
- A low end without a suffix takes that of the high end (`$165–215K`) when it is under 1,000.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from counteroffer.money.amount import Amount
from counteroffer.money.amount_tokens import Token
from counteroffer.money.numerals import MAX_DIGITS, POWERS, RUPEE_POWERS
from counteroffer.money.read_figure import MAX_YEARS, FigureReader, StatedFigure
from counteroffer.text.errors import AmountError

__all__ = ["MAX_LENGTH", "MAX_YEARS", "Amount", "read_amount"]

MAX_LENGTH = 200  # characters of a text


def read_amount(text: str, *, currency: str | None = None) -> Amount:
    """The amount that the whole of `text` states.

    `currency`, the region's ISO code, decides what `$`, `¥` and `kr` mean; a bare `$` is USD where
    the region's own currency has another sign. `assumptions` says what was decided. A text
    without a currency gives `currency=None`. Raises AmountError with the reason and the part of the
    text that can't be read.
    """
    if len(text) > MAX_LENGTH:
        raise AmountError(
            f"an amount has at most {MAX_LENGTH} characters: write one like £125K", text, MAX_LENGTH
        )
    if not text.strip():
        raise AmountError("an amount is missing: write one like £125K", text)
    return _read(text, currency)


@lru_cache(maxsize=10_000)  # tables of cases say the same amounts over and over
def _read(text: str, currency: str | None) -> Amount:
    return _AmountReader(text, currency).read()


class _AmountReader(FigureReader):
    def read(self) -> Amount:
        figures, joins = self.figures()
        brackets = []
        while self.token.kind == "(":
            opened = self.take()
            brackets.append(self.figures())
            if self.token.kind != ")":
                raise self.error("close the bracket with ) after the figure", opened, self.token)
            self.take()
        if brackets:
            self.tail(figures[-1])
        if self.token.kind != "end":
            raise self.error(self.leftover(self.token), self.token)
        (main, _), *others = self.restatements(figures, joins)
        for inner in brackets:
            others += self.restatements(*inner)
        alternates: list[Amount] = []
        for other, run in others:
            alternates.append(self.alternate((main, *alternates), other, run))
        return replace(main, alternates=tuple(alternates))

    def figures(self) -> tuple[list[StatedFigure], list[str]]:
        figures, joins = [self.figure()], []
        while self.token.kind in ("dash", "/"):
            joins.append(self.take().kind)
            figures.append(self.figure())
        return figures, joins

    def restatements(
        self, figures: Sequence[StatedFigure], joins: Sequence[str]
    ) -> list[tuple[Amount, Sequence[StatedFigure]]]:
        """One amount for each currency, with its figures; a period after the last holds for all."""
        half = len(figures) // 2
        if joins.count("dash") == 1 and len(figures) == 2 * half and joins[half - 1] == "dash":
            # £109K / $137K - £148K / $186K: as many currencies before the dash as after it
            runs = [[low, high] for low, high in zip(figures[:half], figures[half:], strict=True)]
        else:
            runs = [[figures[0]]]
            for join, figure in zip(joins, figures[1:], strict=True):
                if join == "dash":
                    runs[-1].append(figure)
                else:
                    runs.append([figure])
        amounts = [self.amount(run) for run in runs]
        last = replace(
            amounts[-1], approximate=False
        )  # what stands before a figure says nothing of those before it
        return [(_like(amount, last), run) for amount, run in zip(amounts, runs, strict=True)]

    def alternate(
        self, said: Sequence[Amount], other: Amount, run: Sequence[StatedFigure]
    ) -> Amount:
        """`other` as one more restatement of what is said already."""
        main, other = said[0], _like(other, said[0])
        start, end = run[0].token, run[-1].last
        if other.currency is None:
            raise self.error(
                "name the currency of the second figure, or put a dash before it", start, end
            )
        if "%" not in (main.currency, other.currency) and (main.low == main.high) != (
            other.low == other.high
        ):
            raise self.error(
                "say both ends in both currencies: £109K-£148K / $137K-$186K", start, end
            )
        if any(
            (other.currency, other.period, other.years) == (one.currency, one.period, one.years)
            for one in said
        ):
            raise self.error(
                f"{other.currency} is said twice: put a dash between the ends of a range",
                start,
                end,
            )
        return other

    def amount(self, run: Sequence[StatedFigure]) -> Amount:
        low, high = run[0], run[-1]
        if len(run) > 2:
            raise self.error(
                "a range has two ends: leave out the others", run[2].token, run[-1].last
            )
        times = {figure.time for figure in run if figure.time}
        if len(times) > 1:
            raise self.error("one range, two periods: say one", low.token, high.last)
        if low is not high and low.open_ended:
            raise self.error("a + belongs after the high end of a range", low.token, low.last)
        period, years = next(iter(times), (None, None))
        currency, assumptions = self.currency(run)
        powers = self.powers(low, high)
        bottom, top = self.scaled(low, powers[0]), self.scaled(high, powers[1])
        if bottom > top:
            raise self.error(
                "the low end of a range comes first: swap the two", low.token, high.last
            )
        about = low.approximate or high.approximate
        months = next((figure.months for figure in run if figure.months), None)
        return Amount(
            *(bottom, top, currency, period, years, high.open_ended, about, (), assumptions),
            months=months,
            total=any(figure.total for figure in run),
        )

    def scaled(self, figure: StatedFigure, power: int) -> Decimal:
        # Digits are moved as text: no rounding, whatever the caller's decimal context is.
        whole, _, fraction = f"{figure.value:f}".partition(".")
        whole, fraction = whole + fraction[:power].ljust(power, "0"), fraction[power:]
        whole = whole.lstrip("0") or "0"
        if len(whole) > MAX_DIGITS:
            raise self.error(f"a figure has at most {MAX_DIGITS} digits", figure.token, figure.last)
        return Decimal(f"{whole}.{fraction}" if fraction else whole)

    def powers(self, low: StatedFigure, high: StatedFigure) -> tuple[int, int]:
        """The powers of ten of both ends of a range.

        They share the high end's suffix where that is what is meant.
        """
        if (low.suffix is None) == (high.suffix is None):
            return low.power, high.power
        bare, other = (low, high) if high.suffix else (high, low)
        if bare is low and bare.value < 1000 and bare.value <= other.value:
            return other.power, other.power
        # 1.234–2.5M: 1,234 or 1.234M
        unsure = bare is low and other.power > 3 and bare.value <= 1000 * other.value
        if bare.value < 1000 or (unsure and re.fullmatch("[0-9]+[.,][0-9]{3}", bare.token.text)):
            suffix = other.suffix.text if other.suffix else ""
            raise self.error(
                f"{bare.token.text} or {bare.token.text}{suffix}? Write both ends in full",
                bare.token,
            )
        return low.power, high.power

    def currency(self, run: Sequence[StatedFigure]) -> tuple[str | None, tuple[str, ...]]:
        """The one currency that fits every sign of a figure or a range, and what was assumed."""
        signs = [sign for figure in run for sign in figure.signs]
        fits = signs[0].codes if signs else ()
        for sign in signs[1:]:
            if not set(fits) & set(sign.codes):
                both = f"{signs[0].text} and {sign.text}"
                raise self.error(
                    f"mixed currencies, {both}: write a figure or a range in one currency", sign
                )
            fits = tuple(code for code in fits if code in sign.codes)
        for suffix in (figure.suffix for figure in run if figure.suffix):
            if fits == ("%",):
                raise self.error(f"a percentage takes no {suffix.text}: leave it out", suffix)
            if POWERS[suffix.text.casefold()] in RUPEE_POWERS:
                if "INR" not in (fits or (self.region or "INR",)):
                    raise self.error(
                        f"{suffix.text} counts rupees only: write ₹, or use K or M", suffix
                    )
                return "INR", () if fits == ("INR",) else (f"{suffix.text} read as INR",)
        if len(fits) == 1:
            bent = dict.fromkeys(sign.text for sign in signs if sign.codes[0] != fits[0])
            return fits[0], tuple(f"{sign} read as {fits[0]}" for sign in bent)
        if not fits:
            return None, ()
        return self.assumed(signs[0], fits, run[0])

    def assumed(
        self, sign: Token, fits: Sequence[str], figure: StatedFigure
    ) -> tuple[str, tuple[str, ...]]:
        if self.region and self.region in fits:
            usual = fits[0] == self.region == "USD"
            why = "" if usual else ", the region's currency"
            return self.region, (f"{sign.text} read as {self.region}{why}",)
        if fits[0] == "USD":
            return "USD", (f"{sign.text} read as USD",)
        written = figure.token.text + (figure.suffix.text if figure.suffix else "")
        choices = _either(f"{code} {written}" for code in fits)
        raise self.error(f"{sign.text} is {_either(fits)}: write {choices}", sign)


def _like(amount: Amount, other: Amount) -> Amount:
    """A restatement with what is said of another, but for a percentage's own period or none."""
    timed = amount.period or amount.years or amount.currency == "%"
    return replace(
        amount,
        period=amount.period if timed else other.period,
        years=amount.years if timed else other.years,
        months=amount.months if timed else other.months,
        open_ended=amount.open_ended or other.open_ended,
        approximate=amount.approximate or other.approximate,
    )


def _either(words: Iterable[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} or {last}"
