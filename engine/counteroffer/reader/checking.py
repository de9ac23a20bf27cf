"""Files of guides, in Markdown and in our YAML → findings, each file by itself and all of them
together."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from datetime import date
from multiprocessing import get_context
from pathlib import Path

from counteroffer.documents.document import LARGEST, Document, read
from counteroffer.documents.validate import checked
from counteroffer.language.declarations import nearest
from counteroffer.rulebook.checks import completeness as shape
from counteroffer.rulebook.checks import faults
from counteroffer.rulebook.checks.comparable import TOP, Spot, View
from counteroffer.rulebook.checks.copies import Table, same_tables, table_of
from counteroffer.rulebook.checks.finding import Finding
from counteroffer.rulebook.checks.findings import contradictions
from counteroffer.rulebook.checks.from_yaml import view_of_guide
from counteroffer.rulebook.guide import Guide
from counteroffer.rulebook.places import Places
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.text.errors import InputError, Problem, RuleError
from counteroffer.text.kept import remembered

MARKDOWN = (".md", ".markdown", ".mdown", ".txt")
YAML = (".yaml", ".yml", ".json")
_FEW = 12  # files that are read sooner than processes start
_CHUNK = 16

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in one file, by line; `name` is the company and role.

    `problems`: why it can't be read at all. `lines` are the lines of the file that findings stand
    on.
    """

    file: str
    name: str = ""
    findings: tuple[Finding, ...] = ()
    lines: tuple[tuple[int, str], ...] = ()
    problems: tuple[Problem, ...] = ()
    table: Table | None = None
    table_spot: Spot = TOP


def check_text(text: str, file: str, rulebook: Rulebook, today: date) -> Checked:
    """What is wrong with one guide in Markdown."""
    from counteroffer.reader.from_markdown import lines_of, view_of_reading
    from counteroffer.reader.reading import read_guide
    from counteroffer.reader.vocabulary import vocabulary

    reading = read_guide(text, file, vocabulary(rulebook))
    steps = {code: currency.step for code, currency in rulebook.currencies.items()}
    places = places_of(rulebook)
    view = view_of_reading(reading, text, places, steps)
    name = " · ".join(filter(None, (reading.company, reading.role)))
    if not (view.rows or view.levers or view.headline):
        return Checked(
            file,
            name,
            problems=(Problem("is not a guide: no pay table, no lever and no ask is in it", file),),
        )
    return _checked(file, name, view, lines_of(text), places, today)


def check_document(document: Document, rulebook: Rulebook, today: date) -> Checked:
    """What is wrong with one guide in YAML, apart from what keeps it from being read.

    Raises RuleError for that.
    """
    guide = checked(Guide, document, error=RuleError)
    if strange := sorted(_regions_named(guide) - guide.bands.keys()):
        raise RuleError(
            [document.problem(("bands",), f"there is no band for {', '.join(strange)}", key=True)]
        )
    steps = {
        code: rulebook.currency(code).step
        for code in {band.currency for band in guide.bands.values()}
    }
    view = view_of_guide(guide, document, steps)
    return _checked(
        document.file, guide.name, view, list(document.lines), places_of(rulebook), today
    )


def _regions_named(guide: Guide) -> set[str]:
    named = {*guide.headline, *guide.floor, *(offer.region for offer in guide.example_offers)}
    return named.union(*(lever.figures for lever in guide.levers.values()))


@remembered
def places_of(rulebook: Rulebook) -> Places:
    """The places that are known, by every name that they have."""
    named = {name: (place.currency, id_) for name, (id_, place) in rulebook.places.items()}
    return Places(
        {**named, **{place.label: (place.currency, id_) for id_, place in rulebook.places.values()}}
    )


def _checked(
    file: str, name: str, view: View, lines: list[str], places: Places, today: date
) -> Checked:
    found = [
        *faults.bad_ranges(view),
        *faults.bad_currencies(view, places),
        *contradictions(view),
        *shape.gaps(view),
        *shape.age(view, today),
    ]
    found.sort(key=lambda one: one.line)  # those of one line stay as they came
    spot = view.rows[0].spot if view.rows else TOP
    shown = {one.line for one in found} | {spot.line}
    kept = tuple(
        (number, lines[number - 1]) for number in sorted(shown) if 0 < number <= len(lines)
    )
    return Checked(file, name, tuple(found), kept, (), table_of(view), spot)


