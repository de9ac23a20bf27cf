"""The guide's figures in one region as steps: stated there, or carried or converted from the
reference region."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from counteroffer.analysis.explain.basis import Basis
from counteroffer.analysis.explain.step import Step, competing
from counteroffer.documents.document import Path_
from counteroffer.language.compile import divide
from counteroffer.money.read_amount import Amount
from counteroffer.rulebook.guide import Band, Component, Figures
from counteroffer.text.phrases import over

ByRegion = Mapping[str, Figures]
End = Literal["low", "high"]
Part = Component | Literal["total"]
# The offered equity, the offered bonus, what converts that, and the rates that it takes.
InHand = tuple["Step | None", "Step | None", str, tuple[Step, ...]]


class FigureSteps:
    """Says of a figure of the guide how it came to the region."""

    def __init__(self, basis: Basis) -> None:
        self.basis, self.place, self.guide = basis, basis.place, basis.place.guide
        self.here: Band | None = self.guide.bands.get(basis.place.region)
        self.reference = self.guide.bands[self.guide.reference]
        self.in_hand: Callable[[], InHand] = lambda: (
            None,
            None,
            "",
            (),
        )  # what is offered: `numbers` knows
        self._tiers: dict[Path_, tuple[str, ...]] = {}

    def lever(self, lever: str, component: Component) -> Step:
        """What the guide gives for a lever; `value` as settled."""
        own = self.guide.levers[lever]
        name, path = f"{lever}.{component}", ("levers", lever, "figures")
        asked = self.place.asks[lever]
        if component == "base" and asked["base"].how == "total":
            equity = self.lever(lever, "equity") if "equity" in asked else None
            return self._asked_total(path, own.figures, equity, name, f"asks.{lever}.base")
        if (
            component == "equity"
            and asked is not self.place.headline
            and not self._states(own.figures, "equity")
        ):
            return self.headline("equity")  # what a total is reached with
        return self._figure(path, own.figures, component, name)

    def headline(self, component: Component) -> Step:
        """The headline's figure for a component."""
        name, path = f"headline.{component}", ("headline",)
        if component == "base" and self.place.headline["base"].how == "total":
            equity = self.headline("equity") if "equity" in self.place.headline else None
            return self._asked_total(path, self.guide.headline, equity, name, name)
        return self._figure(path, self.guide.headline, component, name)

    def floor(self, tier: Literal["guide_floor", "guide_accept_at"] = "guide_floor") -> Step:
        """A tier of the guide's floor: its base, or what makes up its annual total where that is
        more."""
        whose = self.place.region if self.place.region in self.guide.floor else self.guide.reference
        entry = self.guide.floor[whose]
        figures = entry.least if tier == "guide_floor" else entry.above
        settled = self.place.floor if tier == "guide_floor" else self.place.accept_at
        assert figures is not None
        assert settled is not None
        inner = entry.tier_path() if tier == "guide_floor" else ("accept_at",)
        stated = {whose: Figures(base=figures.base, equity=figures.equity, total=figures.total)}
        self._tiers[("floor", whose)] = inner
        value, parts = self.basis.number(tier), []
        if settled.base:
            parts.append(self._figure(("floor",), stated, "base", tier))
        if settled.total and (on_total := self.basis.number(f"{tier}.on_total")) is not None:
            equity = self._figure(("floor",), stated, "equity", tier) if figures.equity else None
            equity = equity or (
                self.headline("equity") if "equity" in self.place.headline else None
            )
            parts.append(
                self._on_total(("floor",), stated, equity, f"{tier}.on_total", on_total, "up", 1)
            )
        if not parts:
            return self.basis.missing(tier, "nothing says how much of the guide's total is base")
        if len(parts) == 1:
            return parts[0]
        text = "the greater of its base and of what its annual total asks for"
        return self.basis.chosen("greatest", tier, text, competing(parts, value), value)

    def band_end(self, component: Literal["base", "equity"], end: End) -> Step:
        """One end of the region's band; of one that the guide does not have, the reference
        region's, converted."""
        stated = self._end(self.place.region if self.here else self.guide.reference, component, end)
        return stated if self.here else self._converted(stated, f"band_{component}_{end}")

    def floor_total(self) -> Step:
        """The annual total of the guide's floor."""
        whose = self.place.region if self.place.region in self.guide.floor else self.guide.reference
        entry = self.guide.floor[whose]
        self._tiers[("floor", whose)] = entry.tier_path()
        return self._figure(
            ("floor",), {whose: Figures(total=entry.least.total)}, "total", "guide_floor.total"
        )

    # how a figure gets here

    def _states(self, by_region: ByRegion, component: Component) -> bool:
        """Whether a figure is stated here or for the region that figures are carried from."""
        entries = (by_region.get(region) for region in (self.place.region, self.guide.reference))
        return any(entry is not None and entry.of(component) is not None for entry in entries)

    def _asked_total(
        self, path: Path_, by_region: ByRegion, equity: Step | None, name: str, settled: str
    ) -> Step:
        """The base that an ask on the annual total comes to."""
        value = self.basis.number(settled)
        return self._on_total(path, by_region, equity, name, value, "half-up", self.place.step)

    def _on_total(
        self,
        path: Path_,
        by_region: ByRegion,
        equity: Step | None,
        name: str,
        value: int | None,
        rounding: Literal["half-up", "up"],
        step: int,
    ) -> Step:
        """The base that makes up an annual total with this equity, or the offered one, and the
        offered bonus."""
        total = self._figure(path, by_region, "total", f"{name}.total")
        offered, bonus, factor, rates = self.in_hand()
        if equity and offered and offered.value is not None:
            greatest = max(_number(equity), _number(offered))
            text = "the equity that the total is reached with: the guide's, or the offered where that is more"
            parts = competing((equity, offered), greatest)
            equity = self.basis.chosen("greatest", f"{name}.equity", text, parts, greatest)
        equity = equity or (offered if offered and offered.value is not None else None)
        formula = str(total.value)
        if equity:
            formula += (
                f" - {equity.value}{f' / {self.guide.years}' if self.guide.years != 1 else ''}"
            )
        if bonus and isinstance(bonus.value, int):
            formula += f" - {bonus.value}{factor}"
        if bonus and isinstance(bonus.value, str):
            formula = f"({formula}) / (1 + {bonus.value.removesuffix('%')} / 100)"
        text = (
            "the base that makes up the annual total"
            if value is not None
            else "no base makes up the annual total"
        )
        known = tuple(part for part in (total, equity, bonus) if part)
        return self.basis.amount(name, text, formula, (*known, *rates), value, rounding, step=step)

    def _figure(self, path: Path_, by_region: ByRegion, component: Part, name: str) -> Step:
        here = by_region.get(self.place.region)
        if here and here.of(component) is not None:
            return self._leaf(
                path, self.place.region, here, component, f"stated for {self.place.label}"
            )
        source = by_region[self.guide.reference]
        stated = self._leaf(
            path, self.guide.reference, source, component, f"stated for {self.reference.label}"
        )
        if self.here is None:
            return self._converted(stated, name)
        if component == "signing":
            return self._signing(path, by_region, source, stated, name)
        return self._carried(stated, component, name)

    def _leaf(self, path: Path_, region: str, figures: Figures, component: Part, text: str) -> Step:
        value = figures.of(component)
        assert value is not None
        inner = (*path, region, *self._tiers.get((*path, region), ()), component)
        words = f"{text}, {over(self.guide.years)}" if component == "equity" else text
        return self.basis.figure(
            inner, ".".join(map(str, inner)), value, words, self.guide.bands[region].currency
        )

    def _end(self, region: str, component: str, end: End) -> Step:
        band = self.guide.bands[region]
        amount: Amount = getattr(band, component)
        word = "bottom" if end == "low" else "top"
        path = ("bands", region, component)
        text = f"the {word} of {band.label}'s {component} band"
        return self.basis.figure(
            path, f"{'.'.join(path)}.{end}", int(getattr(amount, end)), text, band.currency
        )

    def _carried(self, stated: Step, component: Part, name: str) -> Step:
        origin: Amount | None = getattr(self.reference, component)
        target: Amount | None = getattr(self.here, component)
        if origin is None or target is None or origin.low == origin.high:
            return self._converted(stated, name)
        ends = [
            self._end(region, component, end)
            for region in (self.guide.reference, self.place.region)
            for end in ("low", "high")
        ]
        value, low, high, to_low, to_high = (_number(one) for one in (stated, *ends))
        formula = f"{to_low} + ({value} - {low}) * ({to_high} - {to_low}) / ({high} - {low})"
        settled = divide(
            to_low * (high - low) + (value - low) * (to_high - to_low),
            high - low,
            "half-up",
            self.place.step,
        )
        stands = _stands(divide((value - low) * 100, high - low, "half-up"), self.reference.label)
        text = f"carried, {stands}, to the same position in {self.place.label}'s band"
        return self.basis.amount(
            name, text, formula, (stated, *ends), settled, step=self.place.step
        )

    def _signing(
        self, path: Path_, by_region: ByRegion, source: Figures, stated: Step, name: str
    ) -> Step:
        """Signing has no band: it goes in the proportion of the base of the same rule, else of the
        headline."""
        there = source.of("base")
        if there is not None:
            base = self._figure(path, by_region, "base", f"{name.removesuffix('signing')}base")
            own = self._leaf(
                path, self.guide.reference, source, "base", f"stated for {self.reference.label}"
            )
        else:
            headline = self.guide.headline.get(self.guide.reference)
            there = headline.of("base") if headline else None
            if not there or headline is None:
                return self._converted(stated, name)
            own = self._leaf(
                ("headline",),
                self.guide.reference,
                headline,
                "base",
                f"stated for {self.reference.label}",
            )
            base = self._carried(own, "base", "headline.base")
        value, below, above = _number(stated), _number(own), _number(base)
        settled = divide(value * above, below, "half-up", self.place.step)
        text = f"carried from {self.reference.label} in proportion to the base"
        return self.basis.amount(
            name,
            text,
            f"{value} * {above} / {below}",
            (stated, base, own),
            settled,
            step=self.place.step,
        )

    def _converted(self, stated: Step, name: str) -> Step:
        factor, rates = self.basis.rate(stated.unit)
        value = _number(stated)
        settled, step = divide(value, 1, "half-up", self.place.step), self.place.step
        if rates:
            rate = self.basis.known.table.rate(stated.unit, self.basis.currency).value
            settled = divide(value * rate.numerator, rate.denominator, "half-up", step)
        text = (
            f"converted from {self.reference.label}, for want of a band here"
            if rates
            else "taken as it is"
        )
        return self.basis.amount(
            name, text, f"{value}{factor}", (stated, *rates), settled, step=step
        )


def _stands(percent: int, label: str) -> str:
    """Where a figure stands in a region's band, in words."""
    if percent < 0:
        return f"{-percent} % of its width under {label}'s band"
    return (
        f"{percent} % of the way up {label}'s band"
        if percent <= 100
        else f"{percent - 100} % of its width over {label}'s band"
    )


def _number(step: Step) -> int:
    assert isinstance(step.value, int)
    return step.value
