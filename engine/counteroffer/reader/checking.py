"""Files of guides, in Markdown and in our YAML → findings, each file by itself and all of them
together."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from counteroffer.documents.document import LARGEST, Document, read
from counteroffer.documents.validate import checked
from counteroffer.files.worker_pool import WorkerPool
from counteroffer.language.declarations import nearest
from counteroffer.reader.decoding import decoded
from counteroffer.rulebook.checks.findings import Checked, check_guide
from counteroffer.rulebook.checks.from_yaml import comparable_from_yaml
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


def check_text(text: str, file: str, rulebook: Rulebook, today: date) -> Checked:
    """What is wrong with one guide in Markdown.

    What contradicts what is judged by the figures that its import has.
    """
    from counteroffer.reader.as_imported import as_imported
    from counteroffer.reader.from_markdown import comparable_from_markdown, lines_of
    from counteroffer.reader.reading import read_guide
    from counteroffer.reader.vocabulary import vocabulary

    reading = read_guide(text, file, vocabulary(rulebook))
    steps = {code: currency.step for code, currency in rulebook.currencies.items()}
    places = places_of(rulebook)
    view = comparable_from_markdown(reading, text, places, steps)
    name = " · ".join(filter(None, (reading.company, reading.role)))
    if not (view.rows or view.levers or view.headline):
        return Checked(
            file,
            name,
            problems=(
                Problem(
                    "is not a guide: no pay table, no lever and no ask is in it",
                    file,
                    code="document.empty",
                ),
            ),
        )
    settled = as_imported(reading, text, rulebook, today)
    if settled is not None:
        table = () if reading.bands else ("pay table",)
        view = replace(view, missing=(*table, *settled.missing))
    return check_guide(view, file, name, lines_of(text), places, today, settled)


def check_document(document: Document, rulebook: Rulebook, today: date) -> Checked:
    """What is wrong with one guide in YAML, apart from what keeps it from being read.

    Raises RuleError for that.
    """
    guide = checked(Guide, document, error=RuleError)
    if strange := sorted(_regions_named(guide) - guide.bands.keys()):
        raise RuleError(
            [
                document.problem(
                    ("bands",),
                    f"there is no band for {', '.join(strange)}",
                    key=True,
                    code="region.unknown",
                )
            ]
        )
    steps = {
        code: rulebook.currency(code).step
        for code in {band.currency for band in guide.bands.values()}
    }
    view = comparable_from_yaml(guide, document, steps)
    return check_guide(
        view, document.file, guide.name, list(document.lines), places_of(rulebook), today
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
                    Problem(
                        f"can't be read: {getattr(reason, 'strerror', None) or reason}",
                        name,
                        code="document.unreadable",
                    ),
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
                    [
                        Problem(
                            f"is larger than {LARGEST:,} bytes; a guide is a few thousand",
                            name,
                            code="document.too-large",
                        )
                    ]
                )
            return check_text(decoded(data, name), name, self.rulebook, self.today)
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


def _each(checker: Checker, files: list[Path], workers: int) -> Iterator[Checked]:
    """Each file checked, in order; in this process where others can't be had or died."""
    at = 0
    if workers > 1 and len(files) > _FEW:
        try:
            with WorkerPool(workers, _begin, checker) as pool:
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
                    code="document.unreadable",
                )
            ]
        )
    return rulebook.guide(name).document
