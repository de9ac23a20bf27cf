"""Search guides by free text: company, role, region and level, with synonyms and typos."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

from pydantic import Field

from counteroffer.documents.fields import Model, Text
from counteroffer.documents.validate import checked
from counteroffer.rulebook.headers import Head, heads
from counteroffer.rulebook.places import words_of
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.text.errors import RuleError

# What a word is worth by where it stands, and by how it was found.
_FIELDS: Mapping[str, int] = {"company": 100, "role": 60, "region": 25, "level": 12}
_SAME, _START, _TYPO, _OTHER = 10, 8, 6, 5
_SURE = 0.8  # how alike two words must be, for one to be a typo of the other
_LEAST = 4  # letters of a word that can have a typo


class SearchFile(Model):
    """`search.yaml`: ways to say the same, and words that say nothing."""

    same: tuple[tuple[Text, ...], ...] = Field((), description="Ways to say the same")
    ignored: tuple[Text, ...] = Field((), description="Words that say nothing")
    weak: tuple[Text, ...] = Field(
        (), description="Words that put a guide first that has them, and are not missed in others"
    )


@dataclass(frozen=True, slots=True)
class Hit:
    """A guide that was found; `missed` are the words of the search that match nothing in it."""

    head: Head
    score: int
    missed: tuple[str, ...]


@dataclass(frozen=True)
class Thesaurus:
    """Synonyms: for each way to say a thing, all ways to say it."""

    ways: Mapping[tuple[str, ...], frozenset[tuple[str, ...]]]
    ignored: frozenset[str]
    weak: frozenset[str]

    @classmethod
    def of(cls, files: Iterable[SearchFile]) -> Thesaurus:
        """All that the files of several folders say."""
        ways: dict[tuple[str, ...], frozenset[tuple[str, ...]]] = {}
        ignored: set[str] = set()
        weak: set[str] = set()
        for file in files:
            ignored.update(file.ignored)
            weak.update(file.weak)
            for group in file.same:
                spelled = frozenset(map(words_of, group))
                for one in spelled:
                    ways[one] = ways.get(one, frozenset()) | spelled
        return cls(ways, frozenset(ignored), frozenset(weak))

    @cached_property
    def longest(self) -> int:
        """The number of words in the longest phrase."""
        return max(map(len, self.ways), default=1)

    def terms(self, text: str) -> list[tuple[str, ...]]:
        """The text in terms: known phrases whole, every other word by itself.

        Words that mean nothing are left out.
        """
        words, terms, at = words_of(text), [], 0
        while at < len(words):
            span = next(
                (
                    n
                    for n in range(min(self.longest, len(words) - at), 1, -1)
                    if words[at : at + n] in self.ways
                ),
                1,
            )
            if span > 1 or words[at] not in self.ignored:
                terms.append(words[at : at + span])
            at += span
        return terms or [(word,) for word in words]


def thesaurus(book: Rulebook) -> Thesaurus:
    """What `search.yaml` of the rules in force says.

    Raises RuleError.
    """
    return Thesaurus.of(
        checked(SearchFile, document, error=RuleError) for document in book.documents("search.yaml")
    )


def search(book: Rulebook, text: str) -> tuple[Hit, ...]:
    """The guides that a text means, best first.

    Those that match all of its words; if there are none, those that match most of them. Equal ones
    are sorted by id. None for a text without words. Raises RuleError for rules that can't be read.
    """
    other, entries = thesaurus(book), [_Entry.of(one) for one in heads(book)]
    vocabulary = sorted(
        {word for entry in entries for words in entry.fields.values() for word in words}
    )
    terms = [_Term.of(term, other, vocabulary) for term in other.terms(text)]
    wanted = [term for term in terms if term.words[0] not in other.weak] or terms
    hits = []
    for entry in entries:
        scores = {term: term.score(entry) for term in terms}
        missed = tuple(" ".join(term.words) for term in wanted if not scores[term])
        if len(missed) < len(wanted):
            hits.append(Hit(entry.head, sum(scores.values()), missed))
    least = min((len(hit.missed) for hit in hits), default=0)
    return tuple(
        sorted(
            (hit for hit in hits if len(hit.missed) == least),
            key=lambda hit: (-hit.score, hit.head.id),
        )
    )


def chosen(book: Rulebook, **wanted: str | None) -> Iterator[Head]:
    """The heads of the guides whose `company`, `role` and `region` have all words asked for.

    As beginnings of their own words, or in another way to say the same. Raises RuleError.
    """
    other = thesaurus(book)
    terms = {field: other.terms(text) for field, text in wanted.items() if text}
    for one in heads(book):
        fields = _Entry.of(one).fields
        if all(_has(fields[field], term, other) for field, some in terms.items() for term in some):
            yield one


def _has(words: tuple[str, ...], term: tuple[str, ...], other: Thesaurus) -> bool:
    begun = all(any(word.startswith(part) for word in words) for part in term)
    return begun or any(_holds(words, way) for way in other.ways.get(term, ()))


@dataclass(frozen=True, slots=True)
class _Entry:
    """A guide's words by field, in order."""

    head: Head
    fields: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, head: Head) -> _Entry:
        company, role = head.id.split("/")
        texts = {
            "company": (head.company, company),
            "role": (head.role, role),
            "region": (*head.labels, *head.regions),
            "level": head.levels,
        }
        return cls(
            head,
            {
                name: tuple(word for text in given for word in words_of(text))
                for name, given in texts.items()
            },
        )


@dataclass(frozen=True)
class _Term:
    """One word or phrase of a search: the words of guides it may mean, how well, and synonyms."""

    words: tuple[str, ...]
    near: tuple[Mapping[str, int], ...]
    others: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, words: tuple[str, ...], other: Thesaurus, vocabulary: list[str]) -> _Term:
        near = tuple(_near(word, vocabulary) for word in words)
        spelled = words
        if words not in other.ways and len(words) == 1 and words[0] not in vocabulary:
            known = [way[0] for way in other.ways if len(way) == 1]
            typo = get_close_matches(words[0], known, 1, _SURE) if len(words[0]) >= _LEAST else []
            spelled = (typo[0],) if typo else words
        return cls(words, near, tuple(sorted(other.ways.get(spelled, frozenset()) - {words})))

    def __hash__(self) -> int:
        return hash(self.words)

    def score(self, entry: _Entry) -> int:
        """How well the best field matches all of its words, or a synonym of it."""
        best = 0
        for name, words in entry.fields.items():
            own = [max((found.get(word, 0) for word in words), default=0) for found in self.near]
            how = min(own)
            if not how and any(_holds(words, other) for other in self.others):
                how = _OTHER
            best = max(best, how * _FIELDS[name])
        return best


def _near(word: str, vocabulary: list[str]) -> Mapping[str, int]:
    """The words of guides that a word may mean, with how well they match.

    Itself, longer ones that start with it, and those that it may be a typo of.
    """
    found = {}
    if len(word) >= _LEAST:
        found = dict.fromkeys(get_close_matches(word, vocabulary, 20, _SURE), _TYPO)
    if len(word) > 1:
        found |= dict.fromkeys((one for one in vocabulary if one.startswith(word)), _START)
    return {**found, word: _SAME}


def _holds(words: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    """Whether a phrase stands in a field, its words side by side."""
    return any(words[at : at + len(phrase)] == phrase for at in range(len(words) - len(phrase) + 1))
