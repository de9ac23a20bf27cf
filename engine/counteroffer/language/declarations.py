"""Declared facts: what a rule may ask about, and how a value given for it is read and shown.

A number is held as a whole number of its smallest part: with `decimals: 2`, an uptime of 99.99 is
9999. Tags are held in one spelling: lower case, words joined by hyphens, aliases resolved.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from counteroffer.language.expr import Value
from counteroffer.text.characters import brief, cut, legible
from counteroffer.text.errors import ValueProblem

Kind = Literal["number", "money", "flag", "tag", "tags"]

_NOT_TAG = re.compile(r"[^\w+#.]+")
_SPELLING = re.compile(r"[\w+#.&/()' -]{1,60}")  # a tag that may stand in a sentence as written
_YES, _NO = {"yes", "true", "y"}, {"no", "false", "n"}
_ABSURD = 10**9
_FAR = 30  # powers of ten
_DIGITS = re.compile(r"[-+]?[0-9]{1,18}", re.ASCII)
NUMBER = re.compile(
    r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)", re.ASCII
)  # no exponent, no underscore


@lru_cache(maxsize=4096)
def slug(text: str) -> str:
    """The one spelling of a tag or a place.

    `San Francisco` is `san-francisco`; `Commercial_API serving` is `commercial-api-serving`.
    """
    return _NOT_TAG.sub("-", text.replace("_", "-").casefold()).strip("-.")


def closest(name: str, known: Iterable[str]) -> str | None:
    """The closest known name, if any is close."""
    from difflib import get_close_matches

    near = get_close_matches(name[:200], list(known), 1, 0.6)
    return near[0] if near else None


def nearest(name: str, known: Iterable[str]) -> str:
    """`; did you mean 'x'?` for the closest known name, or nothing."""
    return meant(closest(name, known))


def meant(near: str | None) -> str:
    """`; did you mean 'x'?`, or nothing."""
    return f"; did you mean '{near}'?" if near else ""


def listed(words: Iterable[str], last: str = "and") -> str:
    """`a, b and c`."""
    *most, end = tuple(words) or ("",)
    return f"{', '.join(most)} {last} {end}" if most else end


def _number(raw: Any) -> Any:
    """A number, or a text for pydantic to read as one.

    A flag, which Python counts as 1 or 0, is refused, and so is what is no number in any reading.
    Raises PydanticCustomError, to which the entry's name is added.
    """
    plain = isinstance(raw, (str, int, float, Decimal)) and not isinstance(raw, bool)
    if not plain or not Decimal(0 if isinstance(raw, (str, int)) else raw).is_finite():
        raise PydanticCustomError("number", "{words}", {"words": f"a number, not {brief(raw)}"})
    return raw


def _whole(raw: Any) -> int:
    """A whole number, also as the digits of a text.

    Raises PydanticCustomError, to which the entry's name is added.
    """
    try:
        if isinstance(raw, str) and _DIGITS.fullmatch(raw.strip()):
            return int(raw)
        if isinstance(raw, Decimal) and raw.is_finite() and abs(raw.adjusted()) > _FAR:
            raise ValueError  # 1e999999999 as an int fills the memory
        if isinstance(raw, (int, float, Decimal)) and not isinstance(raw, bool) and raw == int(raw):
            return int(raw)
    except (ValueError, ArithmeticError):
        pass
    words = f"a whole number, not {brief(raw)}"
    raise PydanticCustomError("number", "{words}", {"words": words})


# The numbers of all models that read what people write: pydantic's own take true for 1.
WHOLE = BeforeValidator(_whole)  # stands last, so that a schema shows the bounds before it
Whole = Annotated[int, WHOLE]
Numeric = Annotated[Decimal | str | int, BeforeValidator(_number)]


class Declaration(BaseModel):
    """One fact or measure that conditions and sentences may name."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    type: Kind = Field(
        description="number, money (whole units of the region's currency), flag, tag or tags"
    )
    help: str = Field(min_length=1, description="One sentence: what it is")
    label: str = Field("", description="What a person calls it, where the name would not do")
    holds: str = Field("", description="What a condition that asks for this flag says")
    fails: str = Field("", description="What a condition that asks for its opposite says")
    quiet: bool = Field(
        False,
        description="Nothing to say of when a lever asks in vain: the candidate can't change it",
    )
    private: bool = Field(
        False,
        description=(
            "Never told to the other side; where a later folder declares it anew it stays so"
        ),
    )
    unit: str = Field("", description="What the number counts, for sentences: years, %")
    decimals: Whole = Field(0, ge=0, le=4, description="Places kept after the point")
    min: Whole = Field(0, description="The least that makes sense, in the unit")
    max: Whole = Field(_ABSURD, description="The most that makes sense, in the unit")
    aliases: Mapping[str, str] = Field(
        default={}, description="Other spellings of a tag: k8s: kubernetes"
    )
    names: Mapping[str, str] = Field(
        default={}, description="How a tag is written in a sentence: aws: AWS"
    )
    how: Literal["matched", "band"] | None = Field(
        None, description="For a measure that a lever may ask for: its word"
    )

    @model_validator(mode="after")
    def _shows(self) -> Declaration:
        texts = (
            self.help,
            self.label,
            self.holds,
            self.fails,
            self.unit,
            *self.names,
            *self.names.values(),
        )
        if bad := next((text for text in texts if not legible(text.replace("\n", " "))), None):
            raise ValueError(f"has a character that can't be shown: {ascii(bad)[:60]}")
        return self

    @model_validator(mode="after")
    def _exact_everywhere(self) -> Declaration:
        if max(abs(self.min), abs(self.max)) * 10**self.decimals >= 2**53:
            raise ValueError(
                "with these decimals the greatest value would be over 2**53, where numbers stop"
                " being exact"
            )
        return self

    @cached_property
    def known(self) -> frozenset[str]:
        """The tags that this fact may have."""
        return frozenset((*self.names, *self.aliases, *self.aliases.values()))

    def tag(self, text: str) -> str:
        """A tag in its one spelling, aliases resolved."""
        spelled = slug(text)
        return self.aliases.get(spelled, spelled)

    def read(self, raw: Any) -> Value:
        """The value as the engine holds it: tags in one spelling, numbers scaled to whole ones.

        Raises ValueError with the reason.
        """
        if self.type == "number":
            return self._number(raw)
        if self.type == "flag":
            return self._flag(raw)
        if self.type == "tags":
            return self._tags(raw)
        if not isinstance(raw, str):
            raise ValueProblem("fact.wrong-type", "needs a word")
        return self.tag(raw)

    def _number(self, raw: Any) -> int:
        text = (raw if isinstance(raw, str) else brief(raw)).strip()
        for unit in filter(None, (self.unit, self.unit.removesuffix("s"))):
            if text.endswith(unit):
                text = text.removesuffix(unit).strip()
                break
        if isinstance(raw, bool) or not NUMBER.fullmatch(text):
            raise ValueProblem(
                "fact.wrong-type",
                f"needs a number{f' of {self.unit}' if self.unit else ''}, not {brief(raw)}",
            )
        number = Fraction(Decimal(text))  # exact, as the comparisons are; a context would round
        if not self.min <= number <= self.max:
            raise ValueProblem(
                "fact.out-of-range",
                f"is {cut(text)}, and only {self.min:,} to {self.max:,} makes sense",
            )
        scaled = number * 10**self.decimals
        if scaled.denominator != 1:
            raise ValueProblem(
                "fact.out-of-range",
                f"is {cut(text)}: at most {self.decimals} places after the point",
            )
        return int(scaled)

    def _flag(self, raw: Any) -> bool:
        word = str(raw).strip().casefold()
        if isinstance(raw, bool) or word in _YES | _NO:
            return word in _YES
        raise ValueProblem("fact.wrong-type", f"needs yes or no, not {brief(raw)}")

    def _tags(self, raw: Any) -> frozenset[str]:
        words = raw.split(",") if isinstance(raw, str) else raw
        if not isinstance(words, (list, tuple, set, frozenset)) or not all(
            isinstance(word, str) for word in words
        ):
            raise ValueProblem(
                "fact.wrong-type", f"needs a list of words, [a, b], not {brief(raw)}"
            )
        tags = frozenset(self.tag(word) for word in words if word.strip())
        if "" in tags:
            raise ValueProblem(
                "fact.wrong-type", f"has an entry without a letter or a digit: {brief(raw)}"
            )
        return tags

    def plain(self, value: Value) -> Any:
        """A value as JSON has it: tags sorted, a number without its scale.

        A number with a fraction is a text.
        """
        if isinstance(value, frozenset):
            return sorted(value)
        if self.type == "number" and isinstance(value, int) and self.decimals:
            number = Decimal(value).scaleb(-self.decimals)
            return int(number) if number == int(number) else str(number.normalize())
        return value

    def with_unit(self, value: Value) -> str:
        """A number with its unit: `4 years`, `1 year`."""
        unit = self.unit.removesuffix("s") if self.plain(value) == 1 else self.unit
        return f"{self.show(value)} {unit}".rstrip()

    def spelled(self, raw: Any) -> Mapping[str, str]:
        """Each tag of a stated value as it was written there."""
        words = raw.split(",") if isinstance(raw, str) else raw
        stated = sorted(" ".join(word.split()) for word in words)
        return {self.tag(word): word for word in reversed(stated) if _SPELLING.fullmatch(word)}

    def show(self, value: Value, spelled: Mapping[str, str] | None = None) -> str:
        """A value as a sentence has it: `4`, `AWS, Azure and GCP`, `99.99`.

        A tag without a declared name is as `spelled` has it.
        """
        if isinstance(value, frozenset):
            names = {**(spelled or {}), **self.names}
            words = (names.get(tag, tag.replace("-", " ")) for tag in value)
            return listed(sorted(words, key=lambda word: (word.casefold(), word)))
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, str):
            return self.names.get(value, value)
        return str(self.plain(value))


Declarations = Mapping[str, Declaration]
