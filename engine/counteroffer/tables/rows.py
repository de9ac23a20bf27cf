"""A row of a table: the case that it states, and its answer's figures or why it has none.

Columns are the paths of a case: `guide`, `region`, `level`, `today`, `home`, `offer.base`, a
candidate's fact by its name, `competing.NVIDIA.base`, `competing.1.company`, `rates.GBP/USD`; a
cell may also hold a whole part of a case (`offer`, `competing`, `candidate`, `rates`). All other
columns are left alone. An empty cell states nothing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from counteroffer.answers.answer import Counteroffer
from counteroffer.answers.counter import answer
from counteroffer.answers.setting import Setting
from counteroffer.cases.case import Case
from counteroffer.cases.parts import EQUITY, OF_EQUITY, PARTS, is_part, owner, put
from counteroffer.documents.document import Document, Path_
from counteroffer.documents.left_out import is_left_out
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.text.characters import cut, escaped
from counteroffer.text.errors import CounterofferError, DeadlineError, InputError, Problem

NUMBERS = (
    "ask.base",
    "ask.equity",
    "ask.signing",
    "ask.annual",
    "stretch.base",
    "stretch.equity",
    "stretch.signing",
    "stretch.annual",
    "floor.base",
    "floor.annual",
    "walk_away.base",
    "break_even.base",
    "gap.annual",
)
TEXTS = ("verdict", "currency", "levers", "warnings", "error")
ANSWERS = (*NUMBERS, *TEXTS)

WHOLE = ("guide", "region", "level", "today", "home", "candidate", "offer", "competing", "rates")
_MEANT = (*OF_EQUITY, "currency")
# They say how a figure is meant, and nothing without one.
QUALIFIERS = (*_MEANT, *(f"equity.{name}" for name in EQUITY if name in _MEANT))
_LIKE = 0.75
_NUMBERED = re.compile(r"[0-9]{1,9}", re.ASCII)  # an offer elsewhere without a name

Cells = (
    Sequence[Any] | str
)  # the cells of a row in the header's order, or the reason why it can't be read
Answers = tuple["int | str | None", ...]


@dataclass(frozen=True)
class Header:
    """Which columns state what: each one's path into a case, in order.

    Other offers are told apart by their `slot`.
    """

    paths: Mapping[str, Path_]
    notices: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def of(cls, columns: Iterable[str], rulebook: Rulebook, name: str = "") -> Header:
        """The header for these columns of the table `name`.

        Its notices name the columns that look like a fact and are none.

        Raises InputError for an offer that is numbered in another way than with a few digits.
        """
        columns = tuple(columns)
        if wrong := [column for column in columns if _misnumbered(column.strip())]:
            how = "number an offer with digits, competing.1.base, or name its company"
            raise InputError(
                [
                    Problem(
                        f"column '{cut(column)}' can't be read: {how}",
                        name,
                        code="entry.unknown",
                        path=(column,),
                    )
                    for column in wrong
                ]
            )
        profile = {name for name, kind in rulebook.kinds.items() if kind == "profile"}
        paths: dict[str, Path_] = {}
        notices = []
        for column in columns:
            path = _path(column.strip(), profile)
            if path is not None and path not in paths.values():
                paths[column] = path
            elif path is not None:
                notices.append(
                    f"column '{column}' says the same as another one and is passed through"
                )
            elif (advice := _advice(column.strip(), profile)) is not None:
                notices.append(
                    f"column '{column}' is no part of a case and is passed through{advice}"
                )
        return cls(paths, tuple(notices))

    @property
    def slots(self) -> tuple[str, ...]:
        """The other offers that have columns.

        Numbered ones by number, then named ones in the table's order.
        """
        slots = dict.fromkeys(
            path[1] for path in self.paths.values() if path[0] == "competing" and len(path) > 1
        )
        return tuple(
            sorted(map(str, slots), key=lambda slot: (0, int(slot)) if _numbered(slot) else (1, 0))
        )


def _path(column: str, profile: set[str]) -> Path_ | None:
    """The path of a case that a column's name is; None for any other column."""
    head, _, rest = column.partition(".")
    if column in WHOLE:
        return (column,)
    if column in profile:
        return ("candidate", column)
    if head == "candidate" and rest in profile:
        return ("candidate", rest)
    if head in ("fx", "rates") and rest:
        return ("rates", rest)
    if head == "offer" and (is_part(rest) or rest == "company"):
        return ("offer", rest)
    slot, part = owner(rest)
    if not part and rest.endswith(".company"):
        slot, part = rest.removesuffix(".company"), "company"
    if head == "competing" and slot and (is_part(part) or (part and _numbered(slot))):
        return ("competing", str(int(slot)) if _numbered(slot) else slot, part)
    return None


