"""The case file's models: the facts of one negotiation, as people state them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    StringConstraints,
    model_validator,
)

from counteroffer.cases.grant import Equity, schedule
from counteroffer.cases.offer import Asked, Competing, Offer
from counteroffer.documents import short_forms as forms
from counteroffer.documents.document import (
    Document,
    endless,
    plain_document,
    read,
    read_file,
)
from counteroffer.documents.fields import Code, Day, Model, Single, Text
from counteroffer.documents.left_out import ENTRY, LeftOut, is_left_out, own_names, set_aside
from counteroffer.documents.validate import checked
from counteroffer.language.declarations import Numeric
from counteroffer.rulebook.market import Market
from counteroffer.text.arguments import (
    PATH,
    TEXT,
    TRUTH,
    WAY,
    WORDS,
    Argument,
    kind_of,
    named,
)
from counteroffer.text.codes import ProblemCode
from counteroffer.text.errors import CaseError, Problem, ValueProblem, Way
from counteroffer.text.frozen import FrozenDict, frozen

MOST_COMPETING = 100  # offers; each is compared with every other
MOST_ROUNDS = 50


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


def _no_facts(stated: Any) -> Any:
    """What stands behind an entry of which every line is a comment."""
    return {} if stated is None else stated


def _no_offers(stated: Any) -> Any:
    return () if stated is None else stated


Frozen = Annotated[
    Mapping[str, Any],
    AfterValidator(frozen),
    forms.Described(_facts_schema),
    BeforeValidator(_no_facts),
    forms.OrNothing(),
]
Pair = Annotated[
    str,
    forms.text(r"^\s*[A-Za-z]{3}\s*/\s*[A-Za-z]{3}\s*$", "A pair", "Two currencies: GBP/USD"),
]
Stated = Annotated[Numeric, forms.Described(_rate_schema)]


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

    model_config = ConfigDict(json_schema_extra=own_names())
    raises = CaseError

    guide: Name | None = Field(
        None, description="company/role, as `counteroffer guide list` has it"
    )
    market: Market | None = Field(
        None, description="In place of a guide: what the employer's posting states of its pay"
    )
    region: Name = Field(description="A region of the guide, or a place that people are hired in")
    level: Name | None = Field(
        None, description="The level, as the guide has it: by label, slug or code (L6)"
    )
    candidate: Frozen = Field(
        default=FrozenDict(), description="Declared facts: gpu_years, skills, clouds, ..."
    )
    offer: Offer | None = Field(
        None, description="The offer in hand; leave it out before there is one"
    )
    competing: Annotated[
        tuple[Competing, ...],
        Field(max_length=MOST_COMPETING),
        BeforeValidator(_no_offers),
        forms.OrNothing(),
    ] = Field((), description="Offers from elsewhere")
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

    left_out: LeftOut = Field(default=FrozenDict())

    _document: Document | None = PrivateAttr(None)

    @model_validator(mode="before")
    @classmethod
    def _set_aside(cls, raw: Any) -> Any:
        """Entries that no figure takes in, of the case and of its candidate."""
        if not isinstance(raw, Mapping):
            return raw
        candidate = raw.get("candidate")
        if not isinstance(candidate, Mapping) or not any(map(is_left_out, candidate)):
            return set_aside(raw)
        moved = set_aside(candidate)
        facts = {name: one for name, one in moved.items() if name != ENTRY}
        aside = {**(raw.get(ENTRY) or {}), **moved.get(ENTRY, {})}
        return set_aside({**raw, "candidate": facts, ENTRY: aside})

    def __eq__(self, other: object) -> bool:
        """Whether the facts are the same, whatever file they were read from."""
        return self.__dict__ == other.__dict__ if isinstance(other, Case) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self.__dict__.values()))

    @classmethod
    @named(path=PATH)
    def load(cls, path: Path | str) -> Case:
        """Read a case file, YAML or JSON.

        Raises CaseError with every problem at its line and column.
        """
        return cls.from_document(read_file(Path(path), error=CaseError))

    @classmethod
    @named(text=WORDS, name=TEXT)
    def loads(cls, text: str | bytes, name: str = "<case>") -> Case:
        """Read a case from text; `name` stands for the file in errors.

        Raises CaseError.
        """
        return cls.from_document(read(text, name, CaseError))

    @classmethod
    def of(cls, stated: Mapping[str, object] = FrozenDict(), /, **facts: object) -> Case:
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
    @named(document=Argument(kind_of(Document), "a Document, as read and read_file make it"))
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

    @named(path=WAY, message=TEXT, code=TEXT, suggestion=TEXT, key=TRUTH)
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
