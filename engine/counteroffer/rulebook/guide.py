"""A guide's YAML as frozen values: bands, levers with their figures, headline, floor, sources."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    StrictBool,
    model_validator,
)
from pydantic_core import CoreSchema

from counteroffer.documents import short_forms as forms
from counteroffer.documents.fields import (
    Code,
    Day,
    Grant,
    GrantRange,
    Model,
    OnceRange,
    PercentOrRange,
    Range,
    Single,
    Slug,
    Text,
    currency_of,
)
from counteroffer.documents.validate import made_of
from counteroffer.language.declarations import WHOLE
from counteroffer.money.read_amount import Amount
from counteroffer.text.errors import RuleError
from counteroffer.text.frozen import FrozenDict, frozen

Component = Literal["base", "equity", "signing"]
COMPONENTS: tuple[Component, ...] = ("base", "equity", "signing")
_FROZEN = AfterValidator(frozen)


class Band(Model):
    """What is paid in one region, in its currency."""

    label: Text = Field(min_length=1, description="The region as people write it: San Francisco")
    currency: Code = Field(description="The currency of every figure of this region")
    base: Range = Field(description="Base a year, low to high")
    equity: GrantRange | None = Field(
        None, description="Equity over the guide's period, low to high"
    )
    signing: OnceRange | None = Field(
        None, description="Paid once, low to high; nothing is worked out from it"
    )
    bonus: PercentOrRange | None = Field(
        None, description="Target bonus a year, low to high: percent of base, or an amount"
    )
    total: Range | None = Field(None, description="The total that the guide prints")

    @model_validator(mode="after")
    def _one_currency(self) -> Band:
        for name, amount in (
            ("base", self.base),
            ("equity", self.equity),
            ("signing", self.signing),
            ("bonus", self.bonus),
            ("total", self.total),
        ):
            if (
                amount is not None
                and amount.currency != "%"
                and currency_of(amount, self.currency) != self.currency
            ):
                raise ValueError(f"{name} is in {amount.currency}, the region in {self.currency}")
        return self


class Figures(Model):
    """An ask in one region, in the region's currency, equity over the guide's period."""

    base: Range | None = Field(None, description="Base a year")
    equity: GrantRange | None = Field(None, description="Equity over the guide's period")
    signing: OnceRange | None = Field(None, description="Paid once")
    total: Range | None = Field(
        None,
        description="Base, equity a year and bonus: what the base follows from if it is not given",
    )
    assumed: tuple[Literal["base", "equity", "signing", "total"], ...] = Field(
        (),
        description="Those that an import put for want of the guide's own: they cap nothing",
    )

    def of(self, component: Component | Literal["total"]) -> int | None:
        """The figure in whole units; the lower end of an open one (145K+)."""
        amount: Amount | None = getattr(self, component)
        return None if amount is None else int(amount.low)


class FloorFigures(Model):
    """A package to go no lower than: a base, an annual total, or both, of which what asks for more
    base holds."""

    model_config = ConfigDict(json_schema_extra=forms.says(("base", "total")))

    base: Range | None = Field(None, description="Base a year")
    total: Range | None = Field(None, description="Base, equity a year and bonus")
    equity: GrantRange | None = Field(
        None, description="What the total is reached with; the headline's where it is not given"
    )
    assumed: StrictBool = Field(
        False,
        description="Whether an import put it for want of the guide's own: it binds nobody",
    )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler, /
    ) -> forms.Schema:
        return forms.with_short_form(core_schema, handler, forms.RANGE)

    @model_validator(mode="before")
    @classmethod
    def _base_alone(cls, raw: Any) -> Any:
        return raw if isinstance(raw, (dict, Mapping, Model)) else {"base": raw}

    @model_validator(mode="after")
    def _holds_something(self) -> FloorFigures:
        if self.base is None and self.total is None and type(self) is FloorFigures:
            raise ValueError("a floor needs a base or a total")
        return self


def _one_floor_schema() -> forms.Schema:
    own = forms.says(("base", "total"))
    return {"anyOf": [own, *forms.says(("accept_at", "walk_away"))["anyOf"]]}


class Floor(FloorFigures):
    """The least to accept in one region: `105K` is its base.

    Of two tiers the lower is the floor.
    """

    model_config = ConfigDict(json_schema_extra=_one_floor_schema())

    accept_at: FloorFigures | None = Field(None, description="What the guide would take at once")
    walk_away: FloorFigures | None = Field(None, description="What it leaves the table under")

    @model_validator(mode="after")
    def _one_floor(self) -> Floor:
        own = self.base is not None or self.total is not None
        if own and self.walk_away:
            raise ValueError(
                "walk_away is the floor: give no other figures beside it but accept_at"
            )
        if not (own or self.walk_away or self.accept_at):
            raise ValueError("a floor needs a base or a total")
        return self

    @property
    def least(self) -> FloorFigures:
        """The tier that settles the floor: walk-away, else its own figures, else accept-at."""
        own = self if self.base is not None or self.total is not None else None
        return self.walk_away or own or self.accept_at or self

    @property
    def above(self) -> FloorFigures | None:
        """The accept-at tier, where there is a lower one."""
        return None if self.least is self.accept_at else self.accept_at

    def tier_path(self) -> tuple[str, ...]:
        """Where in the entry the figures of `least` stand."""
        return () if self.least is self else ("walk_away",) if self.walk_away else ("accept_at",)


class MarketReference(Model):
    """What others pay, as the guide cites it."""

    companies: tuple[Text, ...] = Field(min_length=1, description="Who pays it")
    base: Range = Field(description="Base a year there")
    source: Text = Field(min_length=1, description="Where that is known from")


class GuideLever(Model):
    """What this guide asks on the strength of a shared lever."""

    only_in: Slug | None = Field(None, description="The one region where it can be used")
    narrowed: str | None = Field(
        None, alias="and", description="A further condition that this guide makes"
    )
    figures: Annotated[Mapping[Slug, Figures], _FROZEN] = Field(
        default=FrozenDict(), description="What it asks, by region"
    )
    market: MarketReference | None = Field(None, description="What others pay, to be cited")


class ExampleOffer(Model):
    """A competing offer that the guide makes up to argue with.

    It is never a fact of a case.
    """

    model_config = ConfigDict(json_schema_extra=forms.says(("base", "equity", "total")))

    company: Text = Field(description="Who would offer it")
    region: Slug = Field(description="The region that the guide argues for with it")
    base: Single | None = Field(None, description="Base a year")
    equity: Grant | None = Field(None, description="With its period: $220K/4yr")
    total: Single | None = Field(
        None, description="Its annual total, where the guide gives no more or says it itself"
    )

    @model_validator(mode="after")
    def _states_something(self) -> ExampleOffer:
        if self.base is None and self.equity is None and self.total is None:
            raise ValueError("an example offer needs a base, an equity or a total")
        return self

    def annual(self, years: int, *, with_equity: bool) -> Fraction | None:
        """What it is worth a year, exactly; None where a part is not given that such offers have.

        `years` is what an equity without a period is over; `with_equity` says whether the guide
        knows of equity.
        """
        if self.total is not None:
            return Fraction(self.total.low)
        if self.base is None or (self.equity is None and with_equity):
            return None
        equity = (
            Fraction(self.equity.low) / (self.equity.years or years) if self.equity else Fraction(0)
        )
        return Fraction(self.base.low) + equity


class ReviewNote(Model):
    """A line of the source that a person has to look at, and why."""

    line: Annotated[int, Field(ge=1), WHOLE, forms.whole(1)] = Field(
        description="The line's number"
    )
    text: Text = Field(description="What stands there")
    why: Text = Field(min_length=1, description="What could not be settled")


class Source(Model):
    """The file that a guide was imported from."""

    file: Text = Field(min_length=1, description="Its name")
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")] = Field(
        description="The SHA-256 of its bytes, in hexadecimal"
    )
    imported: Day = Field(description="The day of the import")


def _named(sources: tuple[str, ...]) -> tuple[str, ...]:
    """The sources without what earlier imports wrote where a guide names none: its file's name."""
    return tuple(one for one in sources if not one.endswith(", which names no sources"))


