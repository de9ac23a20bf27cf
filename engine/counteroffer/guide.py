"""What a guide's YAML holds, as frozen values: bands, levers with their figures, headline, floor, sources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator

from counteroffer.amounts import Amount
from counteroffer.frozen import frozen
from counteroffer.typed import (
    Code,
    Day,
    Grant,
    GrantRange,
    Model,
    OnceRange,
    Percent,
    Range,
    Single,
    Slug,
    Text,
    currency_of,
)

Component = Literal["base", "equity", "signing"]
COMPONENTS: tuple[Component, ...] = ("base", "equity", "signing")


class Band(Model):
    """What is paid in one region, in its currency."""

    label: Text = Field(min_length=1, description="The region as people write it: San Francisco")
    currency: Code = Field(description="The currency of every figure of this region")
    base: Range = Field(description="Base a year, low to high")
    equity: GrantRange | None = Field(None, description="Equity over the guide's period, low to high")
    bonus: Percent | None = Field(None, description="Target bonus in percent of base, low to high")
    total: Range | None = Field(None, description="The total that the guide prints")

    @model_validator(mode="after")
    def _one_currency(self) -> Band:
        for name, amount in (("base", self.base), ("equity", self.equity), ("total", self.total)):
            if amount is not None and currency_of(amount, self.currency) != self.currency:
                raise ValueError(f"{name} is in {amount.currency}, the region in {self.currency}")
        return self


class Figures(Model):
    """An ask in one region, in the region's currency, equity over the guide's period."""

    base: Range | None = None
    equity: GrantRange | None = None
    signing: OnceRange | None = None

    def of(self, component: Component) -> int | None:
        """The figure in whole units; the lower end of an open one (145K+)."""
        amount: Amount | None = getattr(self, component)
        return None if amount is None else int(amount.low)


class Market(Model):
    """What others pay, as the guide cites it."""

    companies: tuple[Text, ...] = Field(min_length=1)
    base: Range
    source: Text = Field(min_length=1)


class GuideLever(Model):
    """What this guide asks on the strength of a shared lever."""

    only_in: Slug | None = Field(None, description="The one region where it can be used")
    narrowed: str | None = Field(None, alias="and", description="A further condition that this guide makes")
    figures: Mapping[Slug, Figures] = Field(default={}, description="What it asks, by region")
    market: Market | None = None


class ExampleOffer(Model):
    """A competing offer that the guide makes up to argue with. It is never a fact of a case."""

    company: Text
    region: Slug
    base: Single
    equity: Grant = Field(description="With its period: $220K/4yr")


class Guide(Model):
    """One company and role."""

    company: Text = Field(min_length=1)
    role: Text = Field(min_length=1)
    as_of: Day = Field(description="When the figures were current")
    reference: Slug = Field(description="The region that figures are carried from")
    vehicle: Slug = Field("rsu", description="What the equity is: rsu, pre-ipo, options, profit-sharing")
    years: Annotated[int, Field(ge=1, le=10)] = Field(4, description="The period of every equity figure, in years")
    bands: Mapping[Slug, Band] = Field(min_length=1)
    levers: Mapping[Slug, GuideLever] = Field(default={})
    headline: Mapping[Slug, Figures] = Field(default={}, description="The guide's own opening position, by region")
    floor: Mapping[Slug, Annotated[Range, Field()]] = Field(
        default={}, description="The least base to accept, by region"
    )
    example_offers: tuple[ExampleOffer, ...] = ()
    levels: tuple[Text, ...] = Field((), description="The same level elsewhere")
    sources: tuple[Text, ...] = Field(min_length=1)
    # As they stand: `authoring.guide_cases` reads them where they are run, and no answer waits for that.
    cases: Annotated[tuple[Any, ...], AfterValidator(frozen)] = ()

    @property
    def name(self) -> str:
        """Company and role, as a person says it."""
        return f"{self.company} · {self.role}"