def _numbered(slot: str) -> bool:
    return bool(_NUMBERED.fullmatch(slot))


def _misnumbered(column: str) -> bool:
    """Whether a column is of an offer with a number that is none, `²` or one of many digits."""
    head, _, rest = column.partition(".")
    slot = rest.rpartition(".")[0]
    return head == "competing" and slot.isnumeric() and not _numbered(slot)


def _advice(column: str, profile: set[str]) -> str | None:
    """What to say of a column whose name is close to a fact or a part of an offer; else None."""
    if is_left_out(column.rpartition(".")[2]):
        return ": it is left out of every figure on purpose"
    spelled = column.casefold().replace(" ", "_").replace("-", "_")
    head, _, rest = spelled.partition(".")
    slot = column.partition(".")[2].rpartition(".")[0]
    spelled = f"{head}.{slot}.{rest.rpartition('.')[2]}" if slot else spelled
    parts = (
        [f"{head}.{slot}.{name}" if slot else f"{head}.{name}" for name in PARTS] if rest else []
    )
    near = get_close_matches(
        spelled, parts or [*WHOLE, *profile, *(f"offer.{name}" for name in PARTS)], 1, _LIKE
    )
    if near:
        return f"; did you mean '{near[0]}'?"
    return f"; an offer has {', '.join(PARTS)}" if rest and head in ("offer", "competing") else None


def value(cell: Any) -> Any:
    """What a cell states, as a case file would have it; None where it states nothing."""
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return None
    if isinstance(cell, float):
        return None if math.isnan(cell) else int(cell) if cell.is_integer() else cell
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, Mapping):
        inner = {name: one for name, raw in cell.items() if (one := value(raw)) is not None}
        return inner or None
    return [value(one) for one in cell] if isinstance(cell, (list, tuple)) else cell


@dataclass(frozen=True, slots=True)
class _Row(Document):
    """A document that names the column in which something is wrong."""

    columns: Mapping[Path_, str] = field(default_factory=dict)

    def _placed(self, path: Path_, message: str, *, key: bool, start: int, width: int) -> Problem:
        ends = range(len(path), 0, -1)
        around = next((end for end in ends if path[:end] in self.columns), 0)
        inside = next(
            (
                column
                for known, column in self.columns.items()
                if path and known[: len(path)] == path
            ),
            None,
        )
        where = self.columns[path[:around]] if around else inside
        if where is None or (
            0 < around < len(path) and path[:around] == (where,)
        ):  # a cell that holds a whole part
            where = ".".join(map(str, path))
        return Problem(f"{where}: {message}" if where else message)


