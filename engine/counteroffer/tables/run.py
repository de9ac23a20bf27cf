"""A file of cases → a file of answers: in chunks, so that memory stays flat and an interrupted run
can go on.

Finished chunks lie as files in a folder beside the output (`answers.csv.parts`) until all are there
and are joined; then the output is moved into place. Every file is written beside its place and
moved there, so that none is ever torn.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path
from typing import IO, Any

from counteroffer.documents.atomic_write import whole
from counteroffer.tables.apply import CHUNK, Terms, answer_frame, in_order
from counteroffer.tables.files import Chunk, Table, kind_of
from counteroffer.tables.rows import ANSWERS, Answers
from counteroffer.text.errors import InputError, Problem

_RUN = "run.json"
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many rows were answered, and how many of them are wrong."""

    rows: int
    wrong: int


def write_answers(
    table: Table,
    terms: Terms,
    output: Path,
    *,
    resume: bool = False,
    workers: int = 1,
    progress: Progress | None = None,
) -> Outcome:
    """Answer a table into a file; `progress` is told how many rows were done each time that some
    are.

    With `resume` an interrupted run of the same table under the same terms goes on where it
    stopped. Raises InputError where it is another one, or where there is one and `resume` is not
    said.
    """
    header = terms.header(table.columns, table.name)
    kind = kind_of(output)
    parts = _Parts(output, kind)
    try:
        done = parts.begin(_signature(table, terms, kind), resume)
        if progress and done:
            progress(sum(min(CHUNK, table.height - number * CHUNK) for number in done))
        chunks = ((chunk, chunk.rows) for chunk in table.chunks(header, done))
        with closing(in_order(terms.answerer(header), chunks, workers)) as answered:
            for chunk, answers in answered:
                parts.add(table, chunk, answers)
                if progress:
                    progress(len(answers))
        return Outcome(table.height, parts.join(table))
    except OSError as error:
        raise InputError(
            [Problem(f"can't be written: {error.strerror or error}", str(output))]
        ) from None


def print_answers(
    table: Table,
    terms: Terms,
    stream: IO[str],
    *,
    workers: int = 1,
    progress: Progress | None = None,
) -> Outcome:
    """Answer a table as CSV into a stream, row by row as they are done."""
    header, wrong = terms.header(table.columns, table.name), 0
    stream.write(_head(table))
    chunks = ((chunk, chunk.rows) for chunk in table.chunks(header, ()))
    with closing(in_order(terms.answerer(header), chunks, workers)) as answered:
        for chunk, answers in answered:
            stream.write(_csv(table, chunk.origin, answers))
            stream.flush()
            wrong += _wrong(answers)
            if progress:
                progress(len(answers))
    return Outcome(table.height, wrong)


def begun(output: Path) -> date | None:
    """The day by which an interrupted run judges, if there is one."""
    stated = _Parts(output, "").stated
    return date.fromisoformat(stated["today"]) if stated else None


def _signature(table: Table, terms: Terms, kind: str) -> dict[str, Any]:
    """All that the answers hang on."""
    from counteroffer.text.version import VERSION

    return {
        "counteroffer": VERSION,
        "input": table.digest,
        "chunk": CHUNK,
        "kind": kind,
        "guide": terms.guide,
        "region": terms.region,
        "today": terms.today.isoformat(),
        "rules": terms.rulebook.files.digest,
        "rates": hashlib.sha256(repr((terms.rates.stated, terms.rates.given)).encode()).hexdigest(),
    }


