"""What the cells of a part state, read as the row path reads them: a case of nothing else.

So what cells mean is decided in one place. A reading is wrong where it adds a problem to those of
the row's guide, region, day and rates, and it is left to the row path where it gives values that
are of another part.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from counteroffer.answers.told import told_of_rates
from counteroffer.cases.bounds import sensible
from counteroffer.cases.case import Case
from counteroffer.cases.situation import Situation
from counteroffer.documents.document import Path_
from counteroffer.language.expr import Value
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.settlement.region_figures import find_region
from counteroffer.settlement.warned_of import FAR, STALE, TOLD
from counteroffer.tables.columns.parts import ALWAYS, TablePart, TableParts
from counteroffer.tables.rows import Answerer, Header, numbered, reason
from counteroffer.text.errors import DeadlineError
from counteroffer.text.frozen import FrozenDict

OK, WRONG, ELSEWHERE = 0, 1, 2
MOST_KEPT = 100_000  # readings, each of some hundred bytes
_FIRST = "held.0"  # the key of an offer from elsewhere that is alone
Cells = tuple[Any, ...]
Zone = tuple[int, int]
Signs = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class CellReading:
    """What cells state: values by name, and what warnings ask of them.

    `states` says that they make an offer, `why` that it does not count (of the offer in hand, that
    it expired), `stale` and `far` what is to be said of rates, and `signs` which signs several
    currencies share, with what each was read as.
    """

    status: int = OK
    values: Mapping[str, Value] = FrozenDict()
    states: bool = False
    why: str | None = None
    stale: bool = False
    far: bool = False
    signs: Signs = frozenset()


NOTHING_STATED = CellReading()


@dataclass(frozen=True, slots=True)
class Around:
    """The guide, region, day and rates that cells are read in, or why they can't be."""

    wrong: str | None
    known: Situation | None
    reading: CellReading