@dataclass(frozen=True)
class Answerer:
    """Answers rows, each as `counter` answers its case.

    `guide` holds for every row; the region of the setting is also that of the rows that state none.
    """

    header: Header
    setting: Setting
    guide: str | None = None

    def answers(self, rows: Iterable[Cells]) -> list[Answers]:
        """The values of `ANSWERS` for each row."""
        return [failed(row) if isinstance(row, str) else self.answer(row) for row in rows]

    def answer(self, cells: Sequence[Any]) -> Answers:
        """The values of `ANSWERS` for one row; nothing but the error where it is wrong.

        Raises DeadlineError, and nothing else.
        """
        try:
            case = Case.from_document(self.document(cells))
            found, _ = answer(self.setting, case)
        except DeadlineError:
            raise
        except InputError as error:
            return failed("; ".join(dict.fromkeys(map(_line, error.problems))))
        except CounterofferError as error:
            return failed(str(error))
        except Exception as error:
            return failed(
                f"this should not happen, and is a mistake in counteroffer: {type(error).__name__}:"
                f" {error}"
            )
        return _numbers(found)

    def document(self, cells: Sequence[Any]) -> Document:
        """The case that a row states."""
        stated: dict[str, Any] = {}
        parts: dict[Path_, dict[str, Any]] = {}
        for path, cell in zip(self.header.paths.values(), cells, strict=True):
            one = value(cell)
            if one is not None and len(path) == 1:
                stated[str(path[0])] = one
            elif one is not None:
                parts.setdefault(path[:-1], {})[str(path[-1])] = one
        for head in ("candidate", "rates"):
            if more := parts.get((head,)):
                stated[head] = (
                    {**stated[head], **more} if isinstance(stated.get(head), Mapping) else more
                )
        if offer := _offer(parts.get(("offer",), {}), stated.get("offer")):
            stated["offer"] = offer
        columns = {path: column for column, path in self.header.paths.items()}
        self._competing(stated, parts, columns)
        if self.guide:
            stated["guide"] = self.guide
        if self.setting.region:
            stated.setdefault("region", self.setting.region)
        return _Row("", stated, (), {}, {}, columns=columns)

    def _competing(
        self,
        stated: dict[str, Any],
        parts: Mapping[Path_, Mapping[str, Any]],
        columns: dict[Path_, str],
    ) -> None:
        offers: list[Any] = []
        for slot in self.header.slots:
            offer = _offer(parts.get(("competing", slot), {}), None)
            if offer:
                own = {} if _numbered(slot) else {"company": slot}
                for part in (*PARTS, "company"):
                    columns[("competing", len(offers), part)] = f"competing.{slot}.{part}"
                columns[("competing", len(offers))] = f"competing.{slot}"
                offers.append({**own, **offer})
        if offers:
            more = stated.get("competing") or []
            stated["competing"] = [*offers, *more] if isinstance(more, list) else more


def _offer(parts: Mapping[str, Any], whole: Any) -> Any:
    """An offer from its columns and the cell that holds the rest of it, if one does."""
    if not parts.keys() - set(QUALIFIERS) and not isinstance(whole, Mapping):
        return whole
    offer: dict[str, Any] = dict(whole) if isinstance(whole, Mapping) else {}
    for part in sorted(parts, key=lambda part: ("." in part, part in QUALIFIERS)):
        if part in QUALIFIERS and part != "currency" and offer.get("equity") is None:
            continue  # how equity is meant that the row does not state
        offer = put(offer, part, parts[part]) if is_part(part) else {**offer, part: parts[part]}
    return offer


def failed(reason: str) -> Answers:
    """The answers of a row that has none."""
    return (*(None for _ in ANSWERS[1:]), " ".join(escaped(reason, keep="\n").split()))


def _line(problem: Problem) -> str:
    place = ":".join(str(part) for part in (problem.file, problem.line, problem.column) if part)
    return f"{place}: {problem.message}" if place else problem.message


def _numbers(found: Counteroffer) -> Answers:
    floor, even = found.floor, found.break_even
    packages = (
        figure
        for side in (found.ask, found.stretch)
        for figure in (side.base, side.equity, side.signing, side.annual)
    )
    levers = "+".join(lever.id for lever in found.levers if lever.fired)
    warnings = "+".join(dict.fromkeys(notice.code for notice in found.warnings))
    return (
        *packages,
        floor.base if floor else None,
        floor.annual if floor else None,
        found.walk_away.base if found.walk_away else None,
        even.base if even else None,
        found.gap.annual if found.gap else None,
        found.verdict,
        found.currency,
        levers,
        warnings,
        None,
    )


def lacking(header: Header, *, guide: str | None, region: str | None) -> list[str]:
    """The columns that are missing for any row to state a case.

    `guide` and `region` may be given for all rows.
    """
    heads = {path[0] for path in header.paths.values()}
    return [
        name
        for name, given in (("guide", guide), ("region", region))
        if not given and name not in heads
    ]


def numeric(cell: Any) -> Any:
    """A cell of a typed table as a case states it: a whole number where it is whole."""
    return (
        int(cell) if isinstance(cell, Decimal) and cell.is_finite() and cell == int(cell) else cell
    )
