"""Select the levers and guides to test: all in force, those that folders touch, or named ones."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from counteroffer.documents.reading import read_file
from counteroffer.language.declarations import nearest
from counteroffer.rulebook.guides import GuideRules
from counteroffer.rulebook.levers import Lever
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.text.characters import cut
from counteroffer.text.errors import Problem, RuleError

_SHARED = ("facts.yaml", "money.yaml", "places.yaml", "floor.yaml", "verdict.yaml")


@dataclass(frozen=True, slots=True)
class Selection:
    """The levers and the guides to test, in the order of their ids."""

    levers: tuple[Lever, ...]
    guides: tuple[GuideRules, ...]


def everything(rulebook: Rulebook) -> Selection:
    """All rules in force.

    Raises RuleError.
    """
    return _loaded(rulebook, rulebook.lever_ids(), rulebook.guide_ids())


def of_folders(rulebook: Rulebook, folders: Iterable[Path]) -> Selection:
    """The rules of these folders and the rules that they touch.

    These are the guides that name a lever of the folders, and the levers that a guide of the
    folders names. A folder that changes what all rules share, facts or currencies, touches them
    all. Raises RuleError.
    """
    levers: set[str] = set()
    guides: set[str] = set()
    for folder in folders:
        if any((folder / name).is_file() for name in _SHARED):
            return everything(rulebook)
        own = {path.stem for path in (folder / "levers").rglob("*.yaml")}
        own_guides = {
            f"{path.parent.name}/{path.stem}" for path in (folder / "guides").glob("*/*.yaml")
        }
        if not own and not own_guides:
            raise RuleError(
                [
                    Problem(
                        "holds no levers and no guides: there is nothing to test",
                        str(folder),
                        code="document.empty",
                    )
                ]
            )
        levers, guides = levers | own, guides | own_guides
    return _touched(rulebook, levers, guides)


def named(rulebook: Rulebook, names: Iterable[str]) -> Selection:
    """The rules that are named by their id or by their file, and what these touch.

    Raises RuleError.
    """
    levers: set[str] = set()
    guides: set[str] = set()
    for name in names:
        path = Path(name) if name.endswith((".yaml", ".yml")) else None
        guide, lever = (f"{path.parent.name}/{path.stem}", path.stem) if path else (name, name)
        if guide in rulebook.guide_ids():
            guides.add(guide)
            document = rulebook.guide(guide).document
        elif lever in rulebook.lever_ids():
            levers.add(lever)
            document = rulebook.lever(lever).document
        else:
            advice = nearest(name, [*rulebook.lever_ids(), *rulebook.guide_ids()])
            raise RuleError(
                [
                    Problem(
                        f"'{cut(name)}' is no lever and no guide in force, by id or by file"
                        + advice,
                        code="lever.unknown",
                    )
                ]
            )
        if path and read_file(path, error=RuleError).digest != document.digest:
            word = (
                f"is not in force, but {document.file} is: give the folder of rules that it lies in"
                " with --rules"
            )
            raise RuleError([Problem(word, name, code="lever.unknown")])
    return _touched(rulebook, levers, guides)


def _touched(rulebook: Rulebook, levers: set[str], guides: set[str]) -> Selection:
    loaded = {name: rulebook.guide(name) for name in rulebook.guide_ids()}
    using = {
        name for name, rules in loaded.items() if any(lever.id in levers for lever in rules.levers)
    }
    used = {lever for name in guides for lever in loaded[name].guide.levers}
    return _loaded(rulebook, levers | used, guides | using)


def _loaded(rulebook: Rulebook, levers: Collection[str], guides: Collection[str]) -> Selection:
    found: list[Problem] = []
    for load, names in ((rulebook.lever, levers), (rulebook.guide, guides)):
        for name in sorted(names):
            try:
                load(name)
            except RuleError as error:
                found += error.problems
    if found:
        raise RuleError(dict.fromkeys(found))
    return Selection(
        tuple(map(rulebook.lever, sorted(levers))), tuple(map(rulebook.guide, sorted(guides)))
    )
