"""Imported guides → files of a folder of rules.

    DIR/guides/<company>/<role>.yaml            the guide, to be edited
    DIR/guides/<company>/<role>@<date>.yaml     as it was before figures of another date came
    DIR/levers/<company>.<role>.<lever>.yaml    levers of its own
    DIR/.imported/<company>/<role>.yaml         the last import, which an update compares with
    DIR/schemas/{guide,lever}.json              what editors check them by

A guide is named `<company>/<role>` in a case, an earlier version of it `<company>/<role>@<date>`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from counteroffer.documents.document import read
from counteroffer.reader.importing import Imported
from counteroffer.reader.updating import updated
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.text.errors import Problem, RuleError
from counteroffer.text.home import RULES

SCHEMAS = ("guide", "lever")


@dataclass(frozen=True, slots=True)
class Stored:
    """Where a guide went: its path, the diff of an update, edits that the import disagrees with,
    the version kept."""

    path: Path
    diff: str = ""
    conflicts: int = 0
    kept: str = ""


def store(
    guide: Imported, folder: Path, book: Rulebook, *, update: bool, write: bool = True
) -> Stored:
    """Put a guide and its levers into a folder.

    Raises RuleError where it is there already and not to be updated.
    """
    path = folder / "guides" / f"{guide.id}.yaml"
    before = folder / ".imported" / f"{guide.id}.yaml"
    files = {folder / "levers" / f"{name}.yaml": text for name, text in guide.levers.items()}
    found, text, kept = Stored(path), guide.text, {}
    if path.exists():
        if not update:
            raise RuleError(
                [
                    Problem(
                        f"{path} is there already: --update brings it up to date and keeps edits",
                        guide.id,
                    )
                ]
            )
        stands = path.read_text("utf-8")
        last = before.read_text("utf-8") if before.exists() else stands
        merged = updated(last, stands, guide.text, path.name)
        kept = _earlier(path, stands, guide, book)
        text, found = (
            merged.text,
            Stored(path, merged.diff, merged.conflicts, next(iter(kept), Path()).stem),
        )
        levers = {
            lever: read(one.encode(), f"{lever}.yaml", RuleError)
            for lever, one in guide.levers.items()
        }
        book.tried(guide.id, read(text.encode(), str(path), RuleError), levers)
    if write:
        new_levers = {
            lever: one
            for lever, one in files.items()
            if not lever.exists() or _untouched(lever, folder)
        }
        _write({**new_levers, **kept, path: text, before: guide.text, **_schemas(folder)})
        _write({_copy(lever, folder): one for lever, one in files.items()})
    return found


def _earlier(path: Path, stands: str, guide: Imported, book: Rulebook) -> dict[Path, str]:
    """The file as it stands, as a version of its own where the import is of another date."""
    from counteroffer.documents.validate import checked
    from counteroffer.rulebook.guide import Guide

    as_of = checked(Guide, read(stands.encode(), str(path), RuleError), error=RuleError).as_of
    version = path.with_name(f"{path.stem}@{as_of}.yaml")
    return {} if as_of == guide.as_of or version.exists() else {version: stands}


def _copy(lever: Path, folder: Path) -> Path:
    return folder / ".imported" / "levers" / lever.name


def _untouched(lever: Path, folder: Path) -> bool:
    """Whether a lever's file is as the last import left it."""
    copy = _copy(lever, folder)
    return copy.exists() and copy.read_bytes() == lever.read_bytes()


def _schemas(folder: Path) -> dict[Path, str]:
    names = {
        folder / "schemas" / f"{name}.json": RULES / "schemas" / f"{name}.json" for name in SCHEMAS
    }
    return {
        path: source.read_text("utf-8")
        for path, source in names.items()
        if not path.exists() and source.exists()
    }


def _write(files: Mapping[Path, str]) -> None:
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")
