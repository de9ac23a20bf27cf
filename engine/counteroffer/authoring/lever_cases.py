"""A lever's own cases → facts as the engine holds them, and whether it must fire on them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from counteroffer.documents.document import Path_
from counteroffer.documents.fields import single
from counteroffer.documents.validate import checked
from counteroffer.language.declarations import Declaration, nearest
from counteroffer.language.expr import Value
from counteroffer.rulebook.facts import KINDS
from counteroffer.rulebook.levers import Lever
from counteroffer.rulebook.rule_files import LeverFile
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.text.characters import cut
from counteroffer.text.errors import Problem, RuleError

EXPECTED: Mapping[str, bool | None] = {"fires": True, "silent": False, "unknown": None}
WORDS: Mapping[bool | None, str] = {True: "fires", False: "stays silent", None: "can't be decided"}


@dataclass(frozen=True, slots=True)
class LeverCase:
    """One test case of a lever: the facts that it states, and whether the lever fires.

    `expected` is None where the lever must stay undecided.
    """

    lever: Lever
    path: Path_
    expected: bool | None
    values: Mapping[str, Value]

    @property
    def name(self) -> str:
        """How a person finds it: `silent, case 2`."""
        return f"{self.path[1]}, case {int(self.path[2]) + 1}"


def lever_cases(lever: Lever, rulebook: Rulebook) -> tuple[LeverCase, ...]:
    """The cases beside a lever, in the order of its file.

    Raises RuleError with all that is wrong with them.
    """
    stated = checked(LeverFile, lever.document, error=RuleError).cases
    declared = {
        name: one for name, one in rulebook.declared.items() if rulebook.kinds[name] in KINDS
    }
    found: list[Problem] = []
    cases = []
    for kind, expected in EXPECTED.items():
        for number, facts in enumerate(getattr(stated, kind)):
            path: Path_ = ("cases", kind, number)
            values: dict[str, Value] = {}
            for name, value in _read(facts, declared):
                if isinstance(value, _Wrong):
                    found.append(lever.document.problem((*path, name), value.reason, key=value.key))
                else:
                    values[name] = value
            cases.append(LeverCase(lever, path, expected, values))
    if found:
        raise RuleError(found)
    return tuple(cases)


@dataclass(frozen=True, slots=True)
class _Wrong:
    reason: str
    key: bool = False


def _read(
    facts: Mapping[str, Any], declared: Mapping[str, Declaration]
) -> Iterator[tuple[str, Value | _Wrong]]:
    for name, raw in facts.items():
        declaration = declared.get(name)
        if declaration is None:
            yield name, _Wrong(f"unknown fact '{cut(name)}'{nearest(name, declared)}", key=True)
            continue
        try:
            yield name, _money(raw) if declaration.type == "money" else declaration.read(raw)
        except ValueError as error:
            yield name, _Wrong(f"{name} {error}")


def _money(raw: Any) -> int:
    """An amount in whole units, whatever the currency of the region is."""
    amount = single(raw)
    if amount.currency is not None or amount.low != int(amount.low):
        raise ValueError(
            "needs an amount in whole units without a currency: a lever's own cases are of no"
            " region"
        )
    return int(amount.low)