@dataclass
class CellReader:
    """Reads the cells of a table's parts, the same cells once.

    `readings` are those of `Setting.read`. Cells come in the order of the columns that they are of.
    """

    answerer: Answerer
    parts: TableParts
    readings: Mapping[str, str] = FrozenDict()
    _kept: dict[Any, Any] = field(default_factory=dict, repr=False)
    _answerers: dict[Any, tuple[Answerer, Cells]] = field(default_factory=dict, repr=False)

    def around(self, group: Cells, around: Cells, columns: tuple[str, ...]) -> Around:
        """The group's cells and those of these columns around a row."""
        key = ("", columns, *map(repr, (group, around)))
        if key not in self._kept:
            self._keep(key, self._around(group, around, columns))
        found: Around = self._kept[key]
        return found

    def read(
        self, part: TablePart, cells: Cells, group: Cells, around: Cells, columns: tuple[str, ...]
    ) -> CellReading:
        """What a part's own cells state, beside its group's and those of columns around it."""
        key = (part.name, columns, *map(repr, (cells, group, around)))
        if key not in self._kept:
            self._keep(key, self._read(part, cells, group, around, columns))
        found: CellReading = self._kept[key]
        return found

    def _keep(self, key: Any, found: Any) -> None:
        if len(self._kept) >= MOST_KEPT:
            self._kept.clear()
        self._kept[key] = found

    def _around(self, group: Cells, around: Cells, columns: tuple[str, ...]) -> Around:
        found, _ = self._situation(None, columns, (*group, *around))
        if isinstance(found, str):
            return Around(found, None, CellReading(WRONG))
        stale, far = _of_rates(found)
        return Around(None, found, CellReading(OK, found.values, stale=stale, far=far))

    def _read(
        self, part: TablePart, cells: Cells, group: Cells, around: Cells, columns: tuple[str, ...]
    ) -> CellReading:
        outer = self.around(group, around, columns)
        found, states = self._situation(part, (*part.own, *columns), (*group, *cells, *around))
        if isinstance(found, str) or outer.known is None:
            return CellReading(OK if found == outer.wrong else WRONG, states=states)
        return _reading(part, found, outer.known.values, states)

    def _situation(
        self, part: TablePart | None, columns: tuple[str, ...], cells: Cells
    ) -> tuple[Situation | str, bool]:
        """A case of these cells alone, or what its row would say is wrong with it.

        Beside it, whether they make an offer by themselves.
        """
        every = (*self.parts.group, *columns)
        stated = {column for column, cell in zip(every, cells, strict=True) if cell is not None}
        pays = part is not None and not stated.isdisjoint(part.paying)
        answerer, carriers = self._answerer(part, every, pays)
        states = False
        try:
            document = answerer.document((*carriers, *cells))
            states = pays and ("offer" in document.value or "competing" in document.value)
            case = Case.from_document(document)
            return answerer.setting.read(case, readings=self.readings), states
        except DeadlineError:
            raise
        except Exception as error:
            return reason(error), states

    def zone(
        self, part: TablePart, group: Cells, around: Cells, outer: Around, *, text: bool
    ) -> Zone | None:
        """From where to where every whole number stands for itself; None where it does not.

        It is tried at the ends and between. A number that is written as `text` has only digits.
        """
        key = ("zone", part.name, text, repr(group))
        if key not in self._kept:
            self._keep(key, self._zone(part, group, around, outer, text))
        found: Zone | None = self._kept[key]
        return found

    def _zone(
        self, part: TablePart, group: Cells, around: Cells, outer: Around, text: bool
    ) -> Zone | None:
        zone = _sensible(part, outer, self.answerer.setting.rulebook)
        if zone is None or part.number is None:
            return None
        low, high = zone
        name = f"{part.key}.{part.name.rpartition('.')[2]}"
        found = []
        for number in (high, low, low + 1, (low + high) // 2, *(_tried(low, high))):
            cell = str(number) if text else number
            own = tuple(cell if column == part.number else None for column in part.own)
            one = self._read(part, own, group, around, self.parts.around)
            if one.status != OK or one.values.get(name) != number:
                return None
            found.append({**one.values, name: None})
        return zone if all(one == found[0] for one in found) else None

    def _answerer(
        self, part: TablePart | None, columns: tuple[str, ...], pays: bool
    ) -> tuple[Answerer, Cells]:
        """An answerer of rows of these columns, and the cells that go before each row's own."""
        key = (part and part.name, columns, pays)
        if key not in self._answerers:
            carriers = dict(_carriers(part, pays)) if part else {}
            own = {column: self.answerer.header.paths[column] for column in columns}
            header = Header({**{str(path): path for path in carriers}, **own})
            answerer = Answerer(header, self.answerer.setting, self.answerer.guide)
            self._answerers[key] = answerer, tuple(carriers.values())
        return self._answerers[key]


def _carriers(part: TablePart, pays: bool) -> Iterator[tuple[Path_, Any]]:
    """What an offer needs to be one, beside a part that is none: a bonus of nothing, a company."""
    if not part.key:
        return
    offer: Path_ = ("offer",) if part.slot is None else ("competing", part.slot)
    if not pays:
        yield (*offer, "bonus"), 0
    named = part.slot is None or not numbered(part.slot)
    if not named and not part.company:
        yield (*offer, "company"), "Another"


def _reading(
    part: TablePart, known: Situation, outer: Mapping[str, Value], states: bool
) -> CellReading:
    values: dict[str, Value] = {}
    beside = {"offer_stated", *(f"{part.key}.{name}" for name in ALWAYS)}
    if not states:
        beside.add(f"{part.key}.bonus_rate")  # of the carrier
    for name, value in known.values.items():
        called = f"{part.key}{name.removeprefix(_FIRST)}" if name.startswith(_FIRST) else name
        if called in part.gives:
            values[called] = value
        elif called not in beside and (name not in outer or outer[name] != value):
            return CellReading(ELSEWHERE)
    signs = frozenset(sign for pay in known.pay.values() for sign in pay.signs)
    return CellReading(OK, values, states, _why(part, known), *_of_rates(known), signs)


def _sensible(part: TablePart, outer: Around, rulebook: Rulebook) -> Zone | None:
    """The whole numbers that are no slip, in the currency of a bare number."""
    known = outer.known
    if known is None:
        return None
    _, _, home = find_region(rulebook, known.place.rules, known.case.region)
    return sensible(part.name.rpartition(".")[2], rulebook.currency(home).step)


def _tried(low: int, high: int) -> Iterator[int]:
    """Numbers of every length between the two."""
    number = 10 ** len(str(low)) + 7
    while number < high:
        yield number
        number = number * 10 - 9


def _why(part: TablePart, known: Situation) -> str | None:
    if part.slot is not None:
        return known.alternatives[0].why if known.alternatives else None
    mine = known.case.offer
    return "expired" if mine and mine.expires and mine.expires < known.today else None


def _of_rates(known: Situation) -> tuple[bool, bool]:
    """Whether rates that a case uses are stale, and far from the snapshot's."""
    flags = told_of_rates(known)
    return flags[TOLD[STALE]], flags[TOLD[FAR]]
