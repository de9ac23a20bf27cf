"""A payload of any recruiting system → its figures of pay.

Every object in it may be a posting, tiers, ranges, or hold an entry whose name says that it is pay.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from counteroffer.postings import boards
from counteroffer.postings.markup import plain
from counteroffer.postings.names import Name, component_of, name_of, period_in_name
from counteroffer.postings.pay_object import Part, PayReader, flat_groups
from counteroffer.postings.schema_org import is_posting, read_posting, types_of
from counteroffer.postings.source import Path, PayloadTree
from counteroffer.postings.words import PostingVocabulary

DEEPEST = 64
MOST = 3_000  # figures, and what is unread, of one payload
_RESUME = ("basics", "work")
_ROUGH = (
    "description",
    "descriptionplain",
    "info",
    "information",
    "html",
    "plain",
    "notes",
    "note",
)
_ENTRIES = 3  # of a posting, at least
_SHORT = 300  # characters of a text that is all about pay
_MOST_PARTS = 400_000  # objects and lists of one payload


def read_payload(
    tree: PayloadTree, words: PostingVocabulary, posting_only: bool = False
) -> PayReader:
    """The figures of a payload; with `posting_only` those of schema.org postings alone."""
    reader = PayReader(tree, words)
    if isinstance(tree.value, dict) and all(key in tree.value for key in _RESUME):
        reader.refuse(Part(()), "a résumé", "a résumé states no pay of an offer")
        return reader
    _Walker(reader, posting_only).walk(tree.value, Part((), known=True), 0)
    return reader


class _Walker:
    def __init__(self, reader: PayReader, posting_only: bool) -> None:
        self.reader, self.words, self.posting_only = reader, reader.words, posting_only
        self.parts, self.full = 0, False

    def walk(self, value: Any, part: Part, depth: int) -> None:
        self.parts += 1
        told = len(self.reader.figures) + len(self.reader.unread)
        if self.parts > _MOST_PARTS or told > MOST:
            if not self.full:
                self.reader.refuse(part, "…", "too much for one file: the rest is not read")
            self.full = True
            return
        if depth > DEEPEST:
            self.reader.refuse(part, "…", f"nested more than {DEEPEST} deep")
        elif isinstance(value, list):
            for index, item in enumerate(value):
                if isinstance(item, (dict, list)):
                    self.walk(item, replace(part, path=(*part.path, index)), depth + 1)
        elif isinstance(value, dict):
            self.object(value, part, depth)

    def object(self, value: dict[str, Any], part: Part, depth: int) -> None:
        if is_posting(value):
            read_posting(value, part, self.reader)
            return
        if self.posting_only or types_of(value):
            self.below(value, part, depth, frozenset())
            return
        part = self.posting(value, part)
        if boards.has_tiers(value):
            boards.read_tiers(value, replace(part, source="tiers"), self.reader)
            return
        self.below(value, part, depth, frozenset(self.flat(value, part)))

    def posting(self, value: Mapping[str, Any], part: Part) -> Part:
        """The same part, in a posting of its own where the object has a title and more."""
        fields = self.words.fields
        title = next(
            (
                entry for key, entry in value.items()
                if key.casefold() in fields["titles"] and isinstance(entry, str) and entry.strip()
            ),
            None,
        )  # fmt: skip
        home = [
            text for key, entry in value.items() if key.casefold() in fields["places"]
            for text in _leaves(entry)
        ]  # fmt: skip
        if home:
            part = replace(part, home=" ".join(home)[:400])
        if title and len(value) >= _ENTRIES:
            part = replace(part, posting=title.strip()[:200], scope=self.reader.tree.at(part.path))
        return part

    def flat(self, value: dict[str, Any], part: Part) -> list[str]:
        """`salary_min` and its like; the keys that were used."""
        used: list[str] = []
        for name, group, keys in flat_groups(value, self.words):
            component = component_of(name.text, self.words) or "base"
            period = period_in_name(name.text, self.words)
            here = replace(part, component=component, period=period, source=name.text)
            self.reader.object(group, replace(here, path=self.place(part.path, keys)))
            used += keys
        return used

    def place(self, path: Path, keys: tuple[str, ...]) -> Path:
        """Of two ends the object that holds both; of one end that."""
        return (*path, keys[0]) if len(keys) == 1 else path

    def below(self, value: dict[str, Any], part: Part, depth: int, used: frozenset[str]) -> None:
        if any(key.casefold() in self.words.fields["named"] for key in value):
            periods = [
                boards.said_beside(entry, self.words)[1] for key, entry in value.items()
                if key.casefold() in self.words.fields["named"]
            ]  # fmt: skip
            part = replace(part, period=next(filter(None, periods), None))
        for key, entry in value.items():
            if key in used or entry is None or isinstance(entry, bool):
                continue
            here = replace(part, path=(*part.path, key))
            if self.posting_only or types_of(value):
                if isinstance(entry, (dict, list)):
                    self.walk(entry, here, depth + 1)
                continue
            self.entry(key, entry, value, here, depth)

    def entry(
        self, key: str, entry: Any, holder: Mapping[str, Any], part: Part, depth: int
    ) -> None:
        name, small = name_of(key, self.words), key.casefold()
        if isinstance(entry, (dict, list)) and self.words.others.fullmatch(name.text):
            if entry:
                self.reader.refuse(part, key, "other postings")
            return
        if small in boards.RANGES:
            boards.read_ranges(entry, replace(part, source="ranges"), self.reader)
        elif small in self.words.fields["named"] and isinstance(entry, (dict, list)):
            boards.read_named(entry, replace(part, source=small), self.reader)
        elif name.pay and not _named_by_listing(entry):
            self.pay(name, entry, holder, part, depth)
        elif isinstance(entry, (dict, list)):
            self.walk(entry, part, depth + 1)
        elif isinstance(entry, str) and small in self.words.fields["texts"]:
            self.reader.prose(plain(entry), replace(part, source=f"text {small}"))

    def pay(
        self, name: Name, entry: Any, holder: Mapping[str, Any], part: Part, depth: int
    ) -> None:
        """An entry whose name says pay: an object or a text of pay, or an attribute of it."""
        if isinstance(entry, dict) and (
            boards.has_tiers(entry) or not _holds_pay(entry, self.words)
        ):
            self.walk(entry, part, depth + 1)
            return
        attribute = name.role in ("currency", "period") and not isinstance(entry, (dict, list))
        component = component_of(name.text, self.words)
        if attribute or component is None:
            return
        if isinstance(entry, str) and (name.parts & set(_ROUGH) or len(entry) > _SHORT):
            self.reader.prose(plain(entry), replace(part, source=f"text {name.text}"))
            return
        siblings = _siblings(holder, self.words)
        here = replace(
            part, component=component, source=name.text,
            period=period_in_name(name.text, self.words)
            or (part.period if component in ("base", "ote") else None),
        )  # fmt: skip
        if isinstance(entry, (dict, list)):
            self.reader.read(entry, here)
        else:
            text = plain(entry) if isinstance(entry, str) else entry
            self.reader.read({"value": text, **siblings} if siblings else text, here)


def _siblings(holder: Mapping[str, Any], words: PostingVocabulary) -> dict[str, Any]:
    """The currency and the period that stand beside a figure: salary_currency, currency."""
    found = {}
    for key, entry in holder.items():
        name = name_of(key, words)
        own = name.pay or name.parts & words.fields["currency"]
        if name.role in ("currency", "period") and own and isinstance(entry, str):
            found[key] = entry
    return found


def _holds_pay(entry: Mapping[str, Any], words: PostingVocabulary) -> bool:
    """Whether an object has an end, a value or a text of pay itself."""
    return any(name_of(key, words).role in ("low", "high", "single", "text") for key in entry)


def _named_by_listing(entry: Any) -> bool:
    """A list of named things is looked through: [{"name": ..., ...}]."""
    return isinstance(entry, list) and any(isinstance(one, list) for one in entry)


def _leaves(entry: Any) -> list[str]:
    if isinstance(entry, str):
        return [entry]
    if isinstance(entry, dict):
        return [one for one in entry.values() if isinstance(one, str)]
    return []
