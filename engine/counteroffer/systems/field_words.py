"""Names of fields → the words in them, and what they say: present pay, something private."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from counteroffer.text.characters import folded

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_APART = re.compile(r"[\W_]+")
_LONGEST = 500  # characters of a name that are looked at


def words_of_name(name: str) -> tuple[str, ...]:
    """`currentBaseSalary`, `current_base_salary` and `Current base salary` → the same words."""
    parted = _CAMEL.sub(" ", name[:_LONGEST])
    return tuple(_APART.sub(" ", folded(parted)).split())


def key_of(name: str) -> str:
    """What two spellings of one field's name have in common."""
    return " ".join(words_of_name(name))


@dataclass(frozen=True, slots=True)
class WordList:
    """Words, of which `*` at an end stands for the rest of one."""

    whole: frozenset[str]
    patterns: tuple[str, ...]

    @classmethod
    def of(cls, words: Iterable[str]) -> WordList:
        listed = [folded(word) for word in words]
        starred = tuple(word for word in listed if "*" in word)
        return cls(frozenset(listed) - {*starred}, starred)

    def has(self, word: str) -> bool:
        """Whether a word is one of these."""
        return word in self.whole or any(fnmatchcase(word, one) for one in self.patterns)

    def among(self, words: Iterable[str]) -> bool:
        """Whether one of several words is one of these."""
        return any(map(self.has, words))


@dataclass(frozen=True, slots=True)
class FieldVocabulary:
    """What the names and types of fields say of what they hold."""

    when: WordList
    pay: WordList
    phrases: tuple[str, ...]
    unless: tuple[str, ...]
    private: WordList
    private_types: frozenset[str]

    def present_pay(self, *names: str) -> bool:
        """Whether names that belong together are those of present or past pay."""
        spaced = f" {' '.join(words_of_name(' '.join(names)))} "
        for phrase in self.unless:
            spaced = spaced.replace(f" {phrase} ", " ")
        joined = spaced.replace(" ", "")
        if any(phrase.replace(" ", "") in joined for phrase in self.phrases):
            return True
        words = spaced.split()
        return self.when.among(words) and self.pay.among(words)

    def speaks_of_present_pay(self, text: str) -> bool:
        """Whether a text speaks of present pay, or of a figure and of now."""
        figure = any(char.isdigit() for char in text) and self.when.among(words_of_name(text))
        return figure or self.present_pay(text)

    def may_be_private(self, *names: str) -> bool:
        """Whether names that belong together are those of something private to a person."""
        return self.private.among(words_of_name(" ".join(names)))
