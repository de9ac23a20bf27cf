"""The case file's models: the facts of one negotiation, as people state them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    PlainSerializer,
    PrivateAttr,
    StringConstraints,
    model_validator,
)
from pydantic_core import CoreSchema

from counteroffer.documents import short_forms as forms
from counteroffer.documents.document import (
    Document,
    endless,
    plain_document,
    read,
    read_file,
)
from counteroffer.documents.fields import (
    AmountOrPercent,
    Code,
    Day,
    Grant,
    Model,
    Once,
    Single,
    Text,
    currency_code,
)
from counteroffer.documents.validate import checked
from counteroffer.language.declarations import NUMBER, WHOLE, Numeric
from counteroffer.money.read_amount import MAX_YEARS
from counteroffer.rulebook.market import Market
from counteroffer.text.characters import brief, visible
from counteroffer.text.codes import ProblemCode
from counteroffer.text.errors import CaseError, Problem, ValueProblem, Way
from counteroffer.text.frozen import FrozenDict, frozen

MOST_COMPETING = 100  # offers; each is compared with every other
MOST_ROUNDS = 50


def _flag(raw: Any) -> Any:
    words = {"yes": True, "true": True, "no": False, "false": False}
    return words.get(raw.strip().casefold(), raw) if isinstance(raw, str) else raw


def _vesting(raw: Any) -> tuple[Decimal, ...]:
    """Percent of a grant by year: `[5, 15, 40, 40]`, or as a text, `5/15/40/40`.

    Raises ValueError.
    """
    parts = raw.split("/") if isinstance(raw, str) else raw
    if not isinstance(parts, (list, tuple)) or not 1 <= len(parts) <= MAX_YEARS:
        raise ValueProblem(
            "vesting.unusable",
            "a vesting schedule is percent by year, such as [5, 15, 40, 40] or 5/15/40/40, not"
            f" {brief(raw)}",
        )
    percents = tuple(map(_share, parts))
    if (total := sum(percents)) != 100:
        raise ValueProblem(
            "vesting.unusable",
            f"the vesting schedule {schedule(percents)} sums to {_plain(Decimal(total))} %, not to"
            " 100 %",
        )
    return percents


def _share(raw: Any) -> Decimal:
    plain = isinstance(raw, (str, int, float, Decimal)) and not isinstance(raw, bool)
    text = brief(raw) if not isinstance(raw, str) else raw.strip().removesuffix("%").strip()
    if not plain or len(text) > 30 or not NUMBER.fullmatch(text):
        raise ValueProblem(
            "vesting.unusable",
            f"a year of a vesting schedule is a percentage, such as 25, not {brief(text)}",
        )
    percent = Decimal(text)
    if not 0 <= percent <= 100 or percent != percent.quantize(Decimal("0.01")):
        raise ValueProblem(
            "vesting.unusable",
            f"a year vests 0 to 100 %, with at most two places after the point, not {text!r}",
        )
    return percent


def schedule(percents: Iterable[Decimal]) -> str:
    """A vesting schedule as a text: `5/15/40/40`."""
    return "/".join(map(_plain, percents))


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _company(raw: Any) -> str:
    name = " ".join(raw.split()) if isinstance(raw, str) else ""
    if not name or len(name) > 100 or not name.isprintable() or not visible(name):
        raise ValueProblem(
            "text.unusable", f"a company is a name of up to 100 characters, not {brief(raw)}"
        )
    return name


_PLACES = r"(?:\.[0-9]{0,2}0*)?"
_POSITIVE = rf"\+?0*(?:100(?:\.0*)?|[0-9]{{1,2}}{_PLACES}|\.[0-9]{{1,2}}0*)"
_SHARE = rf"\s*(?:{_POSITIVE}|-(?:0+(?:\.0*)?|\.0+))\s*%?\s*"


def _vesting_schema() -> forms.Schema:
    share = [
        {"type": "number", "minimum": 0, "maximum": 100},
        {"type": "string", "pattern": f"^{_SHARE}$", "title": "Percent"},
    ]
    shares = {"type": "array", "items": {"anyOf": share}, "minItems": 1, "maxItems": MAX_YEARS}
    text = f"^{_SHARE}(?:/{_SHARE}){{0,{MAX_YEARS - 1}}}$"
    return {
        "anyOf": [shares, {"type": "string", "pattern": text, "title": "Percent by year"}],
        "description": "Percent of the grant that vests by year: [5, 15, 40, 40] or 5/15/40/40",
    }


def _facts_schema() -> forms.Schema:
    word = {"type": "string"}
    words = {"type": "array", "items": word}
    amount = forms.structured(word)
    fact = {"anyOf": [{"type": ["number", "boolean", "null"]}, word, words, amount]}
    return {"type": "object", "additionalProperties": fact}


def _rate_schema() -> forms.Schema:
    text = r"^\s*(?=[0.]*[1-9])[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?\s*$"
    written = {"type": "string", "pattern": text, "title": "A rate in quotes"}
    number = {"type": "number", "minimum": 1e-9, "maximum": 10**9}
    return {"anyOf": [number, written], "description": "What one of the first is worth: 1.31"}


Name = Annotated[
    str, StringConstraints(strip_whitespace=True), forms.text(forms.ANYTHING, "A name", "A name")
]
Flag = Annotated[bool, BeforeValidator(_flag), forms.FLAG]
Frozen = Annotated[Mapping[str, Any], AfterValidator(frozen), forms.Described(_facts_schema)]
Pair = Annotated[
    str,
    forms.text(r"^\s*[A-Za-z]{3}\s*/\s*[A-Za-z]{3}\s*$", "A pair", "Two currencies: GBP/USD"),
]
Stated = Annotated[Numeric, forms.Described(_rate_schema)]
Company = Annotated[
    str,
    BeforeValidator(_company),
    forms.text(
        r"^\s*\S(?:\s+(?=\S)|\S){0,99}\s*$", "A company", "A company's name, up to 100 characters"
    ),
]
Vesting = Annotated[
    tuple[Decimal, ...],
    BeforeValidator(_vesting),
    PlainSerializer(schedule, return_type=str),
    forms.Described(_vesting_schema),
]


class Equity(Model):
    """A grant and the time that it is for: `{amount: 150000, years: 4}`, or as a text `$150K/4yr`
    or `$80K/yr`."""

    amount: Grant = Field(description="The whole grant, or what is paid each year")
    vehicle: str | None = Field(None, description="rsu, options, pre-ipo, private, profit-sharing")
    per: Literal["year"] | None = Field(
        None, description="year, for an amount that is paid each year"
    )
    years: Annotated[int, Field(ge=1, le=10), WHOLE, forms.whole(1, 10)] | None = Field(
        None, description="The years that the amount vests over"
    )
    vesting: Vesting | None = Field(None, description="How the grant vests, year by year")
    cliff: (
        Annotated[int, Field(ge=1, le=12 * MAX_YEARS), WHOLE, forms.whole(1, 12 * MAX_YEARS)] | None
    ) = Field(None, description="Months before which nothing vests; then all that has accrued does")

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler, /
    ) -> forms.Schema:
        beside = {"currency": {**forms.currency(), "description": "The currency of the amount"}}
        return forms.with_short_form(core_schema, handler, forms.GRANT, beside)

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, raw: Any) -> Any:
        if not isinstance(raw, Mapping):
            return raw if isinstance(raw, cls) else {"amount": raw}
        if "currency" not in raw:
            return raw
        rest = {name: one for name, one in raw.items() if name != "currency"}
        if raw["currency"] is None:
            return rest
        code = currency_code(raw["currency"], ("currency",))
        amount = raw.get("amount")
        if amount is None or isinstance(amount, Mapping):
            word = "the currency stands beside an amount: {amount: 150000, currency: USD, years: 4}"
            raise ValueProblem("currency.mixed", word, inner=("currency",))
        return {**rest, "amount": {"amount": amount, "currency": code}}

    @model_validator(mode="after")
    def _one_period(self) -> Equity:
        stated = {
            span for span in (self.years, self.amount.years, self.per and 1, self._yearly) if span
        }
        if len(stated) > 1:
            raise ValueProblem(
                "equity.periods",
                "equity has two periods: keep one of 'per', 'years' and what stands in the amount",
            )
        if self.vesting and self.period != len(self.vesting):
            named = f"names {len(self.vesting)} year{'s' if len(self.vesting) > 1 else ''}"
            raise ValueProblem(
                "vesting.unusable",
                f"the vesting schedule {schedule(self.vesting)} {named}, and the equity is for"
                f" {self.period}",
            )
        return self

    @property
    def _yearly(self) -> int | None:
        return 1 if self.amount.period == "year" else None

    @property
    def period(self) -> int | None:
        """The years that the amount is for: 1 where it is paid each year, None where not stated."""
        said = self.years or self.amount.years or (self.per and 1) or self._yearly
        return said or (len(self.vesting) if self.vesting else None)


class Offer(Model):
    """An offer: what is paid, by whom, until when.

    Amounts are a year's but for equity with a period and signing.
    """

    model_config = ConfigDict(json_schema_extra=forms.says(("base", "equity", "signing", "bonus")))

    company: Company | None = Field(None, description="Who offers it")
    base: Single | None = Field(None, description="Base a year")
    equity: Equity | None = Field(None, description="A grant: $150K/4yr or $80K/yr")
    signing: Once | None = Field(None, description="Paid once")
    bonus: AmountOrPercent | None = Field(
        None, description="Target bonus: 10% of base, or an amount a year"
    )
    currency: Code | None = Field(None, description="The currency of amounts that carry none")
    evidence: Literal["written", "verbal", "expected"] | None = Field(
        None, description="written or verbal; expected is not held and never counts"
    )
    expires: Day | None = Field(None, description="The last day on which it can be accepted")
    final: Flag = Field(False, description="They said that it is their last word")
    private: Flag = Field(False, description="Never shown to the other side")

    @model_validator(mode="after")
    def _says_something(self) -> Offer:
        if (
            self.base is None
            and self.equity is None
            and self.signing is None
            and self.bonus is None
        ):
            raise ValueProblem(
                "nothing.stated",
                "this offer states nothing: give its base, equity, signing or bonus",
            )
        return self


class Competing(Offer):
    """An offer from elsewhere, or the present employer's to keep the candidate."""

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)

    company: Company = Field(description="Who offers it; each company stands once")
    origin: Literal["present-employer"] | None = Field(
        None, alias="from", description="present-employer, for what they offer to keep you"
    )


