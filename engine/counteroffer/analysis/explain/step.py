"""One step of a derivation: a value, what was done to get it, and the steps that it was made of.

The arithmetic of a step is a plain text, `(210000 + 250000 / 4) * 0.86`, of the values below it and
of constants, so that anyone can work it out again; `rounding` and `step` say how its result became
`value`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "fact",  # what the case states
    "figure",  # what a file of rules states
    "rate",  # a stated exchange rate, or the cross of those below it
    "greatest",
    "least",
    "formula",
    "proposal",  # what a rule that fired asks for: its figure, and why it fired
    "condition",  # true, false, or None where facts are missing
    "decision",  # a word that follows from conditions
    "unstated",  # what nobody states
]

_SIGNS = {"*": "×", "/": "/", "-": "−"}


@dataclass(frozen=True, slots=True)
class Step:
    """A value and how it came about.

    `value` is in whole units of the currency `unit`, or a number, a truth, a text, or None where
    there is nothing; `shown` is the same for people. `source` is a line of a file
    (`rules/floor.yaml:4`), an option, or a path into the case. `taken` is set below a greatest or a
    least: whether this is the one that decided.
    """

    name: str
    kind: Kind
    value: int | bool | str | None
    shown: str
    text: str
    unit: str = ""
    source: str = ""
    formula: str = ""
    rounding: Literal["half-up", "up"] | None = None
    step: int = 1
    taken: bool | None = None
    children: tuple[Step, ...] = ()

    def walk(self) -> Iterator[Step]:
        """This step and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


def readable(formula: str) -> str:
    """Arithmetic for the eye: `(210,000 + 250,000 / 4) × 0.86`."""
    grouped = re.sub(r"(?<![\d.])\d{4,}", lambda number: f"{int(number[0]):,}", formula)
    return "".join(_SIGNS.get(char, char) for char in grouped)
