"""Import many Markdown guides in several processes, in the order of their names.

Each becomes an imported guide or the reason why it can't be one.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from counteroffer.documents.document import LARGEST
from counteroffer.files.worker_pool import WorkerPool
from counteroffer.reader.importing import Imported, imported
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.text.errors import CounterofferError

_AT_ONCE = 16  # files that a process is given together
_FEW = 8  # files for which no process is worth its start


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file: the guide, or the reason why there is none."""

    file: str
    guide: Imported | None
    why: str = ""


def markdown_files(folder: Path) -> tuple[Path, ...]:
    """Every Markdown file below a folder, by name; what is hidden is left alone."""
    inner = (path for path in folder.rglob("*.md") if path.is_file())
    return tuple(
        sorted(
            path
            for path in inner
            if not any(part.startswith(".") for part in path.relative_to(folder).parts)
        )
    )


def import_all(files: Sequence[Path], rulebook: Rulebook, today: date) -> Iterator[Outcome]:
    """Each file in its turn.

    One that can't be imported stops nothing.
    """
    names = [str(path) for path in files]
    workers = min(_processors(), len(names))
    if len(names) <= _FEW or workers < 2:
        yield from (_import(name, rulebook, today) for name in names)
        return
    terms = (rulebook, today)
    with WorkerPool(workers, _begin, *terms) as pool:
        yield from pool.map(_work, names, chunksize=min(_AT_ONCE, -(-len(names) // workers)))


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


_terms: tuple[Rulebook, date]


def _begin(rulebook: Rulebook, today: date) -> None:
    global _terms
    _terms = (rulebook, today)


def _work(file: str) -> Outcome:
    return _import(file, *_terms)


def _import(file: str, rulebook: Rulebook, today: date) -> Outcome:
    try:
        return Outcome(file, imported(_content(file), file, rulebook, today))
    except (CounterofferError, OSError) as error:
        return Outcome(file, None, str(error))
    except Exception as error:  # one bad file stops nothing, whatever is bad about it
        return Outcome(
            file,
            None,
            "this should not happen, and is a mistake in counteroffer: "
            f"{type(error).__name__}: {error}",
        )


def _content(file: str) -> bytes:
    """The bytes of a file, or of standard input for -; one without an end is cut."""
    if file == "-":
        return sys.stdin.buffer.read(LARGEST + 1)
    with Path(file).open("rb") as stream:
        return stream.read(LARGEST + 1)