@dataclass(frozen=True, slots=True)
class Checker:
    """Checks files by path with the rules and on the day given."""

    rulebook: Rulebook
    today: date

    def file(self, path: Path, shown: str | None = None) -> Checked:
        """What is wrong with one file; one that can't be read says why in `problems`."""
        name = shown or str(path)
        try:
            with path.open("rb") as stream:
                data = stream.read(LARGEST + 1)
        except (OSError, ValueError) as reason:
            return Checked(
                name,
                problems=(
                    Problem(f"can't be read: {getattr(reason, 'strerror', None) or reason}", name),
                ),
            )
        return self.data(data, name, yaml=path.suffix.lower() in YAML)

    def data(self, data: bytes, name: str, *, yaml: bool) -> Checked:
        """What is wrong with the bytes of a file."""
        try:
            if yaml:
                return check_document(read(data, name, RuleError), self.rulebook, self.today)
            if len(data) > LARGEST:
                raise InputError(
                    [Problem(f"is larger than {LARGEST:,} bytes; a guide is a few thousand", name)]
                )
            return check_text(data.decode("utf-8-sig"), name, self.rulebook, self.today)
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            return Checked(name, problems=(Problem("is not UTF-8 text", name, line),))
        except InputError as error:
            return Checked(name, problems=error.problems)


def files_under(path: Path) -> list[Path]:
    """The guides in a folder and all folders in it, sorted: Markdown, and the YAML that holds
    bands.

    A file is itself.
    """
    if not path.is_dir():
        return [path]
    files = (
        one
        for one in path.rglob("*")
        if not any(part.startswith(".") for part in one.relative_to(path).parts)
    )
    return sorted(one for one in files if one.is_file() and _may_be_guide(one))


def _may_be_guide(path: Path) -> bool:
    suffix = path.suffix.lower()
    if suffix in MARKDOWN:
        return suffix != ".txt" and path.stem.lower() not in (
            "readme",
            "changelog",
            "contributing",
            "license",
        )
    if suffix not in (".yaml", ".yml"):
        return False
    try:
        head = path.read_bytes()
    except OSError:
        return True  # to be told of
    return (b"\nbands:" in head or b'"bands"' in head) and b"company" in head


def check_files(
    checker: Checker,
    paths: Iterable[Path],
    *,
    workers: int | None = None,
    progress: Progress | None = None,
) -> tuple[Checked, ...]:
    """What is wrong with each file by itself, in the order of `paths`."""
    files = list(paths)
    done = []
    for one in _each(checker, files, workers or os.cpu_count() or 1):
        done.append(one)
        if progress:
            progress(1)
    return tuple(done)


def together(done: Iterable[Checked]) -> tuple[Checked, ...]:
    """The same with what can only be seen in all of them at once: tables that are those of
    others."""
    every = dict(enumerate(done))
    more = same_tables([(one.file, one.table, one.table_spot) for one in every.values()])
    for number, finding in more:
        found = sorted((*every[number].findings, finding), key=lambda one: one.line)
        every[number] = replace(every[number], findings=tuple(found))
    return tuple(every.values())


def _each(checker: Checker, files: list[Path], workers: int) -> Iterator[Checked]:
    """Each file checked, in order; in this process where others can't be had or died."""
    at = 0
    if workers > 1 and len(files) > _FEW:
        try:
            with ProcessPoolExecutor(workers, get_context("spawn"), _begin, (checker,)) as pool:
                for one in pool.map(_work, files, chunksize=_CHUNK):
                    yield one
                    at += 1
        except (BrokenProcessPool, OSError):
            pass
    yield from (checker.file(path) for path in files[at:])


_worker: Checker


def _begin(checker: Checker) -> None:
    global _worker
    _worker = checker


def _work(path: Path) -> Checked:
    return _worker.file(path)


def named_guide(name: str, rulebook: Rulebook) -> Document:
    """The document of a guide that is in the rules, by its id.

    Raises RuleError.
    """
    if Path(name).suffix:
        raise RuleError(
            [
                Problem(
                    f"can't be read: there is no such file{nearest(name, rulebook.guide_ids())}",
                    name,
                )
            ]
        )
    return rulebook.guide(name).document
