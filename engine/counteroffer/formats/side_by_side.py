"""Packages side by side, as text for a terminal or as a JSON record."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from counteroffer.analysis.compare.package_parts import PackageParts
from counteroffer.analysis.compare.side_by_side import Comparison, PackageDifference
from counteroffer.answers.record import plain_fields
from counteroffer.answers.words import rate_told, title_of
from counteroffer.cases.negotiated import rules_of_understood
from counteroffer.formats.tables import blocks, columns
from counteroffer.formats.terminal import style
from counteroffer.formats.text import section
from counteroffer.money.write_amount import Shown
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.text.phrases import capital

UNKNOWN, NOT_STATED, IN_TOTAL = "unknown", "not stated", "in the total"
_COMPONENTS = (
    ("base", "base"),
    ("bonus", "bonus"),
    ("extras", "yearly extras"),
    ("equity", "equity a year"),
    ("refresh", "refreshers, from year 2"),
    ("signing", "signing"),
    ("once", "else paid once"),
)
_ALWAYS = ("base", "bonus", "equity", "signing")  # else only where one package states it
_ORDINALS = {1: "first year", 2: "second year", 3: "third year", 4: "fourth year"}


def record(found: Comparison) -> dict[str, Any]:
    """All of it as JSON has it; the case itself is left out."""
    return {name: one for name, one in plain_fields(found).items() if name != "case"}


def lines(found: Comparison, rulebook: Rulebook, shown: Shown) -> Iterator[str]:
    """All of it for a terminal."""
    width = columns()
    rules = rules_of_understood(found.case, rulebook)
    yield style(textwrap.fill(title_of(rules, found.region, rulebook), width), "bold")
    unit = f"Side by side, in {found.currency}; what is not stated counts as nothing in a total."
    yield textwrap.fill(unit, width)
    yield ""
    written = _Written(found, shown)
    for number, block in enumerate(blocks(list(written.rows()), width - 2)):
        yield from ["", *block] if number else block
    yield from section("Before you rely on this", found.notes, width)
    yield from section("What they say of it", written.said(), width)
    yield from section("Rates", map(rate_told, found.rates), width)
    yield from section("Assumed", found.assumptions, width)


@dataclass(frozen=True, slots=True)
class _Written:
    """The cells of the table."""

    found: Comparison
    shown: Shown

    def rows(self) -> Iterator[list[str]]:
        """Header and rows: components, the year on average, each year, and the differences."""
        packages = self.found.packages
        yield ["", *map(_head, packages)]
        if any(map(_status, packages)):
            yield ["", *map(_status, packages)]
        if any(one.expires for one in packages):
            yield ["until", *(one.expires or "" for one in packages)]
        for name, label in (("level", "level"), ("title", "title")):
            if any(getattr(one, name) for one in packages):
                yield [label, *(getattr(one, name) or NOT_STATED for one in packages)]
        for name, label in _COMPONENTS:
            if name in _ALWAYS or any(getattr(one, name) is not None for one in packages):
                yield [label, *(self._component(one, name) for one in packages)]
            if name == "equity":
                yield from self._grants()
        yield self._row("annual", lambda one: one.annual)
        yield from self._years()
        yield from self._differences()

    def _row(self, label: str, figure: Callable[[PackageParts], int | None]) -> list[str]:
        return [label, *(self._total(one, figure(one)) for one in self.found.packages)]

    def _money(self, amount: int) -> str:
        return self.shown(amount, self.found.currency)

    def _total(self, one: PackageParts, amount: int | None) -> str:
        if amount is None:
            return UNKNOWN
        return f"at least {self._money(amount)}" if one.missing else self._money(amount)

    def _component(self, one: PackageParts, name: str) -> str:
        figure: int | None = getattr(one, name)
        if figure is not None:
            return self._money(figure)
        if any(gap.part == name for gap in one.missing):
            return UNKNOWN
        return IN_TOTAL if one.total_alone and name in ("base", "bonus", "equity") else NOT_STATED

    def _grants(self) -> Iterator[list[str]]:
        packages = self.found.packages
        if any(one.equity_total is not None and one.equity_years != 1 for one in packages):
            yield ["the grant", *map(self._grant, packages)]
        if any(one.vesting_stated for one in packages):
            yield ["vests by year", *map(_vests, packages)]

    def _grant(self, one: PackageParts) -> str:
        if one.equity_total is None or one.equity_years is None:
            return self._component(one, "equity")
        return f"{self._money(one.equity_total)}/{one.equity_years}yr"

    def _years(self) -> Iterator[list[str]]:
        packages = self.found.packages
        yield self._row(_ORDINALS[1], lambda one: one.first_year)
        yield self._row(_ORDINALS[2], lambda one: one.second_year)
        for number in range(3, self._last_told() + 1):
            label = _ORDINALS.get(number, f"year {number}")
            yield self._row(label, partial(_total_of, number - 1))
        yield ["steady state", *map(self._steady, packages)]
        if any(one.steady_state for one in packages):
            yield ["  in the years", *map(_steady_years, packages)]
        if any(one.after_grant is not None for one in packages):
            yield ["after the grant", *map(self._after, packages)]
        yield self._row("four years", lambda one: one.four_years)

    def _last_told(self) -> int:
        """The last year with a row of its own: all of a package without a steady state."""
        lasts = [2]
        for one in self.found.packages:
            if one.steady_state is not None:
                lasts.append(one.steady_state.first - 1)
            elif one.vesting and not one.missing:
                lasts.append(len(one.vesting))
        return max(lasts)

    def _steady(self, one: PackageParts) -> str:
        state = one.steady_state
        if state is None:
            return UNKNOWN if one.total_alone or not one.years else "none"
        return self._total(one, state.total)

    def _after(self, one: PackageParts) -> str:
        return "" if one.after_grant is None else self._total(one, one.after_grant)

    def _differences(self) -> Iterator[list[str]]:
        against = dict.fromkeys(one.against for one in self.found.differences)
        for name in against:
            of = {one.package: one for one in self.found.differences if one.against == name}
            found = [of.get(one.name) for one in self.found.packages]
            yield [f"against the {name}", *(self._more(one, "annual") for one in found)]
            yield ["  in the first year", *(self._more(one, "first_year") for one in found)]
            if any(one and one.on_total_alone for one in found):
                yield ["  compared on", *map(_compared_on, found)]

    def _more(self, one: PackageDifference | None, name: Literal["annual", "first_year"]) -> str:
        if one is None:
            return ""
        amount: int | None = getattr(one, name)
        if amount is None:
            return UNKNOWN
        sign = "+" if amount > 0 else "−" if amount < 0 else ""
        bound = "" if one.bound == "exact" else f"{one.bound} "
        return f"{bound}{sign}{self._money(abs(amount))}"

    def said(self) -> Iterator[str]:
        """What the offers say beside their figures."""
        for one in self.found.packages:
            if one.notes:
                yield f"{_head(one)}: {one.notes}"


def _head(one: PackageParts) -> str:
    return capital(one.name) if one.kind in ("offer", "ask", "present") else one.name


def _status(one: PackageParts) -> str:
    """Whether an offer counts, and how it is known."""
    counts = one.kind if one.kind in ("held", "expired", "expected") else ""
    known = one.evidence if one.evidence and one.evidence != "expected" else ""
    return ", ".join(filter(None, (counts, known, "private" if one.private else "")))


def _steady_years(one: PackageParts) -> str:
    return one.steady_state.years if one.steady_state else ""


def _compared_on(one: PackageDifference | None) -> str:
    return "" if one is None else "totals alone" if one.on_total_alone else "all parts"


def _vests(one: PackageParts) -> str:
    if one.vesting is None:
        return ""
    if not one.vesting_stated:
        return "evenly" if len(one.vesting) > 1 else "each year"
    return f"{'/'.join(one.vesting)} %"


def _total_of(at: int, one: PackageParts) -> int | None:
    return one.years[at].total if at < len(one.years) else None
