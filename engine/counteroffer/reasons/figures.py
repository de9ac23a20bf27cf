"""The guide's figures in one region as steps: stated there, or carried or converted from the reference region."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from counteroffer.amounts import Amount
from counteroffer.guide import Band, Component, Figures
from counteroffer.phrases import over
from counteroffer.plain import divide
from counteroffer.reasons.ground import Ground
from counteroffer.reasons.step import Step
from counteroffer.source import Path_

ByRegion = Mapping[str, Figures]
End = Literal["low", "high"]


class FigureSteps:
    """Says of a figure of the guide how it came to the region."""

    def __init__(self, ground: Ground) -> None:
        self.ground, self.place, self.guide = ground, ground.place, ground.place.guide
        self.here: Band | None = self.guide.bands.get(ground.place.region)
        self.reference = self.guide.bands[self.guide.reference]

    def lever(self, lever: str, component: Component) -> Step:
        """What the guide gives for a lever; `value` as settled."""
        own = self.guide.levers[lever]
        return self._figure(("levers", lever, "figures"), own.figures, component, f"{lever}.{component}")

    def headline(self, component: Component) -> Step:
        """The headline's figure for a component."""
        return self._figure(("headline",), self.guide.headline, component, f"headline.{component}")

    def floor(self) -> Step:
        """The guide's floor."""
        floors = {region: Figures(base=floor) for region, floor in self.guide.floor.items()}
        return self._figure(("floor",), floors, "base", "guide_floor")

    def band_end(self, component: Literal["base", "equity"], end: End) -> Step:
        """One end of the region's band; of one that the guide does not have, the reference region's, converted."""
        stated = self._end(self.place.region if self.here else self.guide.reference, component, end)
        return stated if self.here else self._converted(stated, f"band_{component}_{end}")

    # how a figure gets here

    def _figure(self, path: Path_, by_region: ByRegion, component: Component, name: str) -> Step:
        here = by_region.get(self.place.region)
        if here and here.of(component) is not None:
            return self._leaf(path, self.place.region, here, component, f"stated for {self.place.label}")
        source = by_region[self.guide.reference]
        stated = self._leaf(path, self.guide.reference, source, component, f"stated for {self.reference.label}")
        if self.here is None:
            return self._converted(stated, name)
        if component == "signing":
            return self._signing(path, by_region, source, stated, name)
        return self._carried(stated, component, name)

    def _leaf(self, path: Path_, region: str, figures: Figures, component: Component, text: str) -> Step:
        value = figures.of(component)
        assert value is not None
        inner = (*path, region) if path[0] == "floor" else (*path, region, component)
        words = f"{text}, {over(self.guide.years)}" if component == "equity" else text
        return self.ground.figure(
            inner, ".".join(map(str, inner)), value, words, self.guide.bands[region].currency
        )  # fmt: skip

    def _end(self, region: str, component: str, end: End) -> Step:
        band = self.guide.bands[region]
        amount: Amount = getattr(band, component)
        word = "bottom" if end == "low" else "top"
        path = ("bands", region, component)
        text = f"the {word} of {band.label}'s {component} band"
        return self.ground.figure(path, f"{'.'.join(path)}.{end}", int(getattr(amount, end)), text, band.currency)

    def _carried(self, stated: Step, component: Component, name: str) -> Step:
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
            to_low * (high - low) + (value - low) * (to_high - to_low), high - low, "half-up", self.place.step
        )
        position = divide((value - low) * 100, high - low, "half-up")
        text = (
            f"carried from {self.reference.label} to the same position in {self.place.label}'s band: "
            f"{'-' if position < 0 else ''}{abs(position) // 100}.{abs(position) % 100:02}"
        )
        return self.ground.amount(name, text, formula, (stated, *ends), settled, step=self.place.step)

    def _signing(self, path: Path_, by_region: ByRegion, source: Figures, stated: Step, name: str) -> Step:
        """Signing has no band: it goes in the proportion of the base of the same rule, else of the headline."""
        there = source.of("base")
        if there is not None:
            base = self._figure(path, by_region, "base", f"{name.removesuffix('signing')}base")
            own = self._leaf(path, self.guide.reference, source, "base", f"stated for {self.reference.label}")
        else:
            headline = self.guide.headline.get(self.guide.reference)
            there = headline.of("base") if headline else None
            if not there or headline is None:
                return self._converted(stated, name)
            own = self._leaf(
                ("headline",), self.guide.reference, headline, "base", f"stated for {self.reference.label}"
            )
            base = self._carried(own, "base", "headline.base")
        value, below, above = _number(stated), _number(own), _number(base)
        settled = divide(value * above, below, "half-up", self.place.step)
        text = f"carried from {self.reference.label} in proportion to the base"
        return self.ground.amount(name, text, f"{value} * {above} / {below}", (stated, base, own), settled,
                                  step=self.place.step)  # fmt: skip

    def _converted(self, stated: Step, name: str) -> Step:
        factor, rates = self.ground.rate(stated.unit)
        value = _number(stated)
        settled, step = divide(value, 1, "half-up", self.place.step), self.place.step
        if rates:
            rate = self.ground.known.table.rate(stated.unit, self.ground.currency).value
            settled = divide(value * rate.numerator, rate.denominator, "half-up", step)
        text = f"converted from {self.reference.label}, for want of a band here" if rates else "taken as it is"
        return self.ground.amount(name, text, f"{value}{factor}", (stated, *rates), settled, step=step)


def _number(step: Step) -> int:
    assert isinstance(step.value, int)
    return step.value
