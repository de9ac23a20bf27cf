"""`postings.yaml` of each folder of rules → what the words and the names in postings mean.

The words are of texts, the names those of entries in payloads, checked and ready to look up.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from counteroffer.documents.document import Document
from counteroffer.documents.fields import Code, Model
from counteroffer.documents.validate import checked
from counteroffer.language.declarations import WHOLE
from counteroffer.postings.lexicon import Lexicon
from counteroffer.text.errors import RuleError

Period = Literal["year", "month", "week", "day", "hour", "two weeks", "half month", "once"]
Lists = tuple[tuple[str, ...], ...]

NOTHING_BEFORE, NOTHING_BEHIND = r"(?<![^\W\d_])", r"(?![^\W\d_])"  # no letter
_PUNCTUATION = r"[.,;:+&•|()\n!?$€£/]|\s[-–—]\s"  # that a figure's own words don't reach over
COMPONENTS = ("base", "ote", "bonus", "signing", "equity")


class PeriodWords(Model):
    """How texts say that a figure is for a period."""

    units: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    before: tuple[str, ...] = ()


class PostingWords(Model):
    """`postings.yaml`."""

    components: Mapping[str, Lists] = {}
    not_pay: Mapping[str, Lists] = {}
    weak: tuple[str, ...] = ()
    periods: Mapping[Period, PeriodWords] = {}
    per: tuple[str, ...] = ()
    ranges: Mapping[str, tuple[str, ...]] = {}
    about: tuple[str, ...] = ()
    leasts: tuple[str, ...] = ()
    gross: tuple[str, ...] = ()
    net: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    filler: tuple[str, ...] = ()
    again: tuple[str, ...] = ()
    months: tuple[str, ...] = ()
    currencies: Mapping[Code, tuple[str, ...]] = {}
    homes: Mapping[Code, tuple[str, ...]] = {}
    year_from: Mapping[Code, int] = {}
    most: Mapping[Code, int] = {}
    least: Mapping[str, Annotated[int, WHOLE]] = {}
    stipends: tuple[str, ...] = ()
    living: Mapping[Code, int] = {}
    sales: tuple[str, ...] = ()
    sales_only: tuple[str, ...] = ()
    fields: Mapping[str, tuple[str, ...]] = {}
    intervals: Mapping[Period, tuple[str, ...]] = {}


@dataclass(frozen=True, slots=True)
class Sorted:
    """A pattern with a group for each word, and what each group means."""

    pattern: re.Pattern[str]
    meaning: tuple[str, ...]

    def of(self, match: re.Match[str]) -> str:
        """What a match means."""
        return self.meaning[(match.lastindex or 1) - 1]


@dataclass(frozen=True, slots=True)
class RangeWords:
    """What stands between the ends of a range, and before one end; `to` is a pattern's text."""

    to: str
    and_: re.Pattern[str]
    between: re.Pattern[str]
    up_to: re.Pattern[str]
    from_: re.Pattern[str]

    def bound(self, before: str) -> bool:
        """Whether a text ends in words for one end of a range: up to, from."""
        return bool(self.up_to.search(before) or self.from_.search(before))


@dataclass(frozen=True, slots=True, eq=False)
class PostingVocabulary:
    """The words of all folders.

    `near` tells what words beside a figure say that it is: a component, `weak`, or a kind of
    figure that is no pay. `period_before` and `period_behind` tell periods, `homes` the currencies
    of places.
    """

    near: Lexicon
    period_before: Lexicon
    period_behind: Sorted
    filler: re.Pattern[str]
    ranges: RangeWords
    leasts: tuple[str, ...]
    again: re.Pattern[str]
    months: re.Pattern[str]
    gross: re.Pattern[str]
    net: re.Pattern[str]
    stop: re.Pattern[str]
    within: re.Pattern[str]
    others: re.Pattern[str]
    verbs: frozenset[str]
    currency: Lexicon
    currency_words: Mapping[str, str]
    homes: Lexicon
    stipends: Lexicon
    living: Mapping[str, int]
    sales: Lexicon
    sales_only: Lexicon
    year_from: Mapping[str, int]
    most: Mapping[str, int]
    least: Mapping[str, int]
    fields: Mapping[str, frozenset[str]]
    intervals: Mapping[str, str]