class Asked(Model):
    """What was asked for in an earlier round.

    Amounts are a year's but for equity with a period and signing.
    """

    model_config = ConfigDict(json_schema_extra=forms.says(("base", "equity", "signing")))

    base: Single | None = Field(None, description="Base a year")
    equity: Equity | None = Field(None, description="A grant: $150K/4yr or $80K/yr")
    signing: Once | None = Field(None, description="Paid once")
    currency: Code | None = Field(None, description="The currency of amounts that carry none")

    @model_validator(mode="after")
    def _says_something(self) -> Asked:
        if self.base is None and self.equity is None and self.signing is None:
            raise ValueProblem(
                "nothing.stated", "this ask states nothing: give its base, equity or signing"
            )
        return self

    @property
    def terms(self) -> Offer:
        """The same figures as an offer has them."""
        return Offer.model_construct(
            base=self.base,
            equity=self.equity,
            signing=self.signing,
            currency=self.currency,
            final=False,
            private=False,
        )


class Round(Model):
    """One earlier round: what they offered then and what was asked then."""

    model_config = ConfigDict(json_schema_extra=forms.says(("offer", "ask")))

    on: Day | None = Field(None, description="The day of it")
    offer: Offer | None = Field(None, description="What they offered then")
    ask: Asked | None = Field(None, description="What you asked for then: no later ask is above it")

    @model_validator(mode="after")
    def _says_something(self) -> Round:
        if self.offer is None and self.ask is None:
            raise ValueProblem(
                "nothing.stated", "this round states nothing: give their offer or your ask"
            )
        return self


