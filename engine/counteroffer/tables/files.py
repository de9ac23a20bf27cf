"""Tables of cases in files, read in chunks: CSV, JSON lines, Parquet.

What is passed through comes out as it went in. A file is gone through once when it is opened, for
its columns, its height and its hash, so that one that can't be read is refused before any work; a
single row that can't be read is given a reason in the place of its cells.
"""

from __future__ import annotations

import csv
import hashlib
import json
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counteroffer.documents.json_values import exact_number
from counteroffer.tables.apply import TableAnswerer, answer_frame, cells
from counteroffer.tables.parquet_parent import checked_in_child, frames_from_child
from counteroffer.tables.rows import Answers, Cells, Header
from counteroffer.text.errors import InputError, Problem

if TYPE_CHECKING:
    import polars as pl

KINDS = {
    ".csv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".pq": "parquet",
}
_DELIMITERS = ",;\t"
CHUNK = 20_000  # rows that are answered, and kept in a run, together
_AT_ONCE = CHUNK  # rows of a Parquet file that are read together


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows of a table: what states their cases, and what is passed through as it came.

    `rows` has cells in the order of a header, or a frame with its columns.
    """

    number: int
    rows: Sequence[Cells] | pl.DataFrame
    origin: Any

    @property
    def height(self) -> int:
        return len(self.rows)

    def answers(self, answerer: TableAnswerer) -> list[Answers]:
        """The answers to these rows."""
        if isinstance(self.rows, list):
            return answerer.rows(self.rows)
        found: list[Answers] = self.answer_frame(answerer).rows()
        return found

    def answer_frame(self, answerer: TableAnswerer) -> pl.DataFrame:
        """The answers to these rows, as columns."""
        if isinstance(self.rows, list):
            return answer_frame(answerer.rows(self.rows))
        frame: Any = self.rows
        return answerer.frame(frame)

    def cells(self, header: Header) -> Sequence[Cells]:
        """The cells of each row that state its case."""
        if isinstance(self.rows, list):
            return self.rows
        frame: Any = self.rows
        return cells(frame, header)


class Table(ABC):
    """A table in a file.

    `columns` are passed through, `height` is its rows, `digest` the sha256 of its bytes.
    """

    columns: tuple[str, ...]
    height: int

    def __init__(self, path: Path, name: str) -> None:
        self.path, self.name = path, name
        self.digest = _digest(path, name)

    @abstractmethod
    def chunks(self, header: Header, done: Collection[int]) -> Iterator[Chunk]:
        """The table in chunks of `CHUNK` rows, numbered from 0, without those that are done.

        At least one.
        """

    @abstractmethod
    def texts(self, origin: Any) -> list[list[str]]:
        """What is passed through of a chunk, as text for each of the columns."""

    def records(self, origin: Any) -> list[str]:
        """What is passed through of a chunk, as a JSON object for each row."""
        return [_json(dict(zip(self.columns, row, strict=True))) for row in self.texts(origin)]

    def frame(self, origin: Any) -> pl.DataFrame:
        """What is passed through of a chunk, as columns."""
        import polars as pl

        rows = [[text or None for text in row] for row in self.texts(origin)]
        return pl.DataFrame(rows, schema=dict.fromkeys(self.columns, pl.String), orient="row")

    def wrong(self, message: str, line: int = 0) -> InputError:
        return InputError([Problem(message, self.name, line, code="document.syntax")])


def open_table(path: Path, name: str | None = None, kind: str | None = None) -> Table:
    """The table in a file; its kind is told by its name unless given.

    Raises InputError where it can't be read.
    """
    name = name or str(path)
    kinds: dict[str, type[Csv | JsonLines | Parquet]] = {
        "csv": Csv,
        "jsonl": JsonLines,
        "parquet": Parquet,
    }
    return kinds[kind or kind_of(path)](path, name)


def kind_of(path: Path) -> str:
    """`csv`, `jsonl` or `parquet`, by the name of a file.

    Raises InputError.
    """
    kind = KINDS.get(path.suffix.lower())
    if kind is None:
        raise InputError(
            [
                Problem(
                    "is a table of what kind? name it .csv, .jsonl or .parquet",
                    str(path),
                    code="option.unusable",
                    path=("kind",),
                )
            ]
        )
    return kind


def _digest(path: Path, name: str) -> str:
    digest = hashlib.sha256()
    if path.exists() and not (path.is_file() or path.is_dir()):
        text = "is a pipe or a device, and is read twice: give its rows to standard input, as CSV"
        raise InputError([Problem(text, name, code="document.unreadable")])
    try:
        with path.open("rb") as stream:
            while part := stream.read(1 << 20):
                digest.update(part)
    except OSError as error:
        raise InputError(
            [Problem(f"can't be read: {error.strerror or error}", name, code="document.unreadable")]
        ) from None
    return digest.hexdigest()


def _numbered(rows: Iterator[Any], done: Collection[int]) -> Iterator[tuple[int, list[Any]]]:
    """Rows in chunks with their numbers; an empty table is one empty chunk."""
    number = 0
    while (part := list(islice(rows, CHUNK))) or not number:
        if number not in done:
            yield number, part
        number += 1


class Csv(Table):
    """Comma separated values with a header; also by semicolon or tab, where the header is."""

    def __init__(self, path: Path, name: str) -> None:
        super().__init__(path, name)
        rows = self._rows()
        self.columns = tuple(next(rows, ((), ""))[0])
        twice = [
            column for number, column in enumerate(self.columns) if column in self.columns[:number]
        ]
        if not self.columns:
            raise self.wrong("is empty; a table has a header line at least")
        if twice:
            raise self.wrong(f"two columns are called '{twice[0]}': rename one", 1)
        self.height = sum(1 for _ in rows)

    def _rows(self) -> Iterator[tuple[list[str], str]]:
        """Each row that is not empty, the header first.

        With the reason where it has not as many cells as the header.
        """
        width = 0
        try:
            with self.path.open(encoding="utf-8-sig", newline="") as stream:
                self.delimiter = max(_DELIMITERS, key=stream.readline().count)
                stream.seek(0)
                reader = csv.reader(stream, delimiter=self.delimiter, strict=True)
                for row in reader:
                    width = width or len(row)
                    if row and len(row) != width:
                        reason = f"the row has {len(row)} cells and the header has {width}"
                        if len(row) > width:
                            reason += ": write amounts without commas (210K), or in quotes"
                        yield [*row, *[""] * width][:width], reason
                    elif row:
                        yield row, ""
        except UnicodeDecodeError:
            raise self.wrong("is not UTF-8 text: save it as CSV in UTF-8") from None
        except csv.Error as error:
            raise self.wrong(
                f"is not CSV: {error}; is a quote not closed?", reader.line_num
            ) from None

    def chunks(self, header: Header, done: Collection[int]) -> Iterator[Chunk]:
        places = [self.columns.index(column) for column in header.paths]
        rows = self._rows()
        next(rows)
        for number, part in _numbered(rows, done):
            stated = [reason or [row[place] for place in places] for row, reason in part]
            yield Chunk(number, stated, [row for row, _ in part])

    def texts(self, origin: Any) -> list[list[str]]:
        rows: list[list[str]] = origin
        return rows


class JsonLines(Table):
    """A JSON object on each line; its entries are columns, or whole parts of a case."""

    def __init__(self, path: Path, name: str) -> None:
        super().__init__(path, name)
        columns: dict[str, None] = {}
        self.height = 0
        for _, record in self._rows():
            if not self.height and isinstance(record, str):
                raise self.wrong(f"is not JSON lines: {record}", 1)
            columns.update(dict.fromkeys(record if isinstance(record, dict) else ()))
            self.height += 1
        self.columns = tuple(columns)

    def _rows(self) -> Iterator[tuple[str, dict[str, Any] | str]]:
        """Each line that is not blank, and its object or the reason why it has none."""
        try:
            with self.path.open(encoding="utf-8-sig", newline="\n") as stream:
                for line in stream:
                    if text := line.strip():
                        yield text, _record(text)
        except UnicodeDecodeError:
            raise self.wrong("is not UTF-8 text") from None

    def chunks(self, header: Header, done: Collection[int]) -> Iterator[Chunk]:
        for number, part in _numbered(self._rows(), done):
            stated = [
                record
                if isinstance(record, str)
                else [record.get(column) for column in header.paths]
                for _, record in part
            ]
            yield Chunk(number, stated, part)

    def texts(self, origin: Any) -> list[list[str]]:
        return [
            [
                _text(record.get(column)) if isinstance(record, dict) else ""
                for column in self.columns
            ]
            for _, record in origin
        ]

    def records(self, origin: Any) -> list[str]:
        return [text if isinstance(record, dict) else "{}" for text, record in origin]


def _record(text: str) -> dict[str, Any] | str:
    try:
        found = json.loads(text, parse_float=exact_number, object_pairs_hook=_once)
    except (ValueError, ArithmeticError, RecursionError) as error:
        return f"the line is not JSON: {error}"
    if "\\u" in text and not _whole(found):
        return "the line is not JSON: it has half a character (a lone surrogate)"
    return found if isinstance(found, dict) else "the line is not a JSON object"


def _whole(found: Any) -> bool:
    try:
        return bool(_json(found).encode())
    except UnicodeEncodeError:
        return False


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("an entry is there twice")
    return found


class Parquet(Table):
    """A Parquet file, read in another process.

    Columns keep their types.
    """

    def __init__(self, path: Path, name: str) -> None:
        super().__init__(path, name)
        found = checked_in_child(path, _AT_ONCE)
        if "error" in found:
            raise self.wrong(f"is not a Parquet file that can be read: {found['error']}")
        self.columns = tuple(found["columns"])
        self.height = int(found["height"])

    def chunks(self, header: Header, done: Collection[int]) -> Iterator[Chunk]:
        for start, several in frames_from_child(self.path, _AT_ONCE, self._starts(done)):
            if several is None:
                raise self.wrong("can't be read any more: did it change meanwhile?")
            first = start // CHUNK
            for number in range(first, first + max(1, -(-several.height // CHUNK))):
                part = several.slice((number - first) * CHUNK, CHUNK)
                if number not in done:
                    yield Chunk(number, part, part)

    def _starts(self, done: Collection[int]) -> list[int]:
        """The rows from which some have to be read, since not all their chunks are done."""
        height = max(self.height, 1)
        return [
            start
            for start in range(0, height, _AT_ONCE)
            if any(
                number not in done
                for number in range(start // CHUNK, -(-min(start + _AT_ONCE, height) // CHUNK))
            )
        ]

    def texts(self, origin: Any) -> list[list[str]]:
        return [[_text(cell) for cell in row] for row in origin.iter_rows()]

    def records(self, origin: Any) -> list[str]:
        return [_json(row) for row in origin.iter_rows(named=True)]

    def frame(self, origin: Any) -> pl.DataFrame:
        found: pl.DataFrame = origin
        return found


def _text(cell: Any) -> str:
    """A cell of a typed table as text that reads back as the same value.

    Tags are joined by commas, the rest is as JSON has it.
    """
    if isinstance(cell, list) and all(isinstance(one, str) and "," not in one for one in cell):
        return ",".join(cell)
    if isinstance(cell, (dict, list, bool)):
        return _json(cell)
    return "" if cell is None else str(cell)


def _json(record: Any) -> str:
    return json.dumps(record, ensure_ascii=False, default=_plain)


def _plain(one: Any) -> Any:
    """A value that JSON has no word for, as one that it has.

    Times as ISO 8601, exact numbers as the nearest float, the rest as text.
    """
    if isinstance(one, (date, datetime, time)):
        return one.isoformat()
    if isinstance(one, Decimal):
        return int(one) if one == one.to_integral_value() else float(one)
    return str(one)
