"""Read the files that all guides share.

Currencies, vehicles, places, reasons of a floor, sentences of derivations and kinds of levers.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from counteroffer.documents.document import Document
from counteroffer.documents.validate import checked
from counteroffer.language.declarations import closest, nearest
from counteroffer.language.expr import Expr
from counteroffer.rulebook.facts import KINDS, Facts
from counteroffer.rulebook.listed import Currency, Place, Vehicle
from counteroffer.rulebook.template import Template, template
from counteroffer.text.characters import cut
from counteroffer.text.errors import Problem, RuleError

if TYPE_CHECKING:
    from counteroffer.rulebook.rule_files import KindsFile

T = TypeVar("T")
REASONED = frozenset(
    (
        "region",
        "guide_floor",
        "guide_floor.how",
        "floor_raise",
        "best_held.company",
        "best_held_annual",
        "minimum_base",
        "alternative_lead",
        "accept_at",
        "floor_base",
        "ask_annual",
        "offer_annual",
        "short_of_best",
        "gap",
        "worth_more",
    )
)
About = Literal["floor", "verdict"]

# What the sentences of a derivation may name.
TOLD = frozenset(
    (
        *("parts", "company", "evidence", "why", "lever", "part", "period", "currency"),
        *("region", "here", "reference", "stands", "round", "name"),
    )
)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the floor stands where it does, or the verdict is what it is."""

    id: str
    about: About
    when: Expr
    template: Template


@dataclass(frozen=True, slots=True)
class DerivationSentence:
    """What a derivation says of a figure.

    `text` where it has a value, `none` where it has none, `zero` where it is 0, and what it is
    `called` in the sentence of a figure that it goes into.
    """

    text: Template
    none: Template | None = None
    zero: Template | None = None
    called: Template | None = None


@dataclass(frozen=True, slots=True)
class Money:
    """Currencies by code, kinds of equity by slug and alias, and the words of sources of pay."""

    currencies: Mapping[str, Currency]
    vehicles: Mapping[str, Vehicle]
    pay_sources: tuple[str, ...] = ()

    @classmethod
    def of(cls, documents: Iterable[Document]) -> Money:
        """What several files say, later ones first.

        Raises RuleError.
        """
        from counteroffer.rulebook.rule_files import MoneyFile

        documents = tuple(documents)
        files = [checked(MoneyFile, document, error=RuleError) for document in documents]
        for document, file in (*zip(documents, files, strict=True),)[1:]:
            for name in ("words", "dollars", "left_out"):
                if getattr(file, name):
                    word = f"'{name}' are those of the package: amounts are read before other rules"
                    raise RuleError([document.problem((name,), word, key=True)])
        vehicles = {name: one for file in files for name, one in file.vehicles.items()}
        return cls(
            {code: one for file in files for code, one in file.currencies.items()},
            _with_aliases(vehicles, lambda vehicle: vehicle.aliases),
            tuple(word for file in files for word in file.pay_sources),
        )


def read_places(documents: Iterable[Document]) -> Mapping[str, tuple[str, Place]]:
    """The slug and the place, by slug and by alias, for everywhere that people are hired.

    Raises RuleError.
    """
    from counteroffer.rulebook.rule_files import PlacesFile

    files = [checked(PlacesFile, document, error=RuleError) for document in documents]
    named = {name: (name, place) for file in files for name, place in file.places.items()}
    return _with_aliases(named, lambda entry: entry[1].aliases)


def read_reasons(about: About, documents: Iterable[Document], facts: Facts) -> tuple[Reason, ...]:
    """Why a floor can stand where it does or a verdict be what it is, in the order given.

    Raises RuleError.
    """
    from counteroffer.rulebook.rule_files import ReasonsFile

    reasons: dict[str, Reason] = {}
    for document in documents:
        for name, stated in checked(ReasonsFile, document, error=RuleError).reasons.items():
            path = ("reasons", name)
            when = facts.condition(document, (*path, "when"), stated.when, (*KINDS, "settled"))
            reasons[name] = Reason(
                name,
                about,
                _sure(when),
                _sure(template(document, (*path, "text"), stated.text, REASONED)),
            )
    return tuple(reasons.values())


def read_sentences(
    documents: Iterable[Document], names: Collection[str]
) -> Mapping[str, DerivationSentence]:
    """The sentences of derivations, by a figure's name or a pattern of names.

    `names` are all that there are. Raises RuleError for a sentence about any other.
    """
    from counteroffer.rulebook.rule_files import ExplainFile

    sentences: dict[str, DerivationSentence] = {}
    for document in documents:
        wrong = []
        for name, stated in checked(ExplainFile, document, error=RuleError).sentences.items():
            path = ("sentences", name)
            if name not in names:
                word = f"there is no figure '{cut(name)}'{nearest(name, names)}"
                wrong.append(
                    document.problem(
                        path, word, key=True, code="path.unknown", suggestion=closest(name, names)
                    )
                )
                continue
            parts = {
                part: _sure(template(document, (*path, part), text, TOLD))
                for part, text in stated
                if text is not None
            }
            sentences[name] = DerivationSentence(**parts)
        if wrong:
            raise RuleError(wrong)
    return sentences


def read_kinds(documents: Sequence[Document], known: Collection[str]) -> KindsFile:
    """Shared levers by the words of an imported lever's title, and what is never said.

    Later folders come first.
    """
    from counteroffer.rulebook.rule_files import KindsFile

    files = [checked(KindsFile, document, error=RuleError) for document in documents]
    for document, file in zip(documents, files, strict=True):
        if wrong := [name for name in file.kinds if name not in known]:
            word = "there is no lever '{}'{}"
            raise RuleError(
                [
                    document.problem(
                        ("kinds", one),
                        word.format(cut(one), nearest(one, known)),
                        key=True,
                        code="lever.unknown",
                        suggestion=closest(one, known),
                    )
                    for one in wrong
                ]
            )
    kinds: dict[str, tuple[str, ...]] = {}
    unlike: dict[str, tuple[str, ...]] = {}
    for file in reversed(files):
        for name, words in file.kinds.items():
            kinds[name] = (*kinds.get(name, ()), *words)
        for name, words in file.unlike.items():
            unlike[name] = (*unlike.get(name, ()), *words)
    return KindsFile(
        kinds=kinds,
        unlike=unlike,
        unsaid=tuple(word for file in files for word in file.unsaid),
        processes=tuple(word for file in files for word in file.processes),
        advice=tuple(word for file in files for word in file.advice),
    )


def _with_aliases(
    entries: Mapping[str, T], aliases: Callable[[T], Iterable[str]]
) -> Mapping[str, T]:
    named = {alias: entry for entry in entries.values() for alias in aliases(entry)}
    return {**named, **entries}


def _sure(part: T | Problem) -> Any:
    """The part, unless it is a problem."""
    if isinstance(part, Problem):
        raise RuleError([part])
    return part
