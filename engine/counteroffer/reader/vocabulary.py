"""`reading.yaml` of each folder of rules → the checked vocabulary of guides."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from counteroffer.documents.fields import Code, Model
from counteroffer.documents.validate import checked
from counteroffer.money.currencies import ISO_CODES, SIGNS
from counteroffer.reader.grammar import Grammar, grammar
from counteroffer.rulebook.rule_files import PlacesFile
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.text.errors import RuleError
from counteroffer.text.kept import remembered

_CODE = re.compile(rf"(?<![\w])(?:{'|'.join(sorted(ISO_CODES))})(?![\w])")
_ENGLISH = frozenset(
    ("ALL", "TOP", "TRY", "PEN", "CUP", "MOP", "GEL", "COP", "MAD", "LAK", "BAM", "SOS")
)
_OWN_SIGNS = {
    sign: codes for sign, codes in SIGNS.items() if not sign.isalnum() and sign not in ("%", "$")
}


class ComponentWords(Model):
    """A component of pay, and the words by which a title names it."""

    component: str
    words: tuple[str, ...]


class TableWords(Model):
    """What titles of tables say."""

    components: tuple[ComponentWords, ...] = ()
    regions: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    aims: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    low: tuple[str, ...] = ()
    high: tuple[str, ...] = ()
    middle: tuple[str, ...] = ()
    net: tuple[str, ...] = ()
    gross: tuple[str, ...] = ()
    factors: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    level_names: tuple[str, ...] = ()
    scales: Mapping[int, tuple[str, ...]] = {}
    nothing: tuple[str, ...] = ()
    of_pay: tuple[str, ...] = ()


class ReadingFile(Model):
    """`reading.yaml`."""

    tables: TableWords = TableWords()
    currencies: Mapping[Code, tuple[str, ...]] = {}
    prose: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of all folders.

    `places` are the currencies of places by name in small letters.
    """

    files: tuple[ReadingFile, ...]
    components: tuple[tuple[str, re.Pattern[str]], ...]
    titles: Mapping[str, re.Pattern[str]]
    scales: tuple[tuple[int, re.Pattern[str]], ...]
    nothing: frozenset[str]
    of_pay: re.Pattern[str]
    places: Mapping[str, str]
    _place: re.Pattern[str]
    prose: Grammar

    def component(self, title: str) -> str | None:
        """The component that a column or a row is of, by its title."""
        return next((name for name, words in self.components if words.search(title)), None)

    def says(self, kind: str, title: str) -> bool:
        """Whether a title has a word of a list of `tables`, such as `regions`."""
        return bool(self.titles[kind].search(title))

    def place(self, label: str) -> str | None:
        """The first place that a label names, as it stands there."""
        found = self._place.search(label)
        return found.group() if found else None

    def place_currency(self, label: str) -> str | None:
        """The currency of the first place that a label names: London is GBP."""
        found = self.place(label)
        return self.places[found.casefold()] if found else None

    def stated_currencies(self, label: str) -> tuple[str, ...]:
        """The currencies that a label states, by code or by a sign that only one has.

        "(AUD A$)", "(ILS ₪)".
        """
        codes = [
            m.group()
            for m in _CODE.finditer(label)
            if m.group() not in _ENGLISH or f"({m.group()}" in label
        ]
        if not codes:
            codes = [one for sign, (one, *more) in _OWN_SIGNS.items() if sign in label and not more]
        return tuple(dict.fromkeys(codes))


@remembered
def vocabulary(book: Rulebook) -> Vocabulary:
    """The words of `reading.yaml` in the folders of rules, later ones added to earlier ones.

    Raises RuleError.
    """
    files = [
        checked(ReadingFile, document, error=RuleError)
        for document in book.documents("reading.yaml")
    ]
    named = [
        checked(PlacesFile, document, error=RuleError) for document in book.documents("places.yaml")
    ]
    places = {
        word.casefold(): code
        for file in files
        for code, words in file.currencies.items()
        for word in words
    }
    for file in named:
        for name, place in file.places.items():
            for word in (name, place.label, *place.aliases):
                places[word.replace("-", " ").casefold()] = place.currency
    apart = ("components", "scales", "nothing", "of_pay")
    kinds = [name for name in TableWords.model_fields if name not in apart]
    return Vocabulary(
        tuple(files),
        tuple(
            (one.component, words(one.words))
            for file in reversed(files)
            for one in file.tables.components
        ),
        {
            kind: words([word for file in files for word in getattr(file.tables, kind)])
            for kind in kinds
        },
        tuple((power, words(some)) for file in files for power, some in file.tables.scales.items()),
        frozenset(word.casefold() for file in files for word in file.tables.nothing),
        words([word for file in files for word in file.tables.of_pay]),
        places,
        words(places),
        grammar([file.prose for file in files]),
    )


def words(some: Collection[str]) -> re.Pattern[str]:
    """A pattern that finds any of these as whole words, in any case.

    Longer ones come first; `*` is the rest of a word.
    """
    if not some:
        return re.compile(r"(?!)")
    forms = (re.escape(word).replace(r"\*", r"\w*") for word in sorted(some, key=len, reverse=True))
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(forms)})(?![^\W_])", re.IGNORECASE)
