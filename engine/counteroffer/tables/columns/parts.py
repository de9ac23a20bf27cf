"""Which columns of a table are read together, and what values they can give.

A part is some columns whose cells mean the same whatever the rest of the row says. An offer falls
into parts too (its base with its working time, its equity with its period, ...), but for one whose
cells hang together: with a total, on-target earnings, or a cell that holds all of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from counteroffer.cases.offer import PAID
from counteroffer.cases.parts import component
from counteroffer.documents.document import Path_
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.tables.rows import QUALIFIERS, Header

GROUPED = ("guide", "region", "level", "home")  # the rows of a group have the same cells there
_TERMS = ("evidence", "expires")
_OF_BASE = ("base", "hours", "weeks", "days", "part_time")
_BINDING = ("ote", "total", "")  # what makes an offer's cells hang together; "": a whole cell
_ITSELF = ("base", "equity", "signing")  # a whole number stands for itself there
_MONEY = ("num", "den")
# The values that a part of an offer gives; of the first the others are made.
_GIVES = {
    "base": ("base", "converted"),
    "equity": ("equity", "recast", "years"),
    "signing": ("signing",),
    "bonus": ("bonus_amount", "bonus_rate"),
    "extras": ("extras_amount", "extras_rate"),
    "terms": ("held",),
    "final": ("final",),
}
ALWAYS = ("final", "held", "converted", "recast")  # what any offer gives
_ALL = ("base", "equity", "signing", "bonus", "extras", "total", "final")


@dataclass(frozen=True, slots=True)
class TablePart:
    """Columns that are read together.

    Those in `meant` say how the others are meant, and nothing by themselves; what is in `around`
    is of the whole row. `key` is what the names of its values begin with, "" for the candidate's
    facts; `paying` are the columns that state what an offer pays, `number` is the one where a whole
    number is itself, and `company` says that one of them names who offers.
    """

    name: str
    key: str
    slot: str | None
    columns: tuple[str, ...]
    meant: tuple[str, ...]
    around: tuple[str, ...]
    gives: frozenset[str]
    paying: tuple[str, ...] = ()
    number: str | None = None
    company: bool = False

    @property
    def pays(self) -> bool:
        return bool(self.paying)

    @property
    def own(self) -> tuple[str, ...]:
        return (*self.columns, *self.meant)


@dataclass(frozen=True, slots=True)
class OfferColumns:
    """An offer's columns: its parts, and all of it as one part for rows where they hang together.

    `present` are the columns of which any makes it an offer, and `binding` those that join all.
    """

    key: str
    slot: str | None
    parts: tuple[TablePart, ...]
    whole: TablePart
    present: tuple[str, ...]
    binding: tuple[str, ...]
    company: str | None


@dataclass(frozen=True, slots=True)
class TableParts:
    """The parts of a table's columns.

    `group` is what a row's group is told by, `names` what that is; `around` are the day and the
    rates of a row, and `elsewhere` the columns that only the row path reads.
    """

    group: tuple[str, ...]
    names: tuple[str, ...]
    around: tuple[str, ...]
    facts: tuple[TablePart, ...]
    all_facts: TablePart | None
    candidate: str | None
    offers: tuple[OfferColumns, ...]
    elsewhere: tuple[str, ...]

    @property
    def held(self) -> tuple[OfferColumns, ...]:
        return tuple(one for one in self.offers if one.slot is not None)


def parts_of(header: Header, rulebook: Rulebook) -> TableParts:
    """The parts of a header's columns."""
    at: dict[Path_, str] = {path: column for column, path in header.paths.items()}
    around = tuple(
        column for path, column in at.items() if path == ("today",) or path[0] == "rates"
    )
    facts = tuple(
        _fact(str(path[1]), column, around, rulebook)
        for path, column in at.items()
        if path[0] == "candidate" and len(path) > 1
    )
    whole = at.get(("candidate",))
    cells = (*([whole] if whole else []), *(one.columns[0] for one in facts))
    gives = frozenset(name for one in facts for name in one.gives)
    return TableParts(
        tuple(at[(name,)] for name in GROUPED if (name,) in at),
        tuple(name for name in GROUPED if (name,) in at),
        around,
        facts,
        TablePart("candidate", "", None, cells, (), around, gives) if whole else None,
        whole,
        tuple(_offers(header, at, around)),
        tuple(column for path, column in at.items() if path == ("competing",)),
    )


def _fact(name: str, column: str, around: tuple[str, ...], rulebook: Rulebook) -> TablePart:
    if rulebook.profile[name].type != "money":
        return TablePart(name, "", None, (column,), (), (), frozenset([name]))
    gives = {f"{name}.{one}" for one in ("amount", *_MONEY)}
    if name == "current_base":
        gives |= {"current.base", *(f"current.base.{one}" for one in _MONEY)}
    return TablePart(name, "", None, (column,), (), around, frozenset(gives))


def _offers(
    header: Header, at: dict[Path_, str], around: tuple[str, ...]
) -> Iterator[OfferColumns]:
    mine = {str(path[-1]): column for path, column in at.items() if path[0] == "offer"}
    if mine:
        mine = {"" if name == "offer" else name: column for name, column in mine.items()}
        yield _offer("offer", None, mine, around)
    for number, slot in enumerate(header.slots):
        theirs = {
            str(path[2]): column
            for path, column in at.items()
            if path[:2] == ("competing", slot) and len(path) > 2
        }
        yield _offer(f"held.{number}", slot, theirs, around)


def _offer(
    key: str, slot: str | None, columns: dict[str, str], around: tuple[str, ...]
) -> OfferColumns:
    by_part: dict[str, list[str]] = {}
    for name in columns:
        if name not in ("currency", *_BINDING):
            by_part.setdefault(_part(name), []).append(name)
    meant = (columns["currency"],) if "currency" in columns else ()
    every = tuple(columns.values())
    gives = frozenset(f"{key}.{name}" for one in _ALL for name in _given(one))
    return OfferColumns(
        key,
        slot,
        tuple(
            TablePart(
                f"{key}.{name}",
                key,
                slot,
                tuple(columns[one] for one in names),
                meant if name in PAID else (),
                around,
                frozenset(f"{key}.{one}" for one in _given(name)),
                tuple(columns[one] for one in names if _pays(one)),
                columns[name] if name in _ITSELF and name in names else None,
                name == "company",
            )
            for name, names in by_part.items()
        ),
        TablePart(
            f"{key} whole", key, slot, every, (), around, gives, every, None, "company" in columns
        ),
        tuple(column for name, column in columns.items() if name not in QUALIFIERS),
        tuple(column for name, column in columns.items() if name in _BINDING),
        columns.get("company"),
    )


def _part(name: str) -> str:
    """The part of an offer that a column is of."""
    if name in _TERMS:
        return "terms"
    return "base" if name in _OF_BASE else component(name)


def _pays(name: str) -> bool:
    """Whether a column states what an offer pays, and not how that is meant."""
    return component(name) in PAID and name not in QUALIFIERS


def _given(name: str) -> Iterator[str]:
    """The names of the values that a part gives, without the offer's key."""
    if name == "total":
        yield from ("total", "total.num", "total.den")
        return
    for value in _GIVES.get(name, ()):
        yield value
        if value in ("base", "equity", "signing", "bonus_amount", "extras_amount"):
            yield from (f"{value}.{one}" for one in _MONEY)
