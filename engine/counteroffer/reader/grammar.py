"""The prose section of `reading.yaml` → patterns for the words around an amount.

They find components, cues for roles, and levels. In a phrase a space stands for spaces or a hyphen,
`…` for up to four words, `#` for an amount (which the text that is searched has masked with that
sign), `^` for the beginning of a sentence, and a word may have an s after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_GAP = r"(?:[^\s.;#]{1,40}[\s-]+){0,4}?"


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase at `start:end` of a text, and what it stands for.

    `at` is where it begins to count: at its amount, if it has one.
    """

    name: str
    text: str
    start: int
    end: int
    at: int


@dataclass(frozen=True, slots=True)
class Grammar:
    """The vocabulary of prose, compiled."""

    components: Mapping[str, re.Pattern[str]]
    roles: Mapping[str, re.Pattern[str]]
    tiers: Mapping[str, re.Pattern[str]]
    strategy: re.Pattern[str]
    strategy_else: re.Pattern[str]
    strategy_alone: re.Pattern[str]
    not_strategy: re.Pattern[str]
    directs: re.Pattern[str]
    sources: re.Pattern[str]
    not_sources: re.Pattern[str]
    trailing: re.Pattern[str]
    levers: re.Pattern[str]
    links: frozenset[str]
    stops: re.Pattern[str]
    yearly: re.Pattern[str]
    monthly: re.Pattern[str]
    own: frozenset[str]
    plural: re.Pattern[str]
    employers: re.Pattern[str]
    under: re.Pattern[str]
    level: re.Pattern[str]
    not_companies: frozenset[str]
    places: tuple[tuple[str, ...], ...]
    place_noise: frozenset[str]

    def is_sources(self, title: str) -> bool:
        """Whether a title is that of a list of sources: "Reference Checks" is none."""
        return bool(self.sources.search(title)) and not self.not_sources.search(title)


def grammar(files: Sequence[Mapping[str, Any]]) -> Grammar:
    """Compile the prose sections of all files into one grammar.

    Later files add to earlier ones; what none of them has finds nothing.
    """

    def every(key: str) -> list[Any]:
        return [word for prose in files for word in prose.get(key) or ()]

    def named(key: str) -> dict[str, re.Pattern[str]]:
        names = {str(name): None for prose in files for name in prose.get(key) or ()}
        return {
            name: pattern(
                word for prose in files for word in (prose.get(key) or {}).get(name) or ()
            )
            for name in names
        }

    def words(key: str) -> frozenset[str]:
        return frozenset(str(word).casefold() for word in every(key))

    def listed(key: str) -> re.Pattern[str]:
        return pattern(every(key))

    prefixes = "|".join(
        re.escape(str(one)).replace(r"\ ", r"\s")
        for one in sorted(every("levels"), key=len, reverse=True)
    )
    return Grammar(
        components=named("components"),
        roles=named("roles"),
        tiers=named("tiers"),
        strategy=listed("strategy"),
        strategy_else=listed("strategy_else"),
        strategy_alone=listed("strategy_alone"),
        not_strategy=listed("not_strategy"),
        directs=listed("directs"),
        sources=listed("sources"),
        not_sources=listed("not_sources"),
        trailing=listed("trailing"),
        levers=listed("levers"),
        links=words("links"),
        stops=listed("stops"),
        yearly=listed("yearly"),
        monthly=listed("monthly"),
        own=words("own"),
        plural=listed("plural"),
        employers=listed("employers"),
        under=listed("under"),
        level=re.compile(rf"(?<!\w)(?:{prefixes})\s?\d{{1,2}}(?!\w)" if prefixes else r"(?!)"),
        not_companies=words("not_companies"),
        places=tuple(tuple(str(name) for name in names) for names in every("places")),
        place_noise=words("place_noise"),
    )


def pattern(phrases: Iterable[object]) -> re.Pattern[str]:
    """One pattern for phrases, the longest first; of no phrases, one that matches nothing.

    Phrases with the same first letter stand together behind it: hundreds are passed over at a
    glance.
    """
    ordered = sorted(
        {str(phrase).strip() for phrase in phrases} - {""}, key=lambda one: (-len(one), one)
    )
    by_first: dict[str, list[str]] = {}
    for phrase in ordered:
        by_first.setdefault(phrase[0].lower() if phrase[0].isalnum() else "", []).append(
            _phrase(phrase)
        )
    others = by_first.pop("", [])
    words = "|".join(f"(?={first})(?:{'|'.join(bodies)})" for first, bodies in by_first.items())
    return re.compile(
        "|".join([*others, *([rf"(?<!\w)(?:{words})"] if words else [])]) or r"(?!)", re.IGNORECASE
    )


def found(text: str, patterns: Mapping[str, re.Pattern[str]]) -> list[Found]:
    """All phrases in a text, left to right; where two overlap, the longer one counts."""
    every = [
        Found(name, match.group(), match.start(), match.end(), _at(match))
        for name, one in patterns.items()
        for match in one.finditer(text)
    ]
    kept: list[Found] = []
    for one in sorted(every, key=lambda item: (item.start - item.end, item.start)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda item: item.at)


def masked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with each amount replaced by as many `#` as it has characters.

    Apostrophes become straight; the length stays.
    """
    for start, end in spans:
        text = text[:start] + "#" * (end - start) + text[end:]
    return text.replace("’", "'")


def _at(match: re.Match[str]) -> int:
    """A cue counts from its end on; one that names the amount, from that amount on."""
    amount = match.group().find("#")
    return match.end() if amount < 0 else match.start() + amount


def _phrase(text: str) -> str:
    parts: list[str] = []
    for word in text.split():
        if word == "^":
            parts.append(r"^\W{0,3}")
        elif word == "…":
            parts.append(_GAP)
        elif word == "#":
            parts.append("#+[\\s-]*" if parts or len(text) > 1 else "#+")
        else:
            parts.append(
                re.escape(word).replace(r"\#", "#+")
                + ("s?" if word[-1].isalpha() else "")
                + r"[\s-]+"
            )
    last = text.split()[-1]
    body = "".join(parts)
    body = body.removesuffix(r"[\s-]+").removesuffix("[\\s-]*")
    before = r"(?<!\w)" if text[0].isalnum() else ""
    after = r"(?!\w)" if last[-1].isalnum() else ""
    return f"{before}{body}{after}"