class Case(Model):
    """The facts of one negotiation.

    A bare number is in the currency of the case's own region.
    """

    guide: Name | None = Field(
        None, description="company/role, as `counteroffer guide list` has it"
    )
    market: Market | None = Field(
        None, description="In place of a guide: what the employer's posting states of its pay"
    )
    region: Name = Field(description="A region of the guide, or a place that people are hired in")
    candidate: Frozen = Field(
        default=FrozenDict(), description="Declared facts: gpu_years, skills, clouds, ..."
    )
    offer: Offer | None = Field(
        None, description="The offer in hand; leave it out before there is one"
    )
    competing: tuple[Competing, ...] = Field(
        (), max_length=MOST_COMPETING, description="Offers from elsewhere"
    )
    current: Offer | None = Field(
        None,
        description="Present pay, never shown to the other side; in short current_base",
    )
    worth_more: Single | None = Field(
        None, description="What this job is worth to you a year beyond the best alternative"
    )
    kind: Literal["offer", "raise"] = Field(
        "offer", description="raise, where it is your present employer who pays"
    )
    rounds: tuple[Round, ...] = Field(
        (), max_length=MOST_ROUNDS, description="Earlier rounds, the oldest first"
    )
    home: Code | None = Field(None, description="Also show figures in this currency")
    rates: Annotated[Mapping[Pair, Stated], AfterValidator(frozen)] = Field(
        default=FrozenDict(), description="Rates that come before any other: GBP/USD: 1.31"
    )
    today: Day | None = Field(
        None, description="What 'expired' and the age of rates are judged by; today unless said"
    )
    assumptions: tuple[Text, ...] = Field(
        (), description="What was assumed already where these facts come from, an answer for one"
    )

    _document: Document | None = PrivateAttr(None)

    def __eq__(self, other: object) -> bool:
        """Whether the facts are the same, whatever file they were read from."""
        return self.__dict__ == other.__dict__ if isinstance(other, Case) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self.__dict__.values()))

    @classmethod
    def load(cls, path: Path | str) -> Case:
        """Read a case file, YAML or JSON.

        Raises CaseError with every problem at its line and column.
        """
        return cls.from_document(read_file(Path(path), error=CaseError))

    @classmethod
    def loads(cls, text: str | bytes, name: str = "<case>") -> Case:
        """Read a case from text; `name` stands for the file in errors.

        Raises CaseError.
        """
        return cls.from_document(read(text, name, CaseError))

    @classmethod
    def of(cls, stated: Mapping[str, Any] = FrozenDict(), /, **facts: Any) -> Case:
        """A case from Python values.

        Raises CaseError rather than pydantic's ValidationError, whatever the values are.
        """
        if not isinstance(stated, Mapping):
            return cls.from_document(plain_document(stated))
        value = {**stated, **facts}
        if (problem := endless(value)) is not None:
            raise CaseError([problem])
        return cls.from_document(plain_document(value))

    @classmethod
    def from_document(cls, document: Document) -> Case:
        """A case from a document that is already read.

        Raises CaseError.
        """
        if not isinstance(document.value, Mapping):
            raise CaseError(
                [
                    Problem(
                        "a case needs entries such as 'guide: company/role'",
                        document.file,
                        line=1 if document.places else 0,
                        column=1 if document.places else 0,
                        code="value.wrong-type",
                    )
                ]
            )
        case = checked(cls, document, error=CaseError)
        case._document = document
        return case

    def problem(
        self,
        path: Way,
        message: str,
        *,
        code: ProblemCode | None = None,
        suggestion: str | None = None,
        key: bool = False,
    ) -> Problem:
        """What is wrong with a part of this case, at its place in the file it was read from."""
        document = self._document or plain_document(self.model_dump())
        return document.problem(path, message, code=code, suggestion=suggestion, key=key)


__all__ = ["Asked", "Case", "Competing", "Equity", "Offer", "Round", "schedule"]