class _Parts:
    """The finished chunks of a run, `<number>.<how many rows are wrong>` each."""

    def __init__(self, output: Path, kind: str) -> None:
        self.output, self.kind = output, kind
        self.folder = output.with_name(output.name + ".parts")

    @property
    def stated(self) -> dict[str, Any] | None:
        """The signature of the run that these parts are of."""
        try:
            found: dict[str, Any] = json.loads((self.folder / _RUN).read_text("utf-8"))
        except FileNotFoundError:
            return None
        return found

    def begin(self, signature: dict[str, Any], resume: bool) -> set[int]:
        """Make the folder, or go on with the one that is there: the numbers of the chunks that are
        done."""
        stated, done = self.stated, self._paths()
        if stated is None:
            self.folder.mkdir(exist_ok=True)
            if any(self.folder.iterdir()):
                raise InputError(
                    [Problem("is in the way: finished parts would be kept there", str(self.folder))]
                )
        elif done and not resume:
            advice = "--resume goes on with it; delete the folder to start anew"
            raise InputError([Problem(f"holds an interrupted run: {advice}", str(self.folder))])
        if not done:
            _write(self.folder / _RUN, json.dumps(signature, indent=1).encode())
            return set()
        assert stated is not None
        changed = [
            _WORDS.get(name, name) for name in signature if stated.get(name) != signature[name]
        ]
        if changed:
            words = f"{' and '.join(changed)} changed since"
            advice = "delete the folder to start anew"
            raise InputError([Problem(f"is of another run, {words}: {advice}", str(self.folder))])
        return {int(path.name.partition(".")[0]) for path in done}

    def _paths(self) -> list[Path]:
        return sorted(
            self.folder.glob("[0-9]*.[0-9]*"), key=lambda path: int(path.name.partition(".")[0])
        )

    def add(self, table: Table, chunk: Chunk, answers: Sequence[Answers]) -> None:
        path = self.folder / f"{chunk.number:06}.{_wrong(answers)}"
        if self.kind == "parquet":
            beside = path.with_name("writing")
            table.frame(chunk.origin).hstack(answer_frame(answers)).write_parquet(beside)
            _into_place(beside, path)
        else:
            form = _csv if self.kind == "csv" else _json_lines
            _write(path, form(table, chunk.origin, answers).encode())

    def join(self, table: Table) -> int:
        """Put the parts together in the place of the output and take their folder away: how many
        rows are wrong."""
        paths = self._paths()
        wrong = sum(int(path.name.partition(".")[2]) for path in paths)
        with whole(self.output) as joined:
            if self.kind == "parquet":
                import polars as pl

                pl.scan_parquet(paths, glob=False).sink_parquet(joined, row_group_size=10 * CHUNK)
            else:
                with joined.open("wb") as stream:
                    stream.write(_head(table).encode() if self.kind == "csv" else b"")
                    for path in paths:
                        with path.open("rb") as part:
                            shutil.copyfileobj(part, stream, 1 << 20)
        shutil.rmtree(self.folder)
        return wrong


_WORDS = {
    "counteroffer": "the version",
    "input": "the input",
    "guide": "--guide",
    "region": "--region",
    "today": "--today",
    "rules": "the rules",
    "rates": "the rates",
    "kind": "the kind of output",
}


def _write(path: Path, data: bytes) -> None:
    beside = path.with_name("writing")
    beside.write_bytes(data)
    _into_place(beside, path)


def _into_place(beside: Path, path: Path) -> None:
    """Move a file that is written to its place, once it is on the disk."""
    with beside.open("rb+") as stream:
        os.fsync(stream.fileno())
    os.replace(beside, path)


def _wrong(answers: Sequence[Answers]) -> int:
    return sum(row[-1] is not None for row in answers)


def _lines(rows: Iterator[Sequence[Any]], delimiter: str) -> str:
    text = StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _delimiter(table: Table) -> str:
    return getattr(table, "delimiter", ",")


def _head(table: Table) -> str:
    return _lines(iter([(*table.columns, *ANSWERS)]), _delimiter(table))


def _csv(table: Table, origin: Any, answers: Sequence[Answers]) -> str:
    return _lines(
        ((*row, *more) for row, more in zip(table.texts(origin), answers, strict=True)),
        _delimiter(table),
    )


def _json_lines(table: Table, origin: Any, answers: Sequence[Answers]) -> str:
    lines = []
    for record, more in zip(table.records(origin), answers, strict=True):
        own = json.dumps(dict(zip(ANSWERS, more, strict=True)), ensure_ascii=False)
        stated = record[1:-1].strip()
        lines.append(f"{{{stated}, {own[1:]}\n" if stated else f"{own}\n")
    return "".join(lines)
