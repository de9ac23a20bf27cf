"""Answer a file of cases in chunks: memory stays flat, and an interrupted run can go on.

Finished chunks lie as files in a folder beside the output (`answers.csv.parts`) until all are there
and are joined; then the output is moved into place. Every file is written whole or not at all. The
folder is held by one process at a time.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path
from typing import IO, Any

from counteroffer.files.atomic_write import whole
from counteroffer.files.lock import Held, held
from counteroffer.files.native_errors import numbered
from counteroffer.tables.apply import RowSettings, TableAnswerer, table_answerer
from counteroffer.tables.files import CHUNK, Chunk, Table, kind_of
from counteroffer.tables.rows import ANSWERS, Answers
from counteroffer.text.errors import InputError, Problem

_RUN = "run.json"
_CHUNK = re.compile(r"([0-9]{6,18})\.([0-9]{1,9})", re.ASCII)
_PART = re.compile(r"\..*\.part", re.DOTALL)  # what a killed process was writing
_LARGEST = 100_000  # bytes of what a run says of itself; it is a few hundred
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class RowTally:
    """How many rows were answered, and how many of them are wrong."""

    rows: int
    wrong: int


def write_answers(
    table: Table,
    terms: RowSettings,
    output: Path,
    *,
    resume: bool = False,
    workers: int = 1,
    progress: Progress | None = None,
) -> RowTally:
    """Answer a table into a file.

    `progress` is told how many rows are done, each time that some are.

    With `resume` an interrupted run of the same table under the same terms goes on where it
    stopped. Raises InputError where it is another one, where there is one and `resume` is not said,
    and where another process is at it.
    """
    header = terms.header(table.columns, table.name)
    kind = kind_of(output)
    parts = _Parts(output, kind)
    try:
        with held(parts.folder), numbered():
            done = parts.begin(_signature(table, terms, kind), resume)
            if progress and done:
                progress(sum(min(CHUNK, table.height - number * CHUNK) for number in done))
            answerer = table_answerer(terms.answerer(header), workers)
            for chunk in table.chunks(header, done):
                parts.add(table, chunk, answerer)
                if progress:
                    progress(chunk.height)
            return RowTally(table.height, parts.join(table))
    except Held:
        advice = "wait for it, or name another output"
        raise InputError(
            [Problem(f"another run is writing it: {advice}", str(output), code="file.unwritable")]
        ) from None
    except OSError as error:
        raise InputError(
            [
                Problem(
                    f"can't be written: {error.strerror or error}",
                    str(output),
                    code="file.unwritable",
                )
            ]
        ) from None


def print_answers(
    table: Table,
    terms: RowSettings,
    stream: IO[str],
    *,
    workers: int = 1,
    progress: Progress | None = None,
) -> RowTally:
    """Answer a table as CSV into a stream, row by row as they are done."""
    header, wrong = terms.header(table.columns, table.name), 0
    stream.write(_head(table))
    answerer = table_answerer(terms.answerer(header), workers)
    for chunk in table.chunks(header, ()):
        answers = chunk.answers(answerer)
        stream.write(_csv(table, chunk.origin, answers))
        stream.flush()
        wrong += _wrong(answers)
        if progress:
            progress(chunk.height)
    return RowTally(table.height, wrong)


def begun(output: Path) -> date | None:
    """The day by which an interrupted run judges, if there is one.

    Raises InputError where what there is of it can't be read.
    """
    parts = _Parts(output, "")
    stated = parts.stated
    try:
        return date.fromisoformat(stated["today"]) if stated is not None else None
    except (KeyError, TypeError, ValueError):
        raise parts.unreadable() from None


def _signature(table: Table, terms: RowSettings, kind: str) -> dict[str, Any]:
    """All that the answers hang on."""
    from counteroffer.text.version import VERSION

    setting, rates = terms.setting, terms.setting.rates
    return {
        "counteroffer": VERSION,
        "input": table.digest,
        "chunk": CHUNK,
        "kind": kind,
        "guide": terms.guide,
        "region": setting.region,
        "today": setting.today.isoformat(),
        "rules": setting.rulebook.files.digest,
        "rates": hashlib.sha256(repr((rates.stated, rates.given)).encode()).hexdigest(),
    }


class _Parts:
    """The finished chunks of a run, `<number>.<how many rows are wrong>` each."""

    def __init__(self, output: Path, kind: str) -> None:
        self.output, self.kind = output, kind
        self.folder = output.with_name(output.name + ".parts")

    @property
    def stated(self) -> dict[str, Any] | None:
        """The signature of the run that these parts are of.

        Raises InputError.
        """
        try:
            with (self.folder / _RUN).open("rb") as stream:
                found = json.loads(stream.read(_LARGEST).decode("utf-8"))
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, ValueError, RecursionError):
            raise self.unreadable() from None
        if not isinstance(found, dict):
            raise self.unreadable()
        return found

    def unreadable(self) -> InputError:
        """That nobody can say what run these parts are of."""
        text = "does not say of which run the parts beside it are: delete the folder to start anew"
        return InputError([Problem(text, str(self.folder / _RUN), code="file.unwritable")])

    def begin(self, signature: dict[str, Any], resume: bool) -> set[int]:
        """Begin in an empty folder, or go on with what is there: the numbers of finished chunks.

        Of a run that finished no chunk nothing is kept.
        """
        done, begun_ = self._paths(), (self.folder / _RUN).is_file()
        ours = {_RUN, *(path.name for path in done)}
        names = (path.name for path in self.folder.iterdir())
        others = [name for name in names if name not in ours and not _PART.fullmatch(name)]
        if others or (done and not begun_):
            raise InputError(
                [
                    Problem(
                        "is in the way: finished parts would be kept there",
                        str(self.folder),
                        code="file.unwritable",
                    )
                ]
            )
        if done and not resume:
            advice = "--resume goes on with it; delete the folder to start anew"
            raise InputError(
                [
                    Problem(
                        f"holds an interrupted run: {advice}",
                        str(self.folder),
                        code="file.unwritable",
                    )
                ]
            )
        if not done:
            with whole(self.folder / _RUN, inside=self.folder) as part:
                part.write_text(json.dumps(signature, indent=1), "utf-8")
            return set()
        stated = self.stated
        if stated is None:
            raise self.unreadable()
        changed = [
            _WORDS.get(name, name) for name in signature if stated.get(name) != signature[name]
        ]
        if changed:
            words = f"{' and '.join(changed)} changed since"
            advice = "delete the folder to start anew"
            raise InputError(
                [
                    Problem(
                        f"is of another run, {words}: {advice}",
                        str(self.folder),
                        code="file.unwritable",
                    )
                ]
            )
        return {int(path.name.partition(".")[0]) for path in done}

    def _paths(self) -> list[Path]:
        chunks = (path for path in self.folder.iterdir() if _CHUNK.fullmatch(path.name))
        return sorted(chunks, key=lambda path: int(path.name.partition(".")[0]))

    def add(self, table: Table, chunk: Chunk, answerer: TableAnswerer) -> None:
        """Answer a chunk, and keep it."""
        if self.kind == "parquet":
            frame = chunk.answer_frame(answerer)
            with self._part(chunk, frame.height - frame["error"].null_count()) as part:
                table.frame(chunk.origin).hstack(frame).write_parquet(part)
        else:
            answers = chunk.answers(answerer)
            form = _csv if self.kind == "csv" else _json_lines
            with self._part(chunk, _wrong(answers)) as part:
                part.write_bytes(form(table, chunk.origin, answers).encode())

    def _part(self, chunk: Chunk, wrong: int) -> AbstractContextManager[Path]:
        path = self.folder / f"{chunk.number:06}.{wrong}"
        return whole(path, inside=self.folder, sweep=False)

    def join(self, table: Table) -> int:
        """Join the parts into the output and remove their folder: how many rows are wrong."""
        paths = self._paths()
        wrong = sum(int(path.name.partition(".")[2]) for path in paths)
        with whole(self.output) as joined:
            if self.kind == "parquet":
                import polars as pl

                pl.scan_parquet(paths, glob=False).sink_parquet(joined, row_group_size=CHUNK)
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
