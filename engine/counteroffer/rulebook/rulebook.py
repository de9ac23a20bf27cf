"""The rules in force, read from folders of YAML: declared facts, levers, guides.

A folder holds `facts.yaml`, `money.yaml`, `places.yaml`, `floor.yaml`, `verdict.yaml`,
`plan.yaml`, `kinds.yaml`, `explain.yaml`, `levers/<id>.yaml`, `levers/every-guide/<id>.yaml` and
`guides/<company>/<role>.yaml`, each of which it may leave out. Folders given extend the rules that
come with the package, and what has the same name in a later folder replaces it. All files are read
at once, and parsed when they are asked for.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from counteroffer.documents.document import Document
from counteroffer.language.declarations import Declaration, closest, meant, slug
from counteroffer.money.write_amount import Shown, in_locale, unambiguous
from counteroffer.rulebook.facts import Facts
from counteroffer.rulebook.folders import RuleFile, RuleFiles, folders_from_environment, made_folder
from counteroffer.rulebook.guide import Guide
from counteroffer.rulebook.guides import (
    MOST_WAYS,
    GuideRules,
    all_ways,
    levers_of,
    read_guide_of,
)
from counteroffer.rulebook.kept_rules import KeptRules
from counteroffer.rulebook.levers import Lever, read_lever
from counteroffer.rulebook.listed import Currency, Place, Vehicle
from counteroffer.rulebook.shared import (
    About,
    DerivationSentence,
    Money,
    Reason,
    read_kinds,
    read_places,
    read_reasons,
    read_sentences,
)
from counteroffer.text.arguments import (
    BY_NAME,
    NAMES,
    PATH,
    TEXT,
    Argument,
    check_argument,
    kind_of,
    named,
)
from counteroffer.text.characters import cut
from counteroffer.text.errors import Problem, RuleError
from counteroffer.text.kept import Keeper, Kept

if TYPE_CHECKING:
    from counteroffer.rulebook.plan_rules import PlanRules, Request
    from counteroffer.rulebook.rule_files import KindsFile

_EVERY = "levers/every-guide/"
_ANOTHER_COMPANY = "Another company? --band, --posting, or import a guide"
POSTED_BASIS, POSTED, MARKET_BAND = "posted", "posted-range", "market-band"
_SHARED = ("facts.yaml", "money.yaml", "places.yaml", "floor.yaml", "verdict.yaml")
_DOCUMENT = Argument(kind_of(Document), "a Document, as read and read_file make it")
_DOCUMENTS = Argument(BY_NAME.takes, "a mapping from ids to documents", _DOCUMENT)
_MOST_KEPT = 64 * 2**20  # bytes of guides, places and programs
_BYTES_OF_A_GUIDE = 60  # in memory, for each byte of its file; measured


class Rulebook(Keeper):
    """The rules in force, as their files were when it was made.

    A value: what is worked out of it is kept with it and goes with it. Safe to share between
    threads, and to send to another process.
    """

    def __init__(self, *folders: Path | str) -> None:
        for number, folder in enumerate(folders):
            check_argument(f"folders[{number}]", folder, PATH, False)
        self._read(RuleFiles.read(map(Path, folders)))

    @classmethod
    def load(cls, *folders: Path | str) -> Rulebook:
        """The rules that come with the package and those of these folders, read now.

        Raises RuleError for what is no folder. What is wrong inside is raised when it is asked for.
        """
        return cls(*folders)

    def _read(self, files: RuleFiles) -> None:
        self.files = files
        self.kept = Kept(_MOST_KEPT)

    def __eq__(self, other: object) -> bool:
        """Whether they were read from the same files with the same content."""
        if not isinstance(other, Rulebook):
            return NotImplemented
        return self is other or self.files == other.files

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        files = (one for folder in self.files.folders for one in folder.files.items())
        return hash(tuple((name, file.digest) for name, file in files))

    def __getstate__(self) -> RuleFiles:
        return self.files

    def __setstate__(self, files: RuleFiles) -> None:
        self._read(files)

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folders of rules, the package's first."""
        return tuple(folder.path for folder in self.files.folders)

    @property
    def foreign(self) -> bool:
        """Whether there are rules that did not come with the package."""
        return len(self.files.folders) > 1

    @named(name=TEXT)
    def documents(self, name: str) -> tuple[Document, ...]:
        """The files of that name in the folders of rules, the package's first.

        Raises RuleError.
        """
        return self.files.documents(name)

    @cached_property
    def _between_runs(self) -> KeptRules:
        return KeptRules(self.files)

    # facts, money, places

    @cached_property
    def facts(self) -> Facts:
        """What conditions and sentences may name."""
        return self._between_runs.get("facts", lambda: Facts.of(self.documents("facts.yaml")))

    @property
    def kinds(self) -> Mapping[str, str]:
        """The kind of each declared fact or measure: profile, offer, alternatives, ..."""
        return self.facts.kinds

    @property
    def profile(self) -> Mapping[str, Declaration]:
        """The facts that a candidate can state."""
        return self.facts.profile

    @property
    def declared(self) -> Mapping[str, Declaration]:
        """Every declared fact and measure by name."""
        return self.facts.declared

    @property
    def private(self) -> frozenset[str]:
        """The facts of the profile that are declared private."""
        return self.facts.private

    @property
    def sayable(self) -> frozenset[str]:
        """What a sentence for the other side may name."""
        return self.facts.sayable

    @cached_property
    def _money(self) -> Money:
        return self._between_runs.get("money", lambda: Money.of(self.documents("money.yaml")))

    @property
    def currencies(self) -> Mapping[str, Currency]:
        """The rounding step and the sign of each currency, by its code."""
        return self._money.currencies

    @named(code=TEXT)
    def currency(self, code: str) -> Currency:
        """The step and the sign of a currency; of one that is not listed, 1,000 and its code."""
        return self.currencies.get(code) or Currency(sign=code)

    @named(locale=TEXT)
    def formatter(self, locale: str | None = None) -> Shown:
        """A function from an amount and its currency to a text.

        In the locale's own way; without a locale, with a sign that can mean one currency only.
        Raises CounterofferError for a locale that Babel does not know.
        """
        if locale is not None:
            return in_locale(locale)
        return unambiguous(
            lambda code: self.currency(code).sign or code,
            lambda code: self.currency(code).grouping == "lakh",
        )

    @property
    def vehicles(self) -> Mapping[str, Vehicle]:
        """Kinds of equity by slug and by alias."""
        return self._money.vehicles

    @property
    def pay_sources(self) -> tuple[str, ...]:
        """The words that a source of pay has one of; `*` stands for the rest of a word."""
        return self._money.pay_sources

    @cached_property
    def places(self) -> Mapping[str, tuple[str, Place]]:
        """The slug and the place, by slug and by alias, for everywhere that people are hired."""
        return read_places(self.documents("places.yaml"))

    @cached_property
    def reasons(self) -> tuple[Reason, ...]:
        """Why a floor can stand where it does, then why a verdict can be what it is.

        Each in the order that they are given. Raises RuleError.
        """
        return self._between_runs.get("reasons", self._read_reasons)

    def _read_reasons(self) -> tuple[Reason, ...]:
        abouts: tuple[About, ...] = ("floor", "verdict")
        return tuple(
            reason
            for about in abouts
            for reason in read_reasons(about, self.documents(f"{about}.yaml"), self.facts)
        )

    @cached_property
    def plan(self) -> PlanRules:
        """What to ask for in return for concessions, and what to say on the occasions of a plan."""
        from counteroffer.rulebook.plan_rules import plan_rules

        return plan_rules(self.documents("plan.yaml"), self.facts.condition)

    @named(names=NAMES)
    def sentences(self, names: Collection[str]) -> Mapping[str, DerivationSentence]:
        """The sentences of derivations, by a figure's name or a pattern of names.

        `names` are all that there are. Raises RuleError for a sentence about any other.
        """
        return read_sentences(self.documents("explain.yaml"), names)

    @property
    def requests(self) -> tuple[Request, ...]:
        """What to ask for in return for a concession, in the order that it is given."""
        return self.plan.requests

    @cached_property
    def kinds_of_levers(self) -> KindsFile:
        """Shared levers by the words of an imported lever's title, and what is never said.

        Later folders come first.
        """
        return read_kinds(self.documents("kinds.yaml"), self.lever_ids())

    # levers

    @cached_property
    def _levers(self) -> dict[str, Lever]:
        return {}  # those that were asked for; each is small, and part of its guides

    @named(name=TEXT)
    def lever(self, name: str) -> Lever:
        """A shared lever by its id.

        Raises RuleError.
        """
        if name not in self._levers:
            paths = (f"levers/{name}.yaml", f"{_EVERY}{name}.yaml")
            files = [file for path in paths for file in self.files.named(path)]
            if not files:
                near = closest(name, self.lever_ids())
                word = f"unknown lever '{cut(name)}'{meant(near)}"
                raise RuleError([Problem(word, code="lever.unknown", suggestion=near)])
            self._levers[name] = read_lever(name, files[-1].document(), self.facts)
        return self._levers[name]

    def lever_ids(self) -> tuple[str, ...]:
        """The ids of all shared levers, sorted."""
        return _ids(self.files.matching("levers/", ".yaml"))

    def every_guide(self) -> tuple[str, ...]:
        """The ids of the levers that belong to every guide, sorted."""
        return _ids(self.files.matching(_EVERY, ".yaml"))

    # guides

    @named(name=TEXT)
    def guide(self, name: str) -> GuideRules:
        """A guide by its id, `company/role`.

        Raises RuleError.
        """
        file = self.guide_files.get(name)
        if file is None:
            known = self.guide_ids()
            some = f"{', '.join(known[:3])}{' and more' if len(known) > 3 else ''}"
            near = closest(name, known)
            others = f"; there are {some}. {_ANOTHER_COMPANY}"
            word = f"unknown guide '{cut(name)}'{meant(near) or others}"
            raise RuleError([Problem(word, code="guide.unknown", suggestion=near)])
        return self.kept.get(
            ("guide", name),
            lambda: self._between_runs.get(
                f"guides/{name}", lambda: self._guide(name, file.document(), {})
            ),
            lambda _: _BYTES_OF_A_GUIDE * len(file.data),
        )

    @named(name=TEXT)
    def with_guide(self, stated: Mapping[str, object], name: str | None = None) -> Rulebook:
        """These rules with one more guide, made of plain values as its file would have them.

        `name` is its id, `company/role` unless given. Raises RuleError with all that is wrong. The
        rules that it is made from stay as they are.
        """
        guide = Guide.of(stated)
        known = name or f"{slug(guide.company)}/{slug(guide.role)}"
        text = json.dumps(stated, ensure_ascii=False, default=str)
        made = made_folder({f"guides/{known}.yaml": text.encode()})
        more = Rulebook.__new__(Rulebook)
        more._read(RuleFiles((*self.files.folders, made)))
        more.guide(known)
        return more

    @named(name=TEXT, document=_DOCUMENT, levers=_DOCUMENTS)
    def tried(self, name: str, document: Document, levers: Mapping[str, Document]) -> GuideRules:
        """A guide that is in no folder yet, with the levers that come with it.

        Raises RuleError. Nothing of it is kept.
        """
        own = {lever: read_lever(lever, text, self.facts) for lever, text in levers.items()}
        return self._guide(name, document, own)

    def guide_ids(self) -> tuple[str, ...]:
        """The ids of all guides, sorted."""
        return tuple(self.guide_files)

    @cached_property
    def guide_files(self) -> Mapping[str, RuleFile]:
        """The file of each guide by its id, sorted."""
        names = set(self.files.matching("guides/", ".yaml"))
        files = {name.split("/", 1)[1].removesuffix(".yaml"): name for name in names}
        return {one: self.files.named(name)[-1] for one, name in sorted(files.items())}

    @named(name=TEXT)
    def replaced(self, name: str) -> RuleFile | None:
        """The file of the same guide in an earlier folder, where it says something else.

        Of several the last one; None for a guide of which there is one file.
        """
        used = self.guide_files.get(name)
        others = self.files.named(f"guides/{name}.yaml")[:-1]
        return next((one for one in reversed(others) if used and one.data != used.data), None)

    @named(path=PATH)
    def is_shipped(self, path: Path | str) -> bool:
        """Whether a file of rules came with the package."""
        return Path(path).is_relative_to(self.folders[0])

    def _guide(self, name: str, document: Document, own: Mapping[str, Lever]) -> GuideRules:
        """A guide from its file; `own` are levers that come with it, in place of those in force."""

        def lever(one: str) -> Lever:
            return own[one] if one in own else self.lever(one)

        guide, found = read_guide_of(document, self._money)
        levers: list[Lever] = []
        for part in levers_of(guide, document, self.facts, lever):
            if isinstance(part, Problem):
                found.append(part)
            else:
                levers.append(part)
        if found:
            raise RuleError(found)
        if sum(all_ways(one.when) for one in levers) > MOST_WAYS:
            word = f"its levers can hold or fail in more than {MOST_WAYS:,} ways"
            raise RuleError([document.problem(("levers",), word, code="engine.limit")])
        levers += [lever(one) for one in self.every_guide() if one not in guide.levers]
        if guide.basis == POSTED_BASIS:
            levers = _of_posted(levers)
        levers.sort(key=lambda one: one.id)  # so that the order in the file changes nothing
        steps = {band.currency: self.currency(band.currency).step for band in guide.bands.values()}
        digest = self._digest(document, levers)
        return GuideRules(name, guide, tuple(levers), document, digest, steps, guide.basis)

    def _digest(self, guide: Document, levers: Iterable[Lever]) -> str:
        """The sha256 of all the rules that a guide's answers come from, in whatever folder."""
        parts = [file.digest for name in _SHARED for file in self.files.named(name)]
        parts = sorted([*parts, guide.digest, *(lever.document.digest for lever in levers)])
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _of_posted(levers: Iterable[Lever]) -> list[Lever]:
    """The levers of a guide whose ranges are the employer's own.

    The range is said as that, never as what is paid, and counts for no headline.
    """
    own = (replace(one, own=None) if one.id == POSTED else one for one in levers)
    return [one for one in own if one.id != MARKET_BAND]


def _ids(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({name.rpartition("/")[2].removesuffix(".yaml") for name in names}))


@cache
def default_rulebook() -> Rulebook:
    """The rules that come with the package, and those that the environment variable names."""
    return Rulebook.load(*folders_from_environment())
