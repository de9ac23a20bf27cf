"""Rules and a user's map → how one system's payloads are read, or all that is wrong with the map.

A map that leads to present pay is refused: in many places an employer may not ask for it, nor
use it, and a case that the other side sees must not hang on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from counteroffer.cases.parts import PARTS, is_part
from counteroffer.documents.document import Document
from counteroffer.documents.validate import checked
from counteroffer.language.declarations import closest, meant, nearest
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.systems.field_words import FieldVocabulary, WordList, key_of
from counteroffer.systems.system_files import (
    FactSource,
    FieldPlace,
    MapFile,
    MoneyEntries,
    System,
    SystemsFile,
)
from counteroffer.text.characters import cut, folded
from counteroffer.text.errors import CaseError, CounterofferError, Problem, RuleError

REFUSED = (
    "present pay is never taken over: in many places the law forbids an employer to ask for it or"
    " to use it (salary-history laws)"
)
_FACTS = ("offer.base", "offer.signing", "offer.bonus", "offer.equity", "candidate.gpu_years")


@dataclass(frozen=True, slots=True)
class SystemMap:
    """How the payloads of one system are read.

    `facts` are by their path in a case, `guide` and `region` among them; `words` says what names
    of fields say, `intervals` what a word for an interval means. `preset` are the facts whose
    interval is the system's own preset, not the map's.
    """

    key: str
    system: System
    facts: Mapping[str, FactSource]
    preset: frozenset[str]
    money: MoneyEntries
    intervals: Mapping[str, str]
    words: FieldVocabulary
    document: Document | None = None  # the map's own file


def known_systems(book: Rulebook) -> Mapping[str, System]:
    """The systems that the rules in force know, by key. Raises RuleError."""
    return _merged(book)[0]


def system_map(book: Rulebook, name: str | None, stated: Document | None = None) -> SystemMap:
    """How a system's payloads are read: its preset, and before that what a map states.

    `name` may be left out where the map names its system. Raises CaseError with all that is wrong
    with the map, RuleError for rules that can't be used.
    """
    systems, files = _merged(book)
    words = _vocabulary(files)
    own = MapFile.model_construct()
    if stated is not None:
        own = _own(stated, book, words, systems)
        if name and own.system and name != own.system:
            word = f"this map is for {own.system}, and the payload is said to be of {cut(name)}"
            raise CaseError([stated.problem(("system",), word, code="value.unusable")])
    key = name or own.system
    if key is None:
        told = f"which system? --format, or 'system' in the map: {', '.join(systems)}"
        raise CounterofferError(told, code="value.unknown")
    if key not in systems:
        told = f"unknown system '{cut(key)}'{nearest(key, systems)}; there are {', '.join(systems)}"
        raise CounterofferError(told, code="value.unknown", suggestion=closest(key, systems))
    preset = systems[key].facts
    facts = {name: _filled(one, preset.get(name)) for name, one in own.facts.items()}
    constants = {name: one for name in ("guide", "region") if (one := getattr(own, name))}
    intervals = {
        key_of(word): period
        for file in files
        for period, some in file.intervals.items()
        for word in some
    }
    return SystemMap(
        key,
        systems[key],
        {**constants, **preset, **facts},
        frozenset(name for name in preset if facts.get(name) in (None, preset[name])),
        MoneyEntries(
            amount=tuple(one for file in files for one in file.money.amount),
            currency=tuple(one for file in files for one in file.money.currency),
            period=tuple(one for file in files for one in file.money.period),
        ),
        intervals,
        words,
        stated,
    )


def _filled(own: FactSource, preset: FactSource | None) -> FactSource:
    """A source of the map; at the place of the preset's it has the preset's interval and currency.

    The map's own go before those.
    """
    if preset is None or (own.at, own.field) != (preset.at, preset.field):
        return own
    missing = [name for name in ("currency", "period") if getattr(own, name) is None]
    return own.model_copy(update={name: getattr(preset, name) for name in missing})


def _merged(book: Rulebook) -> tuple[Mapping[str, System], list[SystemsFile]]:
    documents = book.documents("systems.yaml")
    files = [checked(SystemsFile, document, error=RuleError) for document in documents]
    words = _vocabulary(files)
    for document, file in zip(documents, files, strict=True):
        found = [
            problem
            for key, system in file.systems.items()
            for fact, source in system.facts.items()
            for way in (("systems", key, "facts", fact),)
            for problem in (
                *_of_name(fact, way, document, book),
                *_of_fact(fact, source, way, document, words),
            )
        ]
        if found:
            raise RuleError(found)
    return {key: one for file in files for key, one in file.systems.items()}, files


def _vocabulary(files: list[SystemsFile]) -> FieldVocabulary:
    present = [file.present_pay for file in files]
    private = [file.may_be_private for file in files]
    return FieldVocabulary(
        WordList.of(word for one in present for word in one.when),
        WordList.of(word for one in present for word in one.pay),
        tuple(folded(phrase) for one in present for phrase in one.phrases),
        tuple(folded(phrase) for one in present for phrase in one.unless),
        WordList.of(word for one in private for word in one.words),
        frozenset(kind for one in private for kind in one.types),
    )


def _own(
    document: Document, book: Rulebook, words: FieldVocabulary, systems: Mapping[str, System]
) -> MapFile:
    """The map of a document. Raises CaseError with all that is wrong, form and meaning together."""
    facts = document.value.get("facts") if isinstance(document.value, Mapping) else None
    named = (
        []
        if not isinstance(facts, Mapping)
        else [
            problem
            for fact in facts
            for problem in _of_name(str(fact), ("facts", str(fact)), document, book)
        ]
    )
    try:
        own = checked(MapFile, document, error=CaseError)
    except CaseError as error:
        found = [*error.problems, *named]
    else:
        found = [*_wrong(own, document, words, systems), *named]
        if not found:
            return own
    raise CaseError(sorted(found, key=lambda one: (one.line, one.column)))


def _wrong(
    own: MapFile,
    document: Document,
    words: FieldVocabulary,
    systems: Mapping[str, System],
) -> Iterator[Problem]:
    if own.system is not None and own.system not in systems:
        told = f"unknown system '{cut(own.system)}'{nearest(own.system, systems)}"
        near = closest(own.system, systems)
        yield document.problem(("system",), told, code="value.unknown", suggestion=near)
    for name in ("guide", "region"):
        if (source := getattr(own, name)) is not None:
            yield from _of_source(source, (name,), document, words)
    for fact, source in own.facts.items():
        yield from _of_fact(fact, source, ("facts", fact), document, words)


def _of_name(
    fact: str, path: tuple[str, ...], document: Document, book: Rulebook
) -> Iterator[Problem]:
    """What is wrong with the name of a fact."""
    at = partial(document.problem, path, key=True)
    head, _, part = fact.partition(".")
    if head.startswith("current") or part.startswith("current"):
        yield at(f"'{cut(fact)}': {REFUSED}", code="fact.unknown")
    elif head == "candidate" and part in book.profile:
        yield from ()
    elif not (head == "offer" and part and is_part(part)):
        near = closest(fact, _known(book))
        told = f"'{cut(fact)}' is no fact that a payload can state{meant(near)}"
        if near is None:
            told += (
                f"; there are {', '.join(_FACTS)} and more, and 'guide' and 'region' beside them"
            )
        yield at(told, code="fact.unknown", suggestion=near)


def _of_fact(
    fact: str,
    source: FactSource,
    path: tuple[str, ...],
    document: Document,
    words: FieldVocabulary,
) -> Iterator[Problem]:
    if source.period is not None and fact != "offer.base":
        told = "only 'offer.base' has a period here"
        yield document.problem((*path, "period"), told, code="amount.has-period", key=True)
    yield from _of_source(source, path, document, words)


def _known(book: Rulebook) -> list[str]:
    return [*(f"offer.{part}" for part in PARTS), *(f"candidate.{name}" for name in book.profile)]


def _of_source(
    source: FactSource, path: tuple[str, ...], document: Document, words: FieldVocabulary
) -> Iterator[Problem]:
    """What is wrong with the places that a source and what stands beside it lead to."""
    places: list[tuple[tuple[str, ...], FieldPlace | None]] = [
        (path, source),
        ((*path, "currency"), source.currency),
        ((*path, "period"), source.period),
    ]
    for way, place in places:
        name = place and (place.at or place.field)
        if place and name and words.present_pay(name):
            inner = (*way, "at" if place.at else "field")
            told = f"{place.shown} reads as present pay: {REFUSED}"
            way = inner if document.holds(inner) else way
            yield document.problem(way, told, code="value.unusable")
