"""The fields of the page → the values of a case, and back to the field that a problem is about.

A field is named by where its value stands in the case: `offer.base`, `candidate.gpu_years`,
`competing.0.company`. An empty field states nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from counteroffer.language.declarations import Declaration
from counteroffer.language.expr import facts_of
from counteroffer.rulebook.levers import Lever
from counteroffer.rulebook.rulebook import Rulebook

ROWS = 3  # offers elsewhere that there is room for
MOST_FIELDS = 300
TRIED = "try."  # what a slider says in place of the offer
PARTS = ("company", "base", "equity", "signing", "evidence", "private")
OFFERED = ("base", "equity", "signing", "bonus", "expires")
_MARKET = ("company", "role", "base", "equity", "source")


@dataclass(frozen=True)
class Form:
    """What was typed, by the names of the fields; each is stripped of spaces around it."""

    typed: Mapping[str, str]

    @classmethod
    def of(cls, body: bytes) -> Form:
        """The fields of a body as browsers send them."""
        pairs = parse_qsl(
            body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS
        )
        return cls({name: value.strip() for name, value in pairs})

    def __getitem__(self, name: str) -> str:
        return self.typed.get(name, "")

    def values(self) -> dict[str, Any]:
        """The case that is stated, as plain values; what is not known is left for the reader."""
        case: dict[str, Any] = {}
        if self["guide"]:
            case["guide"] = self["guide"]
        elif market := self._entries("market.", _MARKET):
            case["market"] = market
        for name in ("region", "home"):
            if self[name]:
                case[name] = self[name]
        candidate = {
            name.removeprefix("candidate."): _plain(value)
            for name, value in self.typed.items()
            if name.startswith("candidate.") and value
        }
        if candidate:
            case["candidate"] = candidate
        if offer := self._entries("offer.", OFFERED):
            case["offer"] = offer
        if current := self._entries("current.", ("base",)):
            case["current"] = current
        offers = [self._entries(f"competing.{row}.", PARTS) for row in self.rows()]
        if offers:
            case["competing"] = offers
        return case

    def with_offer(self, parts: Mapping[str, str]) -> Form:
        """The same with other parts of the offer in hand."""
        return Form({**self.typed, **{f"offer.{part}": text for part, text in parts.items()}})

    def rows(self) -> list[int]:
        """The rows of offers elsewhere in which anything stands."""
        return [
            row for row in range(ROWS) if any(self[f"competing.{row}.{part}"] for part in PARTS[:4])
        ]

    def field_of(self, pointer: str) -> str:
        """The field that a pointer into the case leads to: `/competing/0/base` to its row's."""
        steps = [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
        rows = self.rows()
        if steps[:1] == ["competing"] and len(steps) > 1 and steps[1].isdigit():
            number = int(steps[1])
            steps[1] = str(rows[number] if number < len(rows) else number)
            steps = steps[:3] if len(steps) > 2 else [*steps, "company"]
        elif steps[:1] in (["offer"], ["market"], ["candidate"], ["current"]):
            steps = steps[:2] if len(steps) > 1 else [*steps, "base"]
        return ".".join(steps)

    def _entries(self, before: str, parts: tuple[str, ...]) -> dict[str, Any]:
        return {part: _plain(self[before + part]) for part in parts if self[before + part]}


@dataclass(frozen=True)
class FactField:
    """The field of one fact: its name, what it asks, and how it is filled in."""

    name: str
    label: str
    kind: str
    example: str


def fact_fields(book: Rulebook, guide: str) -> tuple[FactField, ...]:
    """The facts that the levers of a guide read, in the order that they are declared.

    Of no guide, those of all shared levers.
    """
    read = {fact for lever in _levers(book, guide) for fact in facts_of(lever.when)}
    return tuple(_field(name, declared) for name, declared in book.profile.items() if name in read)


def _levers(book: Rulebook, guide: str) -> Iterator[Lever]:
    if guide in book.guide_ids():
        yield from book.guide(guide).levers
    else:
        yield from map(book.lever, book.lever_ids())


def _field(name: str, declared: Declaration) -> FactField:
    example = ", ".join(sorted(declared.names.values())[:2])
    return FactField(f"candidate.{name}", declared.help.rstrip("."), declared.type, example)


def _plain(text: str) -> Any:
    """A flag as one; the rest as it was typed."""
    return {"yes": True, "no": False}.get(text, text)
