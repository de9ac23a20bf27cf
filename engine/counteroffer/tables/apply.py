"""Answer a table of cases: the same table with an answer in each row.

For polars frames, and for whatever else has rows. Tables are settled as columns in chunks (see
`columns`); rows that columns can't say are answered one by one, on several processes where there
are many. Both ways give the same answers.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import warnings
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, TimeoutError
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from typing import TYPE_CHECKING, TypeVar

from counteroffer.answers.arguments import checked_arguments
from counteroffer.answers.setting import Setting
from counteroffer.files.worker_pool import WorkerPool
from counteroffer.money.rates import Rates
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.tables.rows import (
    ANSWERS,
    NUMBERS,
    Answerer,
    Answers,
    Cells,
    Header,
    failed,
    lacking,
    numeric,
)
from counteroffer.text.characters import brief
from counteroffer.text.deadline import seconds_left
from counteroffer.text.errors import DeadlineError, InputError, Problem

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

    import polars as pl

    from counteroffer.tables.columns.unfolded import TableColumns

    Frame = TypeVar("Frame", pl.DataFrame, pl.LazyFrame)

CHUNK = 1_000  # rows that are answered one by one: half a second of work, and a megabyte
AT_ONCE = 100_000  # rows that are answered as columns: some 100 megabytes
Rows = Sequence[Cells]
Tag = TypeVar("Tag")


@dataclass(frozen=True)
class RowSettings:
    """The rules, rates and day that hold for every row of a table.

    `guide` is that of `Answerer`.
    """

    setting: Setting
    guide: str | None = None

    def answerer(self, header: Header) -> Answerer:
        return Answerer(header, self.setting, self.guide)

    def header(self, columns: Sequence[str], name: str = "") -> Header:
        """The header for these columns.

        Raises InputError where no row could state a case, or be given its answer.
        """
        if not columns:
            return Header({})
        taken = [column for column in columns if column in ANSWERS]
        if taken:
            advice = (
                "it is a column of the answers: rename it, or give the table without its answers"
            )
            raise InputError(
                [
                    Problem(
                        f"there is a column '{column}' already; {advice}",
                        name,
                        code="entry.repeated",
                        path=(column,),
                    )
                    for column in taken
                ]
            )
        header = Header.of(columns, self.setting.rulebook, name)
        missing = lacking(header, guide=self.guide, region=self.setting.region)
        if missing:
            raise InputError(
                [
                    Problem(
                        f"there is no column '{column}'; add it, or say it for all rows",
                        name,
                        code="entry.missing",
                        path=(column,),
                    )
                    for column in missing
                ]
            )
        return header


@checked_arguments
def apply(
    frame: Frame,
    *,
    guide: str | None = None,
    region: str | None = None,
    rulebook: Rulebook | None = None,
    rates: Rates | None = None,
    today: date | None = None,
    workers: int = 1,
    deadline: float | None = None,
) -> Frame:
    """A frame of cases, one in each row, with their answers as further columns.

    Columns named like paths of a case are read (`guide`, `region`, `offer.base`, `gpu_years`,
    `competing.NVIDIA.base`, `competing.1.company`, ...), all others are left alone. Added are whole
    numbers in the currency that `currency` says (`ask.base` to `break_even.base`; null where there
    is nothing), `verdict`, `levers` and `warnings` joined by `+`, and `error`, which is null unless
    the row is wrong. Order is kept.

    `guide` holds for all rows; `region` for those without one, and the others are settled there;
    the rest is as in `counter`. A lazy frame stays lazy, its chunks are answered as they come, in
    this process. With more than one worker processes are started, for which a script must guard its
    entry with `if __name__ == "__main__"`. Warns of columns that look like a fact and are none.
    Raises InputError where the columns can't state a case, and DeadlineError once `deadline`, a
    moment of `time.monotonic()`, has passed; a lazy frame has none once it is made.
    """
    return apply_in(RowSettings(Setting.of(region, rulebook, rates, today), guide), frame, workers)


def apply_in(terms: RowSettings, frame: Frame, workers: int = 1) -> Frame:
    """`apply`, in terms."""
    import polars as pl

    if not isinstance(frame, (pl.DataFrame, pl.LazyFrame)):
        raise TypeError(f"frame must be a polars DataFrame or LazyFrame, not {brief(frame)}")
    schema = frame.collect_schema() if isinstance(frame, pl.LazyFrame) else frame.schema
    header = terms.header(schema.names())
    for notice in header.notices:
        warnings.warn(notice, stacklevel=4)  # the line that called `apply`
    if isinstance(frame, pl.DataFrame):
        return answered(frame, table_answerer(terms.answerer(header), workers))
    answerer = table_answerer(terms.answerer(header))
    return frame.map_batches(
        lambda part: answered(part, answerer), schema={**schema, **answer_schema()}, streamable=True
    )


def table_answerer(answerer: Answerer, workers: int = 1) -> TableAnswerer:
    """What answers a table in chunks."""
    from counteroffer.tables.columns.unfolded import TableColumns

    return TableAnswerer(TableColumns(answerer), workers)


@dataclass(frozen=True)
class TableAnswerer:
    """Answers chunks of one table; what is left of each by columns is answered on `workers`."""

    columns: TableColumns
    workers: int = 1

    @property
    def header(self) -> Header:
        return self.columns.answerer.header

    def frame(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The columns of answers to a frame of cases."""
        from counteroffer.tables.columns.cells import TableCells

        cells = {column: frame[column] for column in self.header.paths}
        return self.columns.answers(TableCells(cells, frame.height), self._by_row)

    def rows(self, rows: Rows) -> list[Answers]:
        """The answers to rows of cells."""
        if len(rows) < self.columns.few:
            return self.columns.answerer.answers(rows)
        from counteroffer.tables.columns.cells import table_of

        stated = [row for row in rows if not isinstance(row, str)]
        table = table_of(tuple(self.header.paths), stated)
        found = iter(self.columns.answers(table, self._by_row).rows())
        return [failed(row) if isinstance(row, str) else next(found) for row in rows]

    def _by_row(self, answerer: Answerer, rows: Rows) -> list[Answers]:
        chunks = ((None, rows[at : at + CHUNK]) for at in range(0, len(rows), CHUNK))
        with closing(in_order(answerer, chunks, self.workers)) as found:
            return [answers for _, chunk in found for answers in chunk]


