"""Imported guides → files of a folder of rules.

    DIR/guides/<company>/<role>.yaml            the guide, to be edited
    DIR/guides/<company>/<role>@<date>.yaml     as it was before figures of another date came
    DIR/levers/<company>.<role>.<lever>.yaml    levers of its own
    DIR/.imported/<company>/<role>.yaml         the last import, which an update compares with
    DIR/.imported/<company>/<role>.yaml.next    the same of an update that did not come to its end
    DIR/schemas/{guide,lever}.json              what editors check them by

Every file is written whole or not at all, and what the next update compares with before the file
that needs it: wherever an import ends, the next one finds its way.

A guide is named `<company>/<role>` in a case, an earlier version of it `<company>/<role>@<date>`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from counteroffer.documents.document import read
from counteroffer.documents.validate import checked
from counteroffer.files.atomic_write import write_text
from counteroffer.reader.importing import Imported
from counteroffer.reader.updating import nearest_base, updated
from counteroffer.rulebook.guide import Guide
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.text.errors import Problem, RuleError
from counteroffer.text.home import RULES

SCHEMAS = ("guide", "lever")
_IMPORTED = re.compile(r"^  imported: (\d{4}-\d\d-\d\d)$", re.MULTILINE)
_AS_OF = re.compile(r"^as_of: (\d{4}-\d\d-\d\d)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Stored:
    """Where a guide went: its path, the diff of an update, edits that the import disagrees with,
    the version kept, whether its file stays as it was."""

    path: Path
    diff: str = ""
    conflicts: int = 0
    kept: str = ""
    unchanged: bool = False


class _Copies:
    """The texts that imports wrote, by the file that each went into: the last one, and the next one
    where an import did not come to its end."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def texts(self, file: Path) -> tuple[str, ...]:
        """What an import may have left in a file: what it held before first."""
        copies = (copy for copy in (self._copy(file), self._next(file)) if copy.is_file())
        return tuple(copy.read_text("utf-8") for copy in copies)

    def write(self, file: Path, imported: str, text: str) -> None:
        """Write a file, and beside it what the import has for it, each where it is another."""
        copy, coming = self._copy(file), self._next(file)
        if _holds(file, text):
            self._put(copy, imported)
        elif not file.exists():
            self._put(copy, imported)
            self._put(file, text)
        else:
            self._put(coming, imported)
            self._put(file, text)
            self._put(copy, imported)
        coming.unlink(missing_ok=True)

    def _put(self, file: Path, text: str) -> None:
        if not _holds(file, text):
            write_text(file, text, inside=self.folder)

    def _copy(self, file: Path) -> Path:
        inner = file.relative_to(self.folder)
        name = inner.relative_to("guides") if inner.parts[0] == "guides" else inner
        return self.folder / ".imported" / name

    def _next(self, file: Path) -> Path:
        copy = self._copy(file)
        return copy.with_name(f"{copy.name}.next")


def _holds(file: Path, text: str) -> bool:
    """Whether a file has this text, whatever its ends of lines are."""
    return file.is_file() and file.read_text("utf-8") == text


def _as_before(guide: Imported, last: str) -> Imported:
    """A guide, or the last import of it where the two differ in the day of the import alone."""
    if _undated(guide.text) != _undated(last):
        return guide
    as_of = _AS_OF.search(last)
    return replace(guide, text=last, as_of=date.fromisoformat(as_of[1]) if as_of else guide.as_of)


def _undated(text: str) -> str:
    """A text without the day of its import, which is its date too where the guide names none."""
    found = _IMPORTED.search(text)
    return text.replace(f": {found[1]}\n", ":\n") if found else text


def store(
    guide: Imported, folder: Path, book: Rulebook, *, update: bool, write: bool = True
) -> Stored:
    """Put a guide and its levers into a folder.

    Raises RuleError where it is there already and not to be updated, and OSError where a file can't
    be written, which then is as it was.
    """
    path, copies = folder / "guides" / f"{guide.id}.yaml", _Copies(folder)
    files = {folder / "levers" / f"{name}.yaml": text for name, text in guide.levers.items()}
    found, text, kept = Stored(path), guide.text, {}
    if path.exists():
        if not update:
            advice = "--update brings it up to date and keeps edits"
            raise RuleError(
                [Problem(f"{path} is there already: {advice}", guide.id, code="file.unwritable")]
            )
        stands = path.read_text("utf-8")
        last = nearest_base(copies.texts(path) or ("",), stands)
        guide = _as_before(guide, last)
        merged = updated(last, stands, guide.text, path.name)
        kept = _earlier(path, stands, guide)
        version = next(iter(kept), Path()).stem
        text = merged.text if merged.diff else stands
        found = Stored(path, merged.diff, merged.conflicts, version, unchanged=not merged.diff)
        levers = {
            lever: read(one.encode(), f"{lever}.yaml", RuleError)
            for lever, one in guide.levers.items()
        }
        book.tried(guide.id, read(text.encode(), str(path), RuleError), levers)
    if write:
        for other, one in (_schemas(folder) | kept).items():
            write_text(other, one, inside=folder)
        for lever, one in files.items():
            if not lever.exists() or lever.read_text("utf-8") in copies.texts(lever):
                copies.write(lever, one, one)
        copies.write(path, guide.text, text)
    return found


def _earlier(path: Path, stands: str, guide: Imported) -> dict[Path, str]:
    """The file as it stands, as a version of its own where the import is of another date."""
    as_of = checked(Guide, read(stands.encode(), str(path), RuleError), error=RuleError).as_of
    version = path.with_name(f"{path.stem}@{as_of}.yaml")
    return {} if as_of == guide.as_of or version.exists() else {version: stands}


def _schemas(folder: Path) -> dict[Path, str]:
    names = {
        folder / "schemas" / f"{name}.json": RULES / "schemas" / f"{name}.json" for name in SCHEMAS
    }
    return {
        path: source.read_text("utf-8")
        for path, source in names.items()
        if not path.exists() and source.exists()
    }
