"""`replies.yaml` of each folder of rules → the words that drafts are understood by."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal, TypeVar

from pydantic import RootModel

from counteroffer.documents.document import Document
from counteroffer.documents.fields import Code, Model
from counteroffer.documents.validate import checked
from counteroffer.language.declarations import WHOLE
from counteroffer.text.errors import RuleError

Topic = Literal["held", "theirs", "asked", "market", "minimum", "present"]
Part = Literal["base", "equity", "signing", "bonus", "annual"]
Words = tuple[str, ...]
Name = TypeVar("Name", bound=str)
Count = Annotated[int, WHOLE]

_CAPITAL = r"(?-i:[A-Z])[\w&.'-]*?(?:\s+(?:&|(?-i:[A-Z])[\w&.-]*))*(?='s|(?![\w&.'-]))"
_NAMES = {
    "{Company}": rf"(?P<company>{_CAPITAL})",
    "{company}": rf"(?P<company>{_CAPITAL}|[^\W\d_][\w&-]*)",
}
_ANY = r"(?:[^\s.,;:!?]+\s+){0,5}?"


class YearlyPeriod(Model):
    """Words of a period, and how many of it a year has."""

    words: Words
    a_year: Count


class ReplyLanguage(Model):
    """One language of `replies.yaml`."""

    topics: Mapping[Topic, Words] = {}
    difference: Words = ()
    components: Mapping[Part, Words] = {}
    written: Words = ()
    written_back: Words = ()
    written_theirs: Words = ()
    offers: Words = ()
    offer_words: Words = ()
    counts: Mapping[Literal["one", "many"], Words] = {}
    no_names: Words = ()
    proper: Words = ()
    promises: Words = ()
    declines: Words = ()
    nots: Words = ()
    numerals: Mapping[str, Count] = {}
    multiples: Mapping[str, Count] = {}
    joins: Words = ()
    suffixes: Mapping[str, Count] = {}
    currencies: Mapping[Code, Words] = {}
    range: Words = ()
    percent: Words = ()
    behind: Words = ()
    periods: tuple[YearlyPeriod, ...] = ()
    per: Words = ()


class ReplyLanguages(RootModel[Mapping[str, ReplyLanguage]]):
    """`replies.yaml`: its languages by their codes."""


@dataclass(frozen=True)
class ReplyVocabulary:
    """The words of all languages, ready to look for."""

    topics: Mapping[Topic, re.Pattern[str]]
    claims: re.Pattern[str]
    components: Mapping[Part, re.Pattern[str]]
    counts: Mapping[Literal["one", "many"], re.Pattern[str]]
    difference: re.Pattern[str]
    written: re.Pattern[str]
    written_back: re.Pattern[str]
    written_theirs: re.Pattern[str]
    counted: re.Pattern[str]
    promises: re.Pattern[str]
    declines: re.Pattern[str]
    nots: re.Pattern[str]
    no_names: frozenset[str]
    proper: frozenset[str]
    numbers: NumberWords


@dataclass(frozen=True)
class NumberWords:
    """The words of numbers and amounts."""

    numerals: Mapping[str, int]
    multiples: Mapping[str, int]
    joins: frozenset[str]
    suffixes: Mapping[str, int]
    currencies: Mapping[str, str]
    behind: frozenset[str]
    proper: frozenset[str]
    between: re.Pattern[str]
    percent: re.Pattern[str]
    periods: re.Pattern[str]
    a_year: Mapping[str, int]


def reply_words(documents: Sequence[Document]) -> ReplyVocabulary:
    """The words of `replies.yaml` in the folders of rules, later ones added to earlier ones.

    Raises RuleError.
    """
    files = [checked(ReplyLanguages, one, error=RuleError).root for one in documents]
    some = tuple(language for file in files for language in file.values())
    numerals = _every(some, lambda one: one.numerals)
    adjectives = _either(_every(some, lambda one: one.offer_words))
    offers = _either(_every(some, lambda one: one.offers))
    return ReplyVocabulary(
        topics=_named(some, lambda one: {name: _plain(w) for name, w in one.topics.items()}),
        claims=phrases(
            word
            for one in some
            for word in one.topics.get("held", ())
            if word not in _plain(one.topics["held"])
        ),
        components=_named(some, lambda one: one.components),
        counts=_named(some, lambda one: one.counts),
        difference=phrases(_every(some, lambda one: one.difference)),
        written=phrases(_every(some, lambda one: one.written)),
        written_back=phrases(_every(some, lambda one: one.written_back)),
        written_theirs=phrases(_every(some, lambda one: one.written_theirs)),
        counted=re.compile(
            rf"(?<!\w)(?P<count>\d{{1,2}}|{_either(numerals)})\s+"
            rf"(?:(?:{adjectives})\s+){{0,3}}(?:{offers})(?!\w)",
            re.IGNORECASE,
        ),
        promises=phrases(_every(some, lambda one: one.promises)),
        declines=phrases(_every(some, lambda one: one.declines)),
        nots=phrases(_every(some, lambda one: one.nots)),
        no_names=frozenset(_every(some, lambda one: one.no_names)),
        proper=frozenset(_every(some, lambda one: one.proper)),
        numbers=_numbers(some),
    )


def _numbers(some: Sequence[ReplyLanguage]) -> NumberWords:
    a_year = {word: one.a_year for each in some for one in each.periods for word in one.words}
    per = _either(_every(some, lambda one: one.per))
    ranged = _either(_every(some, lambda one: one.range))
    percent = _either(_every(some, lambda one: one.percent))
    return NumberWords(
        numerals={word: number for one in some for word, number in one.numerals.items()},
        multiples={word: number for one in some for word, number in one.multiples.items()},
        joins=frozenset(_every(some, lambda one: one.joins)),
        suffixes={word: power for one in some for word, power in one.suffixes.items()},
        currencies={
            word: code for one in some for code, words in one.currencies.items() for word in words
        },
        behind=frozenset(_every(some, lambda one: one.behind)),
        proper=frozenset(_every(some, lambda one: one.proper)),
        between=re.compile(rf"\s*(?:[-‐‑‒–—−~]|(?:{ranged})(?!\w))\s*", re.IGNORECASE),
        percent=re.compile(rf"\s?(?:%|(?:{percent})(?!\w))", re.IGNORECASE),
        periods=re.compile(
            rf"\s*(?:(?:{per})\s*)?(?P<period>{_either(a_year)})(?!\w)", re.IGNORECASE
        ),
        a_year=a_year,
    )


def _plain(words: Iterable[str]) -> Words:
    """Phrases that no name stands in."""
    return tuple(word for word in words if not any(name in word for name in _NAMES))


def _every(some: Iterable[ReplyLanguage], words: Callable[[ReplyLanguage], Iterable[str]]) -> Words:
    return tuple(dict.fromkeys(word for one in some for word in words(one)))


def _named(
    some: Iterable[ReplyLanguage], lists: Callable[[ReplyLanguage], Mapping[Name, Words]]
) -> dict[Name, re.Pattern[str]]:
    found: dict[Name, Words] = {}
    for one in some:
        for name, words in lists(one).items():
            found[name] = (*found.get(name, ()), *words)
    return {name: phrases(words) for name, words in found.items()}


def phrases(some: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds any of these phrases, as `replies.yaml` writes them."""
    made = [_phrase(one) for one in sorted(some, key=len, reverse=True)]
    found = "|".join(made) or "(?!)"
    # A name may stand in one place of each phrase: a pattern has each group once.
    for number in range(found.count("(?P<company>")):
        found = found.replace("(?P<company>", f"(?P<company_{number}>", 1)
    return re.compile(rf"(?<!\w)(?:{found})(?!\w)", re.IGNORECASE)


def company_of(match: re.Match[str]) -> tuple[str, int]:
    """The name that a phrase with one was found with, and where it stands."""
    group = next(name for name, text in match.groupdict().items() if text)
    return match[group], match.start(group)


def _phrase(words: str) -> str:
    *others, last = words.split()
    return "".join(map(_before_another, others)) + _word(last.rstrip("?"))


def _before_another(word: str) -> str:
    if word == "...":
        return _ANY
    gap = r"(?:\s+|(?='))"
    return f"(?:{_word(word[:-1])}{gap})?" if word.endswith("?") else f"{_word(word)}{gap}"


def _word(word: str) -> str:
    if word in _NAMES:
        return _NAMES[word]
    return "(?:" + "|".join(re.escape(one).replace(r"\*", r"\w*") for one in word.split("|")) + ")"


def _either(words: Iterable[str]) -> str:
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered) or "(?!)"
