"""Read files of declared facts: what conditions and sentences may name."""

from __future__ import annotations

import keyword
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from counteroffer.documents.document import Document, Path_
from counteroffer.documents.validate import checked, condition
from counteroffer.language.declarations import Declaration
from counteroffer.language.expr import Expr
from counteroffer.text.errors import Problem, RuleError

KINDS = ("profile", "place", "offer", "alternatives", "band")  # what a lever's condition may name

# What sentences may name beside the facts of the profile: amounts are the case's or the guide's
# cited market's.
SAYABLE = frozenset(
    (
        *("region", "role", "company", "offer.base", "offer.equity"),
        *("best.company", "best.offer", "best.holding", "best.base", "best.package"),
        "current.base",  # said in a raise alone, where the other side pays it
        *("market.companies", "market.base", "band.base", "band.equity"),
    )
)


@dataclass(frozen=True)
class Facts:
    """Declared facts and measures by the kind that they belong to, and by name."""

    groups: Mapping[str, Mapping[str, Declaration]]

    @classmethod
    def of(cls, documents: Iterable[Document]) -> Facts:
        """What several files declare, the package's first, which alone declares measures.

        Raises RuleError.
        """
        from counteroffer.rulebook.rule_files import FactsFile

        merged: dict[str, dict[str, Declaration]] = {kind: {} for kind in FactsFile.model_fields}
        documents = tuple(documents)
        for document in documents:
            stated = checked(FactsFile, document, error=RuleError)
            for kind in merged:
                group: Mapping[str, Declaration] = getattr(stated, kind)
                if wrong := list(
                    _wrong(document, kind, group, merged, own=document.file == documents[0].file)
                ):
                    raise RuleError(wrong)
                merged[kind].update(_still_private(group, merged[kind]))
        return cls(merged)

    @cached_property
    def kinds(self) -> Mapping[str, str]:
        """For each declared fact or measure its kind: profile, offer, alternatives, ..."""
        return {name: kind for kind, group in self.groups.items() for name in group}

    @cached_property
    def declared(self) -> Mapping[str, Declaration]:
        """Every declared fact and measure by name."""
        return {name: one for group in self.groups.values() for name, one in group.items()}

    @property
    def profile(self) -> Mapping[str, Declaration]:
        """The facts that a candidate can state."""
        return self.groups["profile"]

    @cached_property
    def private(self) -> frozenset[str]:
        """The facts of the profile that are declared private."""
        return frozenset(name for name, one in self.profile.items() if one.private)

    @cached_property
    def sayable(self) -> frozenset[str]:
        """What a sentence for the other side may name."""
        said = [
            name for name, one in self.profile.items() if one.type != "money" and not one.private
        ]
        return SAYABLE | {*said, *(f"{name}.unit" for name in said)}

    def condition(
        self, document: Document, path: Path_, text: str, kinds: Iterable[str] = KINDS
    ) -> Expr | Problem:
        """A condition that may name facts of these kinds, or what is wrong with it."""
        known = {name: one for name, one in self.declared.items() if self.kinds[name] in kinds}
        return condition(document, path, text, known)


def _wrong(
    document: Document,
    kind: str,
    group: Mapping[str, Declaration],
    before: Mapping[str, Mapping[str, Declaration]],
    *,
    own: bool,
) -> Iterator[Problem]:
    """Names of a group that can't name a fact, or, in later folders, that it adds measures."""
    measures = {name for one, names in before.items() if one != "profile" for name in names}
    taken = measures if kind == "profile" else set()
    bad = [name for name in group if not _names_a_fact(name) or name in taken]
    word = "can't name a fact: it needs letters, digits and _, and no word that is taken"
    for name in bad:
        yield document.problem((kind, name), f"'{name}' {word}", key=True, code="text.unusable")
    if not bad and group and kind != "profile" and not own:
        word = "only profile facts can be added: measures are worked out by the engine"
        yield document.problem((kind,), word, key=True, code="entry.unknown")


def _names_a_fact(name: str) -> bool:
    return (
        name.isidentifier()
        and len(name) <= 100
        and not keyword.iskeyword(name)
        and name not in ("count", "known")
    )


def _still_private(
    group: Mapping[str, Declaration], before: Mapping[str, Declaration]
) -> Iterator[tuple[str, Declaration]]:
    """Declarations, of which those of facts that were private before stay private."""
    for name, one in group.items():
        kept = name in before and before[name].private
        yield name, one.model_copy(update={"private": True}) if kept else one
