"""A payload → the one offer in it that counts, its custom fields, and what stands around it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from counteroffer.systems.field_words import key_of
from counteroffer.systems.system_files import FieldBlock, FieldPlace, MoneyEntries, System
from counteroffer.text.characters import brief, cut
from counteroffer.text.errors import CaseError, Problem, Way

_NOTHING = object()
_MOST_NAMED = 10  # offers in a message


@dataclass(frozen=True, slots=True)
class PayloadField:
    """A value of a payload: where it stands, what it is called, and what is said of it.

    `names` are all its names, those of the objects around it among them; `custom` is true for a
    custom field. `copy` marks the second of two fields that state the same.
    """

    path: Way
    name: str
    names: tuple[str, ...]
    value: Any
    type: str | None = None
    private: bool = False
    custom: bool = False
    copy: bool = False

    @property
    def at(self) -> str:
        """The place as a JSON pointer, from the payload's root."""
        return Problem("", path=self.path).pointer or "/"


@dataclass(frozen=True, slots=True)
class PayloadOffer:
    """The offer that counts, at `path` in the payload; `told` says why it is that one.

    `replaced` is its status where that says that it is an old version; `others` are the paths of
    the other offers.
    """

    payload: Any
    system: System
    money: MoneyEntries
    path: Way
    offer: Mapping[str, Any]
    fields: tuple[PayloadField, ...]
    others: tuple[Way, ...] = ()
    told: tuple[str, ...] = ()
    replaced: str | None = None

    def found(self, place: FieldPlace) -> list[PayloadField]:
        """The fields that a place in a map leads to; more than one where that is not clear."""
        if place.field is not None:
            return self._named(place.field)
        steps = _steps(place.at or "")
        for base, value in ((self.path, self.offer), ((), self.payload)):
            way = _reached(value, steps)
            if way is not None:
                return [self._at((*base, *way))]
        return []

    def _named(self, name: str) -> list[PayloadField]:
        own = [one for one in self.fields if name in one.names]
        loose = own or [one for one in self.fields if key_of(name) in map(key_of, one.names)]
        first: dict[str, PayloadField] = {}
        for one in loose:
            original = self._original(one)
            first.setdefault(repr(original.value), original)
        return list(first.values())

    def _original(self, field: PayloadField) -> PayloadField:
        """The first of two fields that state the same."""
        if not field.copy:
            return field
        same = (one for one in self.fields if not one.copy and one.value == field.value)
        return next(same, field)

    def _at(self, path: Way) -> PayloadField:
        for one in self.fields:
            if path[: len(one.path)] == one.path:
                return self._typed(one)
        names = tuple(str(step) for step in path)
        return PayloadField(path, names[-1] if names else "", names, _value(self.payload, path))

    def _typed(self, field: PayloadField) -> PayloadField:
        """The same field where its type is stated too: Harvest's first version had it twice."""
        if field.type is not None:
            return field
        key = field.path[-1]
        twins = (one for one in self.fields if one.type is not None and one.path[-1] == key)
        return next(twins, field)

    def all_fields(self) -> Iterator[PayloadField]:
        """Every value of the payload but those of other offers, custom fields whole."""
        custom = {one.path: one for one in self.fields}
        waiting: list[tuple[Way, Any]] = [((), self.payload)]
        while waiting:
            path, value = waiting.pop()
            if path in self.others:
                continue
            if path in custom:
                yield custom[path]
            elif value and isinstance(value, (Mapping, list)) and not is_money(value, self.money):
                steps = value.items() if isinstance(value, Mapping) else enumerate(value)
                waiting += reversed([((*path, step), one) for step, one in steps])
            else:
                names = tuple(str(step) for step in path)
                yield PayloadField(path, names[-1] if names else "", names, value)


def is_money(value: Any, money: MoneyEntries) -> bool:
    """Whether a value is an amount with its currency, perhaps its interval, and nothing else."""
    if not isinstance(value, Mapping):
        return False
    names = value.keys()
    known = {*money.amount, *money.currency, *money.period}
    return bool(names & {*money.amount}) and bool(names & {*money.currency}) and names <= known


def offer_in(
    payload: Any, system: System, money: MoneyEntries, wanted: str | None = None
) -> PayloadOffer:
    """The offer of a payload that counts: the newest version, or the one of the id `wanted`.

    Raises CaseError where there is none, or no telling which.
    """
    offers = _offers(payload, system)
    if not offers:
        raise _error(f"there is no offer in it, where {system.name} has one")
    path, told = _chosen(offers, system, wanted)
    offer = offers[path]
    status = _status(offer, system)
    replaced = status if _is_replaced(status, system) else None
    if replaced:
        told = (
            *told,
            f"{system.name} has this offer as {cut(replaced)}: an old version, not the one that"
            " stands",
        )
    fields = tuple(_custom(offer, path, system.fields))
    others = tuple(one for one in offers if one != path)
    return PayloadOffer(payload, system, money, path, offer, fields, others, told, replaced)


def at_pointer(value: Any, pointer: str | None) -> Any:
    """What stands at a pointer; None where nothing does."""
    way = _reached(value, _steps(pointer)) if pointer is not None else None
    return None if way is None else _value(value, way)


def _offers(payload: Any, system: System) -> dict[Way, Mapping[str, Any]]:
    for pointer in system.offers:
        way = _reached(payload, _steps(pointer))
        found = _NOTHING if way is None else _value(payload, way)
        if isinstance(found, Mapping):
            return {way or (): found}
        if isinstance(found, list):
            return {
                (*(way or ()), number): one
                for number, one in enumerate(found)
                if isinstance(one, Mapping)
            }
    return {}


