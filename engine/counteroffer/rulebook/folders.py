"""Read folders of rules: the bytes of all their files as they were at one moment.

Every file that rules can be made of is read once, when its folder is; it is parsed later, by
whoever needs it. So answers and their digest are of the same bytes, whatever happens to the files
afterwards.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from counteroffer.documents.document import LARGEST, Document
from counteroffer.documents.reading import read
from counteroffer.text.characters import legible
from counteroffer.text.errors import Problem, RuleError
from counteroffer.text.home import HOME, RULES

VARIABLE = "COUNTEROFFER_RULES"
_PATTERNS = (  # those of a depth as well: ** does not follow links to folders
    *("*.yaml", "guides/*/*.yaml"),
    *("levers/*.yaml", "levers/*/*.yaml", "levers/**/*.yaml"),
    *("templates/*", "templates/*/*", "templates/**/*"),
)


def folders_from_environment() -> tuple[Path, ...]:
    """The folders of rules that the environment variable COUNTEROFFER_RULES names."""
    return tuple(Path(part) for part in os.environ.get(VARIABLE, "").split(os.pathsep) if part)


@dataclass(frozen=True, slots=True)
class RuleFile:
    """A file of a folder of rules: its path, how it is shown, and its bytes.

    It has at most one byte over `LARGEST`. A file that can't be read says why in place of bytes.
    """

    path: Path
    shown: str
    data: bytes = field(repr=False)
    why: str = ""

    @property
    def digest(self) -> str:
        """The sha256 of the bytes."""
        return hashlib.sha256(self.data).hexdigest()

    def content(self) -> bytes:
        """The bytes of the file.

        Raises RuleError where it could not be read.
        """
        if self.why:
            raise RuleError(
                [Problem(f"can't be read: {self.why}", self.shown, code="document.unreadable")]
            )
        return self.data

    def document(self) -> Document:
        """The file as YAML, entries of the form 'name: value'.

        Raises RuleError.
        """
        if not legible(self.path.name + self.path.parent.name):  # a lever's and a guide's id
            problem = Problem(
                "its name has a character that can't be shown", self.shown, code="text.illegible"
            )
            raise RuleError([problem])
        document = read(self.content(), self.shown, RuleError)
        if not isinstance(document.value, dict):
            raise RuleError(
                [
                    document.problem(
                        (), "needs entries of the form 'name: value'", code="value.wrong-type"
                    )
                ]
            )
        return document


@dataclass(frozen=True, slots=True)
class RuleFolder:
    """A folder and its files by their path in it, with `/` on every system."""

    path: Path
    files: Mapping[str, RuleFile] = field(repr=False)

    @classmethod
    def read(cls, path: Path) -> RuleFolder:
        """All files that rules can be made of.

        Raises RuleError for what is no folder.
        """
        if not path.is_dir():
            raise RuleError(
                [Problem("is not a folder of rules", str(path), code="document.unreadable")]
            )
        found = {file for pattern in _PATTERNS for file in path.glob(pattern)}
        files = {one.relative_to(path).as_posix(): one for one in sorted(found) if one.is_file()}
        return cls(path, {name: _read(one) for name, one in files.items()})


@dataclass(frozen=True, slots=True)
class RuleFiles:
    """Folders of rules, the package's own first.

    A file with the same name in a later folder replaces the earlier one, or adds to it.
    """

    folders: tuple[RuleFolder, ...]

    @classmethod
    def read(cls, folders: Iterable[Path]) -> RuleFiles:
        """The files of the package's rules and of these folders.

        Raises RuleError for what is no folder.
        """
        return cls(tuple(RuleFolder.read(folder) for folder in (RULES, *folders)))

    def named(self, name: str) -> list[RuleFile]:
        """The files of one name, the package's first."""
        return [folder.files[name] for folder in self.folders if name in folder.files]

    def matching(self, start: str, end: str) -> Iterator[str]:
        """The names of files that begin and end so, folder by folder."""
        for folder in self.folders:
            yield from (one for one in folder.files if one.startswith(start) and one.endswith(end))

    def documents(self, name: str) -> tuple[Document, ...]:
        """The files of one name as YAML, the package's first.

        Raises RuleError.
        """
        return tuple(file.document() for file in self.named(name))

    @property
    def digest(self) -> str:
        """The sha256 of all YAML in all folders, names included."""
        digest = hashlib.sha256()
        for folder in self.folders:
            for name, file in folder.files.items():
                if name.endswith(".yaml"):
                    digest.update(name.encode() + b"\0" + file.data + b"\0")
        return digest.hexdigest()


def made_folder(files: Mapping[str, bytes]) -> RuleFolder:
    """A folder of files that were made at run time, by their names in it: it is on no disk."""
    made = {name: RuleFile(Path(name), f"<made>/{name}", data) for name, data in files.items()}
    return RuleFolder(Path("<made>"), made)


def _read(path: Path) -> RuleFile:
    shown = path.relative_to(HOME).as_posix() if path.is_relative_to(RULES) else str(path)
    try:
        with path.open("rb") as stream:
            return RuleFile(path, shown, stream.read(LARGEST + 1))
    except (OSError, ValueError) as reason:
        return RuleFile(path, shown, b"", getattr(reason, "strerror", None) or str(reason))