class Guide(Model):
    """One company and role."""

    raises = RuleError

    company: Text = Field(min_length=1, description="The company, as people write it")
    role: Text = Field(min_length=1, description="The role, as people write it")
    as_of: Day = Field(description="When the figures were current")
    basis: Literal["market", "posted"] = Field(
        "market",
        description="What its bands are: what is paid, or posted, the employer's own ranges",
    )
    reference: Slug = Field(description="The region that figures are carried from")
    vehicle: Slug = Field(
        "rsu", description="What the equity is: rsu, pre-ipo, options, profit-sharing"
    )
    years: Annotated[int, Field(ge=1, le=10), WHOLE, forms.whole(1, 10)] = Field(
        4, description="The period of every equity figure, in years"
    )
    bands: Annotated[Mapping[Slug, Band], _FROZEN] = Field(
        min_length=1, description="What is paid, by region"
    )
    levers: Annotated[Mapping[Slug, GuideLever], _FROZEN] = Field(
        default=FrozenDict(), description="What the guide makes of shared levers, by their names"
    )
    headline: Annotated[Mapping[Slug, Figures], _FROZEN] = Field(
        default=FrozenDict(), description="The guide's own opening position, by region"
    )
    floor: Annotated[Mapping[Slug, Floor], _FROZEN] = Field(
        default=FrozenDict(),
        description="The least to accept, by region: a base, or base and total, in one tier or two",
    )
    example_offers: tuple[ExampleOffer, ...] = Field(
        (), description="Competing offers that the guide makes up to argue with"
    )
    employer_counter: Annotated[Mapping[Slug, Figures], _FROZEN] = Field(
        default=FrozenDict(),
        description=(
            "What the guide expects the company to answer, by region; nothing is worked out from it"
        ),
    )
    levels: tuple[Text, ...] = Field((), description="The same level elsewhere")
    sources: Annotated[tuple[Text, ...], AfterValidator(_named)] = Field(
        (), description="Where the figures come from"
    )
    needs_review: tuple[ReviewNote, ...] = Field(
        (), description="What an import could not settle, by line of its source"
    )
    assumptions: tuple[Text, ...] = Field(
        (), description="What the figures rest on that the source does not say"
    )
    source: Source | None = Field(None, description="The file that the guide was imported from")
    # As they stand: `authoring.guide_cases` reads them where they are run, and no answer waits for
    # that.
    cases: Annotated[tuple[Any, ...], AfterValidator(frozen)] = ()

    @classmethod
    def of(cls, stated: Mapping[str, object]) -> Guide:
        """A guide from plain values, as its file would have them.

        Raises RuleError with all that is wrong with their shape; `Rulebook.with_guide` reads them
        against the rules as well.
        """
        return made_of(cls, stated, RuleError)

    @property
    def has_equity(self) -> bool:
        """Whether any region has an equity band."""
        return any(band.equity is not None for band in self.bands.values())

    @property
    def name(self) -> str:
        """Company and role, as a person says it."""
        return f"{self.company} · {self.role}"