def answered(frame: pl.DataFrame, answerer: TableAnswerer) -> pl.DataFrame:
    """A frame with the columns of its answers."""
    import polars as pl

    found = [answerer.frame(part) for part in frame.iter_slices(AT_ONCE)]
    return frame.hstack(pl.concat(found) if found else pl.DataFrame(schema=answer_schema()))


def answer_schema() -> dict[str, type[pl.DataType]]:
    """The types of the columns that are added."""
    import polars as pl

    return {name: pl.Int64 if name in NUMBERS else pl.String for name in ANSWERS}


def answer_frame(found: Sequence[Answers]) -> pl.DataFrame:
    """The columns that are added, for as many rows as there are answers."""
    import polars as pl

    return pl.DataFrame(found, schema=answer_schema(), orient="row")


def cells(frame: pl.DataFrame, header: Header) -> Rows:
    """The cells of a frame that state the cases."""
    columns = [[numeric(cell) for cell in frame[column].to_list()] for column in header.paths]
    return list(zip(*columns, strict=True)) if columns else [()] * frame.height


# chunks on several processes


def in_order(
    answerer: Answerer, chunks: Iterable[tuple[Tag, Rows]], workers: int = 1
) -> Generator[tuple[Tag, list[Answers]], None, None]:
    """The answers of each chunk of rows beside its tag, in order.

    No more than a few chunks are held at a time. A single chunk is answered in this process, and so
    is all that is left where processes can't be started or die.
    """
    coming = iter(chunks)
    first = list(islice(coming, 2))
    pool = _pool(answerer, workers) if workers > 1 and len(first) > 1 else None
    every = chain(first, coming)
    if pool is not None:
        left = deque[tuple[Tag, Rows]]()
        with closing(_pooled(pool, every, 2 * workers, left)) as found:
            yield from found
        every = chain(left, every)
    yield from ((tag, answerer.answers(rows)) for tag, rows in every)


def _pooled(
    pool: WorkerPool,
    chunks: Iterator[tuple[Tag, Rows]],
    window: int,
    left: deque[tuple[Tag, Rows]],
) -> Generator[tuple[Tag, list[Answers]], None, None]:
    """Answers in order.

    `left` has what was taken and not answered: nothing, unless the worker processes died.
    """
    waiting: deque[Future[list[Answers]]] = deque()
    try:
        for tag, rows in chunks:
            left.append((tag, rows))
            waiting.append(pool.submit(_work, rows))
            if len(waiting) > window:
                found = _result(waiting.popleft())
                yield left.popleft()[0], found
        while waiting:
            found = _result(waiting.popleft())
            yield left.popleft()[0], found
    except BrokenProcessPool:
        return
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _result(coming: Future[list[Answers]]) -> list[Answers]:
    """The answers that a worker makes.

    Raises DeadlineError.
    """
    try:
        return coming.result(seconds_left())
    except TimeoutError:
        raise DeadlineError from None


def _pool(answerer: Answerer, workers: int) -> WorkerPool | None:
    """Processes that answer rows; None where this system has none to give."""
    pool = None
    try:
        with _ignoring_sigint():
            pool = WorkerPool(workers, _start, answerer)
            pool.submit(os.getpid)  # starts them
    except (OSError, ImportError, NotImplementedError):
        if pool is not None:
            pool.shutdown()
        return None
    return pool


@contextmanager
def _ignoring_sigint() -> Iterator[None]:
    """Ignore SIGINT in processes that start meanwhile: Ctrl-C is for the parent."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


_answers: Callable[[Rows], list[Answers]]


def _start(answerer: Answerer) -> None:
    """Make this process a worker, which does not outlive the one who asked."""
    global _answers
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent,), daemon=True).start()
    _answers = answerer.answers


def _follow(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


def _work(rows: Rows) -> list[Answers]:
    return _answers(rows)