def _chosen(
    offers: Mapping[Way, Mapping[str, Any]], system: System, wanted: str | None
) -> tuple[Way, tuple[str, ...]]:
    ids = {path: _text(at_pointer(offer, system.id)) for path, offer in offers.items()}
    named = [cut(one) for one in ids.values() if one][:_MOST_NAMED]
    listed = ", ".join(named) or "offers of which none has an id"
    if wanted is not None:
        found = [path for path, one in ids.items() if one == wanted]
        if len(found) != 1:
            raise _error(
                f"{len(found) or 'no'} offers have the id {cut(wanted)}; there are {listed}"
            )
        return found[0], _told_others(offers, ids, found[0], system)
    if len(offers) == 1:
        return next(iter(offers)), ()
    standing = {
        path: offer
        for path, offer in offers.items()
        if not _is_replaced(_status(offer, system), system)
    } or dict(offers)
    whose = {_text(at_pointer(offer, system.whose)) for offer in standing.values()}
    newest = _newest(standing, system)
    if len(whose) > 1 or newest is None:
        why = "of several applications" if len(whose) > 1 else "and nothing says which is newer"
        raise _error(f"{len(standing)} offers stand there {why}: name one of {listed} (--offer)")
    return newest, _told_others(offers, ids, newest, system)


def _newest(offers: Mapping[Way, Mapping[str, Any]], system: System) -> Way | None:
    if len(offers) == 1:
        return next(iter(offers))
    ages = {
        path: [at_pointer(one, place) for place in system.newest] for path, one in offers.items()
    }
    numbers = all(isinstance(age, (int, Decimal)) for some in ages.values() for age in some)
    texts = all(isinstance(age, str) for some in ages.values() for age in some)
    if not system.newest or not (numbers or texts):
        return None
    ranked = sorted(ages, key=lambda path: ages[path])
    return None if ages[ranked[-1]] == ages[ranked[-2]] else ranked[-1]


def _told_others(
    offers: Mapping[Way, Mapping[str, Any]], ids: Mapping[Way, str], taken: Way, system: System
) -> tuple[str, ...]:
    if len(offers) == 1:
        return ()
    head = f"{len(offers)} offers stand there; taken is {_known(taken, offers, ids, system)}"
    others = (path for path in offers if path != taken)
    return (head, *(f"left out: {_known(path, offers, ids, system)}" for path in others))


def _known(
    path: Way,
    offers: Mapping[Way, Mapping[str, Any]],
    ids: Mapping[Way, str],
    system: System,
) -> str:
    offer = offers[path]
    marks = [_text(at_pointer(offer, place)) for place in system.newest]
    marks.append(_status(offer, system) or "")
    told = ", ".join(cut(mark) for mark in marks if mark)
    name = cut(ids[path]) or Problem("", path=path).pointer
    return f"{name} ({told})" if told else name


def _status(offer: Mapping[str, Any], system: System) -> str | None:
    found = (_text(at_pointer(offer, place)) for place in system.status)
    return next((one for one in found if one), None)


def _is_replaced(status: str | None, system: System) -> bool:
    return status is not None and status.casefold() in system.replaced


def _custom(
    offer: Mapping[str, Any], base: Way, blocks: tuple[FieldBlock, ...]
) -> Iterator[PayloadField]:
    before: set[str] = set()
    for block in blocks:
        way = _reached(offer, _steps(block.at))
        held = None if way is None else _value(offer, way)
        if way is None or not isinstance(held, (Mapping, list)):
            continue
        items = held.items() if isinstance(held, Mapping) else enumerate(held)
        now = [_field((*base, *way, step), one, block) for step, one in items]
        for one in now:
            yield replace(one, copy=repr(one.value) in before)
        before |= {repr(one.value) for one in now}


def _field(path: Way, held: Any, block: FieldBlock) -> PayloadField:
    step = path[-1]
    keyed = (step,) if isinstance(step, str) else ()
    if not (isinstance(held, Mapping) and block.value in held and block.name in held):
        return PayloadField(path, str(step), keyed, held, custom=True)
    key = held.get(block.key) if block.key else None
    name = _text(held[block.name])
    names = tuple(one for one in (*keyed, _text(key), name) if one)
    kind = _text(held.get(block.type)) if block.type else ""
    private = bool(block.private and held.get(block.private))
    return PayloadField(
        path, name or str(step), names, held[block.value], kind or None, private, custom=True
    )


def _text(value: Any) -> str:
    plain = isinstance(value, (str, int, Decimal)) and not isinstance(value, bool)
    return value if isinstance(value, str) else brief(value) if plain else ""


def _steps(pointer: str) -> tuple[str, ...]:
    parts = pointer.split("/")[1:]
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in parts)


def _reached(value: Any, steps: tuple[str, ...]) -> Way | None:
    """The way that a pointer's steps take in a value; None where they lead nowhere."""
    way: list[str | int] = []
    for step in steps:
        if isinstance(value, Mapping) and step in value:
            way.append(step)
            value = value[step]
        elif isinstance(value, list) and step.isascii() and step.isdigit() and len(step) < 7:
            if int(step) >= len(value):
                return None
            way.append(int(step))
            value = value[int(step)]
        else:
            return None
    return tuple(way)


def _value(value: Any, path: Way) -> Any:
    for step in path:
        value = value[step]
    return value


def _error(told: str) -> CaseError:
    return CaseError([Problem(told, code="value.unusable")])