def words_of(documents: Sequence[Document], places: Mapping[str, str]) -> PostingVocabulary:
    """The words of `postings.yaml` in the folders of rules, later ones added to earlier ones.

    `places` are the currencies of places by name. Raises RuleError.
    """
    files = [checked(PostingWords, document, error=RuleError) for document in documents]
    ranges = {
        name: tuple(word for file in files for word in file.ranges.get(name, ()))
        for name in ("to", "between", "and", "up_to", "from")
    }
    about = _any(_all(files, "about"))
    gross, net, filler = (_all(files, name) for name in ("gross", "net", "filler"))
    currencies = {
        code: tuple(word for file in files for word in file.currencies.get(code, ()))
        for file in files
        for code in file.currencies
    }
    homes = [(name, code) for name, code in places.items()]
    homes += [(w, code) for file in files for code, some in file.homes.items() for w in some]
    return PostingVocabulary(
        near=Lexicon(_near(files)),
        period_before=Lexicon(
            (word, name)
            for file in files
            for name, one in file.periods.items()
            for word in one.before
        ),
        period_behind=_behind(files),
        filler=_pattern(
            [*gross, *net, *filler, *(w for some in currencies.values() for w in some)]
        ),
        ranges=RangeWords(
            to=_any(ranges["to"]),
            and_=_pattern(ranges["and"]),
            between=re.compile(rf"{_any(ranges['between'])}\s{{0,3}}$", re.IGNORECASE),
            up_to=_bound(ranges["up_to"], about, files),
            from_=_bound(ranges["from"], about, files),
        ),
        leasts=tuple(_all(files, "leasts")),
        again=_pattern(_all(files, "again")),
        months=re.compile(
            rf"(?<![\w.,])(1[345])(?:\.|\s?x)?\s?(?:[-\s]\w{{4,12}}\s)?"
            rf"{_any(_all(files, 'months'))}",
            re.IGNORECASE,
        ),
        gross=_pattern(gross),
        net=_pattern(net),
        stop=re.compile(rf"{_PUNCTUATION}|{_any(_all(files, 'stops'))}", re.IGNORECASE),
        within=re.compile(rf"{_any(_all(files, 'within'))}\s{{1,3}}$", re.IGNORECASE),
        others=_pattern(_all(files, "others")),
        verbs=frozenset(_all(files, "verbs")),
        currency=Lexicon((w, code) for code, some in currencies.items() for w in some),
        currency_words={w.casefold(): code for code, some in currencies.items() for w in some},
        homes=Lexicon(homes),
        stipends=_lexicon(_all(files, "stipends")),
        living=_merged(file.living for file in files),
        sales=_lexicon(_all(files, "sales")),
        sales_only=_lexicon(_all(files, "sales_only")),
        year_from=_merged(file.year_from for file in files),
        most=_merged(file.most for file in files),
        least=_merged(file.least for file in files),
        fields={
            name: frozenset(word for file in files for word in file.fields.get(name, ()))
            for file in files
            for name in file.fields
        },
        intervals={
            word: name for file in files for name, some in file.intervals.items() for word in some
        },
    )


def _bound(some: Collection[str], about: str, files: Sequence[PostingWords]) -> re.Pattern[str]:
    """`up to`, `at least about`, `minimum salary:` right before a figure."""
    pay = [
        word
        for file in files
        for lists in file.components.values()
        for one in lists
        for word in one
    ]
    behind = rf"(?:{about}\s{{0,3}}|{_any(pay)}\s?:?\s{{0,3}})"
    return re.compile(rf"{_any(some)}\s?:?\s{{0,3}}{behind}{{0,2}}$", re.IGNORECASE)


def _lexicon(some: Iterable[str]) -> Lexicon:
    return Lexicon((word, word) for word in some)


def _all(files: Iterable[PostingWords], name: str) -> list[str]:
    return [word for file in files for word in getattr(file, name)]


def _merged(maps: Iterable[Mapping[str, int]]) -> dict[str, int]:
    return {key: value for one in maps for key, value in one.items()}


def _near(files: Sequence[PostingWords]) -> Iterable[tuple[str, str]]:
    """Each word with its meaning, and its plural in s."""
    for word, name in _singular(files):
        yield word, name
        if word[-1].isascii() and word[-1].isalpha() and word[-1] != "s":
            yield f"{word}s", name


def _singular(files: Sequence[PostingWords]) -> Iterable[tuple[str, str]]:
    for file in files:
        for kinds in (file.components, file.not_pay):
            for name, lists in kinds.items():
                yield from ((word, name) for some in lists for word in some)
        yield from ((word, "weak") for word in file.weak)


def _behind(files: Sequence[PostingWords]) -> Sorted:
    """`per year`, `/h`, `a month`, `annually` right behind a figure."""
    per = "|".join(re.escape(word) for word in _longest(_all(files, "per")))
    parts, meaning = [], []
    for name in dict.fromkeys(name for file in files for name in file.periods):
        some = [file.periods[name] for file in files if name in file.periods]
        units = [word for one in some for word in one.units]
        own = [word for one in some for word in one.words]
        forms = [rf"{_form(word)}(?:{NOTHING_BEHIND}|(?=[A-Z]))" for word in _longest(own)]
        if units:
            unit = "|".join(map(_form, _longest(units)))
            forms.append(
                rf"(?:/\s?(?:per\s)?|(?:{per})(?:\s|(?<=['’.])))(?:{unit}){NOTHING_BEHIND}"
            )
        parts.append(f"({'|'.join(forms)})")
        meaning.append(name)
    longest_first = sorted(
        zip(parts, meaning, strict=True), key=lambda one: one[1] not in ("two weeks", "half month")
    )
    pattern = "|".join(part for part, _ in longest_first)
    # Capitals end a word that the next one is glued to: annuallyBe.
    return Sorted(_insensitive(pattern), tuple(name for _, name in longest_first))


def _insensitive(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{pattern})".replace("(?=[A-Z])", "(?-i:(?=[A-Z]))"), re.IGNORECASE)


def _longest(some: Collection[str]) -> list[str]:
    return sorted(dict.fromkeys(some), key=len, reverse=True)


def _form(word: str) -> str:
    return re.escape(word).replace(r"\*", r"[^\W\d_]{0,30}").replace(r"\ ", r"\s{1,3}")


def _bounded(word: str) -> str:
    """A word's pattern; letters may touch it only where its script has no blanks."""
    letters = word.strip("*")
    if not letters or not letters[0].isalnum() or ord(letters[0]) > 0x2E80:
        return _form(word)
    return f"{NOTHING_BEFORE}{_form(word)}{NOTHING_BEHIND}"


def _any(some: Collection[str]) -> str:
    return f"(?:{'|'.join(map(_bounded, _longest(some)))})" if some else r"(?!)"


def _pattern(some: Collection[str]) -> re.Pattern[str]:
    return re.compile(_any(some), re.IGNORECASE)
