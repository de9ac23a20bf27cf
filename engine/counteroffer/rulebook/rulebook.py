"""Folders of YAML → checked rules: declared facts, levers, guides.

Read when they are asked for, and once. A folder holds `facts.yaml`, `money.yaml`, `places.yaml`,
`floor.yaml`, `plan.yaml`, `kinds.yaml`, `levers/<id>.yaml`, `levers/every-guide/<id>.yaml` and
`guides/<company>/<role>.yaml`, each of which it may leave out. Folders given extend the rules that
come with the package, and what has the same name in a later folder replaces it.
"""

from __future__ import annotations

import hashlib
import keyword
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeVar

from counteroffer.documents.document import Document, Path_, read_file
from counteroffer.documents.fields import currency_of
from counteroffer.documents.validate import checked, condition
from counteroffer.language.declarations import Declaration, nearest, slug
from counteroffer.language.expr import And, Expr, Not, count_ways, facts_of, positive
from counteroffer.language.parse import WIDEST
from counteroffer.money.read_amount import Amount
from counteroffer.money.write_amount import Shown, in_locale, unambiguous
from counteroffer.rulebook.checks.findings import Finding, findings
from counteroffer.rulebook.guide import COMPONENTS, Component, Floor, Guide, GuideLever
from counteroffer.rulebook.rule_files import (
    Currency,
    FactsFile,
    FloorFile,
    KindsFile,
    LeverFile,
    MoneyFile,
    Place,
    PlacesFile,
    PlanFile,
    Vehicle,
)
from counteroffer.rulebook.template import Template, TemplateError
from counteroffer.text.characters import cut, legible
from counteroffer.text.errors import Problem, RuleError
from counteroffer.text.home import HOME, RULES
from counteroffer.text.phrases import over

VARIABLE = "COUNTEROFFER_RULES"
KINDS = ("profile", "place", "offer", "alternatives", "band")  # what a lever's condition may name
_EVERY = "every-guide"
_SHARED = ("facts.yaml", "money.yaml", "places.yaml", "floor.yaml")
MOST_WAYS = 3_500  # of all levers of a guide: what the inference engine holds, with room for those of every guide

# What sentences may name beside the facts of the profile: amounts are the case's or the guide's cited market's.
SAYABLE = frozenset(
    (
        "region",
        "role",
        "company",
        "offer.base",
        "offer.equity",
        "best.company",
        "best.offer",
        "best.base",
        "best.package",
        "market.companies",
        "market.base",
    )
)
REASONED = frozenset(
    (
        "region",
        "guide_floor",
        "guide_floor.how",
        "floor_raise",
        "best_held.company",
        "best_held_annual",
        "minimum_base",
    )
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Say:
    """A sentence of a lever and the condition under which it may be said."""

    template: Template
    needs: Expr | None


@dataclass(frozen=True, slots=True)
class Ask:
    """A measure that a lever asks for, when its own condition holds too."""

    measure: str
    when: Expr | None
    how: str


@dataclass(frozen=True, slots=True)
class Lever:
    """A checked lever, with the guide's figures and narrowing where it came through a guide."""

    id: str
    title: str
    when: Expr
    asks: Mapping[Component, Ask]
    says: tuple[Say, ...]
    document: Document = field(repr=False)
    own: GuideLever | None = None

    @property
    def line(self) -> int:
        """The line of the lever's condition in its file."""
        return self.document.places[("when",)].line


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the floor stands where it does."""

    id: str
    when: Expr
    template: Template


@dataclass(frozen=True)
class GuideRules:
    """A guide, and the levers that apply to it, its own and those of every guide, by id."""

    id: str
    guide: Guide
    levers: tuple[Lever, ...]
    document: Document = field(repr=False)
    digest: str
    steps: Mapping[str, int] = field(default_factory=dict, repr=False)  # of its currencies

    @cached_property
    def regions(self) -> Mapping[str, str]:
        """The ids of the guide's regions by id and by label in its one spelling."""
        bands = self.guide.bands
        return {
            **{slug(band.label): name for name, band in bands.items()},
            **{name: name for name in bands},
        }

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Where the guide contradicts itself."""
        return findings(self.guide, self.document, self.steps)


@dataclass(frozen=True, slots=True)
class Request:
    """Something that a company can grant in return for a concession; `when` is None where it always
    makes sense."""

    id: str
    what: str
    say: Template
    when: Expr | None


class Rulebook:
    """The rules in force.

    Immutable once made; safe to share between threads.
    """

    def __init__(self, *folders: Path | str) -> None:
        self.folders: tuple[Path, ...] = (RULES, *(Path(folder) for folder in folders))
        for folder in self.folders:
            if not folder.is_dir():
                raise RuleError([Problem("is not a folder of rules", str(folder))])
        self._guides: dict[str, GuideRules] = {}
        self._levers: dict[str, Lever] = {}
        self._shared: dict[str, tuple[Document, ...]] = {}

    @property
    def foreign(self) -> bool:
        """Whether there are rules that did not come with the package."""
        return len(self.folders) > 1

    # files

    def _find(self, name: str) -> list[Path]:
        if len(name) > 200:  # more than file systems take
            return []
        return [path for folder in self.folders if (path := folder / name).is_file()]

    def _shown(self, path: Path) -> str:
        return path.relative_to(HOME).as_posix() if path.is_relative_to(RULES) else str(path)

    def _read(self, path: Path) -> Document:
        if not legible(path.name + path.parent.name):  # a lever's and a guide's id
            raise RuleError(
                [Problem("its name has a character that can't be shown", self._shown(path))]
            )
        document = read_file(path, self._shown(path), RuleError)
        if not isinstance(document.value, dict):
            raise RuleError([document.problem((), "needs entries of the form 'name: value'")])
        return document

    def documents(self, name: str) -> tuple[Document, ...]:
        """The files of that name in the folders of rules, the package's first.

        Raises RuleError.
        """
        return self._documents(name)

    def _documents(self, name: str) -> tuple[Document, ...]:
        if name not in self._shared:
            self._shared[name] = tuple(self._read(path) for path in self._find(name))
        return self._shared[name]

    # facts, money, places

    @cached_property
    def kinds(self) -> Mapping[str, str]:
        """For each declared fact or measure the kind that it belongs to: profile, offer,
        alternatives, ..."""
        return {name: kind for kind, group in self._facts.items() for name in group}

    @cached_property
    def profile(self) -> Mapping[str, Declaration]:
        """The facts that a candidate can state."""
        return self._facts["profile"]

    @cached_property
    def declared(self) -> Mapping[str, Declaration]:
        """Every declared fact and measure by name."""
        return {
            name: declaration
            for group in self._facts.values()
            for name, declaration in group.items()
        }

    @cached_property
    def _facts(self) -> Mapping[str, Mapping[str, Declaration]]:
        merged: dict[str, dict[str, Declaration]] = {kind: {} for kind in FactsFile.model_fields}
        for document in self._documents("facts.yaml"):
            stated = checked(FactsFile, document, error=RuleError)
            for kind in merged:
                group: Mapping[str, Declaration] = getattr(stated, kind)
                measures = {
                    name for one, names in merged.items() if one != "profile" for name in names
                }
                taken = measures if kind == "profile" else set()
                if bad := [name for name in group if not _names_a_fact(name) or name in taken]:
                    word = "can't name a fact: it needs letters, digits and _, and no word that is taken"
                    raise RuleError(
                        [
                            document.problem((kind, name), f"'{name}' {word}", key=True)
                            for name in bad
                        ]
                    )
                if (
                    group
                    and kind != "profile"
                    and document.file != self._shown(RULES / "facts.yaml")
                ):
                    word = "only profile facts can be added: measures are worked out by the engine"
                    raise RuleError([document.problem((kind,), word, key=True)])
                merged[kind].update(_still_private(group, merged[kind]))
        return merged

    @cached_property
    def _money(self) -> tuple[MoneyFile, ...]:
        return tuple(
            checked(MoneyFile, document, error=RuleError)
            for document in self._documents("money.yaml")
        )

    @cached_property
    def currencies(self) -> Mapping[str, Currency]:
        """Steps and signs by currency code."""
        return {code: one for money in self._money for code, one in money.currencies.items()}

    def currency(self, code: str) -> Currency:
        """The step and the sign of a currency; of one that is not listed, 1,000 and its code."""
        return self.currencies.get(code) or Currency(sign=code)

    def formatter(self, locale: str | None = None) -> Shown:
        """A function from an amount and its currency to a text: in the locale's own way, without one
        with a sign that can be taken for one currency only.

        Raises CounterofferError for a locale that Babel does not know.
        """
        return (
            in_locale(locale)
            if locale is not None
            else unambiguous(lambda code: self.currency(code).sign or code)
        )

    @cached_property
    def vehicles(self) -> Mapping[str, Vehicle]:
        """Kinds of equity by slug and by alias."""
        vehicles = {name: one for money in self._money for name, one in money.vehicles.items()}
        return _with_aliases(vehicles, lambda vehicle: vehicle.aliases)

    @cached_property
    def places(self) -> Mapping[str, tuple[str, Place]]:
        """Hiring places by slug and by alias, with the slug."""
        stated = [
            checked(PlacesFile, document, error=RuleError)
            for document in self._documents("places.yaml")
        ]
        named = {name: (name, place) for file in stated for name, place in file.places.items()}
        return _with_aliases(named, lambda entry: entry[1].aliases)

    @cached_property
    def reasons(self) -> tuple[Reason, ...]:
        """Why a floor can stand where it does, in the order that they are given."""
        reasons: dict[str, Reason] = {}
        for document in self._documents("floor.yaml"):
            for name, stated in checked(FloorFile, document, error=RuleError).reasons.items():
                path = ("reasons", name)
                when = self._condition(document, (*path, "when"), stated.when, (*KINDS, "settled"))
                reasons[name] = Reason(
                    name,
                    _sure(when),
                    _sure(_template(document, (*path, "text"), stated.text, REASONED)),
                )
        return tuple(reasons.values())

    @cached_property
    def requests(self) -> tuple[Request, ...]:
        """What to ask for in return for a concession, in the order that it is given."""
        requests: dict[str, Request] = {}
        for document in self._documents("plan.yaml"):
            for name, stated in checked(PlanFile, document, error=RuleError).requests.items():
                path = ("requests", name)
                kinds = (*KINDS, "plan")
                when = stated.when and _sure(
                    self._condition(document, (*path, "when"), stated.when, kinds)
                )
                say = _sure(_template(document, (*path, "say"), stated.say, frozenset({"yearly"})))
                requests[name] = Request(name, stated.what, say, when or None)
        return tuple(requests.values())

    @cached_property
    def kinds_of_levers(self) -> KindsFile:
        """The shared levers by the words of an imported lever's title, and what is never said;
        later folders first."""
        files = [
            checked(KindsFile, document, error=RuleError)
            for document in self._documents("kinds.yaml")
        ]
        known = self.lever_ids()
        for document, file in zip(self._documents("kinds.yaml"), files, strict=True):
            if wrong := [name for name in file.kinds if name not in known]:
                word = "there is no lever '{}'{}"
                raise RuleError(
                    [
                        document.problem(
                            ("kinds", one), word.format(cut(one), nearest(one, known)), key=True
                        )
                        for one in wrong
                    ]
                )
        kinds: dict[str, tuple[str, ...]] = {}
        for file in reversed(files):
            for name, words in file.kinds.items():
                kinds[name] = (*kinds.get(name, ()), *words)
        return KindsFile(kinds=kinds, unsaid=tuple(word for file in files for word in file.unsaid))

    # levers

    def lever(self, name: str) -> Lever:
        """A shared lever by its id.

        Raises RuleError.
        """
        if name not in self._levers:
            paths = self._find(f"levers/{name}.yaml") + self._find(f"levers/{_EVERY}/{name}.yaml")
            if not paths:
                raise RuleError(
                    [Problem(f"unknown lever '{cut(name)}'{nearest(name, self.lever_ids())}")]
                )
            self._levers[name] = self._lever(name, self._read(paths[-1]))
        return self._levers[name]

    def lever_ids(self) -> tuple[str, ...]:
        """The ids of all shared levers, sorted."""
        return tuple(
            sorted(
                {
                    path.stem
                    for folder in self.folders
                    for path in (folder / "levers").rglob("*.yaml")
                }
            )
        )

    def every_guide(self) -> tuple[str, ...]:
        """The ids of the levers that belong to every guide, sorted."""
        return tuple(
            sorted(
                {
                    path.stem
                    for folder in self.folders
                    for path in (folder / "levers" / _EVERY).glob("*.yaml")
                }
            )
        )

    def _lever(self, name: str, document: Document) -> Lever:
        stated = checked(LeverFile, document, error=RuleError)
        found: list[Any] = []

        def tried(part: T | Problem) -> Any:
            found.append(part)
            return part

        when = tried(self._condition(document, ("when",), stated.when))
        asks = {}
        for component, proposal in stated.asks.items():
            path = ("asks", component)
            only = proposal.when and tried(
                self._condition(document, (*path, "when"), proposal.when)
            )
            declaration = self.declared.get(proposal.figure)
            if declaration is None or declaration.how is None:
                known = [measure for measure, one in self.declared.items() if one.how]
                word = f"'{proposal.figure}' is not a measure that can be asked for{nearest(proposal.figure, known)}"
                tried(document.problem((*path, "figure"), word))
            else:
                asks[component] = Ask(proposal.figure, only or None, declaration.how)
        says = []
        for number, saying in enumerate(stated.says):
            here: Path_ = ("says", number)
            needs = saying.needs and tried(self._needs(document, (*here, "needs"), saying.needs))
            said = _template(document, (*here, "text"), saying.text, self.sayable, self.private)
            says.append(Say(tried(said), needs or None))
        if wrong := [part for part in found if isinstance(part, Problem)]:
            raise RuleError(wrong)
        return Lever(name, stated.title, when, asks, tuple(says), document)

    def _needs(self, document: Document, path: Path_, text: str) -> Expr | Problem:
        """What a sentence needs: nothing private, since the sentence is for the other side."""
        needs = self._condition(document, path, text, (*KINDS, "sentence"))
        named = (
            sorted(self.private & set(facts_of(needs))) if not isinstance(needs, Problem) else []
        )
        if named:
            word = f"a sentence for the other side can't need '{named[0]}': it is private"
            return document.problem(path, word, start=text.find(named[0]), width=len(named[0]))
        return needs

    def _condition(
        self, document: Document, path: Path_, text: str, kinds: Iterable[str] = KINDS
    ) -> Expr | Problem:
        known = {name: one for name, one in self.declared.items() if self.kinds[name] in kinds}
        return condition(document, path, text, known)

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

    # guides

    def guide(self, name: str) -> GuideRules:
        """A guide by its id, `company/role`.

        Raises RuleError.
        """
        if name not in self._guides:
            paths = self._find(f"guides/{name}.yaml") if _is_guide_id(name) else []
            if not paths:
                known = self.guide_ids()
                advice = (
                    nearest(name, known)
                    or f"; there are {', '.join(known[:8])}{' and more' if len(known) > 8 else ''}"
                )
                raise RuleError([Problem(f"unknown guide '{cut(name)}'{advice}")])
            self._guides[name] = self._guide(name, self._read(paths[-1]))
        return self._guides[name]

    def tried(self, name: str, document: Document, levers: Mapping[str, Document]) -> GuideRules:
        """A guide that is in no folder yet, with the levers that come with it.

        Raises RuleError; nothing is kept.
        """
        before = dict(self._levers)
        try:
            self._levers |= {lever: self._lever(lever, text) for lever, text in levers.items()}
            return self._guide(name, document)
        finally:
            self._levers = before

    def guide_ids(self) -> tuple[str, ...]:
        """The ids of all guides, sorted."""
        return tuple(self.guide_paths())

    def guide_paths(self) -> Mapping[str, Path]:
        """The file of each guide by its id, sorted."""
        found = {"/".join(path.with_suffix("").parts[-2:]): path for path in self._guide_files()}
        return dict(sorted(found.items()))

    def _guide_files(self) -> Iterator[Path]:
        for folder in self.folders:
            yield from (folder / "guides").glob("*/*.yaml")

    def _guide(self, name: str, document: Document) -> GuideRules:
        guide = checked(Guide, document, error=RuleError)
        found = [
            *_regions_unknown(guide, document),
            *_same_labels(guide, document),
            *_wrong_figures(guide, document),
            *_wrong_currencies(guide, document),
        ]
        if guide.vehicle not in self.vehicles:
            word = f"unknown vehicle '{cut(guide.vehicle)}'{nearest(guide.vehicle, self.vehicles)}"
            found.append(document.problem(("vehicle",), word))
        levers: list[Lever] = []
        for lever_id, own in guide.levers.items():
            path = ("levers", lever_id)
            try:
                lever = self.lever(lever_id)
            except RuleError as error:
                named = not error.problems[0].file
                found += [
                    document.problem(path, one.message, key=True) if named else one
                    for one in error.problems
                ]
                continue
            when = lever.when
            if own.narrowed is not None:
                further = self._condition(document, (*path, "and"), own.narrowed)
                if isinstance(further, Problem):
                    found.append(further)
                    continue
                when = And((when, further))
                if max(count_ways(positive(when)), count_ways(positive(Not(when)))) > WIDEST:
                    word = f"with the lever's own condition this can hold or fail in more than {WIDEST} ways"
                    found.append(document.problem((*path, "and"), word))
            levers.append(
                Lever(lever.id, lever.title, when, lever.asks, lever.says, lever.document, own)
            )
        if found:
            raise RuleError(found)
        if (
            sum(
                count_ways(positive(lever.when)) + count_ways(positive(Not(lever.when)))
                for lever in levers
            )
            > MOST_WAYS
        ):
            raise RuleError(
                [
                    document.problem(
                        ("levers",), f"its levers can hold or fail in more than {MOST_WAYS:,} ways"
                    )
                ]
            )
        levers += [
            self.lever(lever_id) for lever_id in self.every_guide() if lever_id not in guide.levers
        ]
        levers.sort(key=lambda lever: lever.id)  # so that the order in the file changes nothing
        steps = {band.currency: self.currency(band.currency).step for band in guide.bands.values()}
        return GuideRules(
            name, guide, tuple(levers), document, self._digest(document, levers), steps
        )

    def _digest(self, guide: Document, levers: Iterable[Lever]) -> str:
        """The sha256 of all the rules that a guide's answers come from, whatever folder they lie
        in."""
        shared = [path for name in _SHARED for path in self._find(name)]
        parts = [hashlib.sha256(path.read_bytes()).hexdigest() for path in shared]
        parts = sorted([*parts, guide.digest, *(lever.document.digest for lever in levers)])
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _still_private(
    group: Mapping[str, Declaration], before: Mapping[str, Declaration]
) -> Iterator[tuple[str, Declaration]]:
    """Declarations, those of facts that were private before being so again."""
    for name, one in group.items():
        kept = name in before and before[name].private
        yield name, one.model_copy(update={"private": True}) if kept else one


def _template(
    document: Document,
    path: Path_,
    text: str,
    allowed: frozenset[str],
    private: frozenset[str] = frozenset(),
) -> Template | Problem:
    try:
        return Template.parse(text, allowed, private)
    except TemplateError as error:
        return document.problem(path, str(error))


def _names_a_fact(name: str) -> bool:
    return (
        name.isidentifier()
        and len(name) <= 100
        and not keyword.iskeyword(name)
        and name not in ("count", "known")
    )


def _is_guide_id(name: str) -> bool:
    parts = name.split("/")
    return len(parts) == 2 and all(
        part and not part.startswith(".") and "\\" not in part for part in parts
    )


def _with_aliases(
    entries: Mapping[str, T], aliases: Callable[[T], Iterable[str]]
) -> Mapping[str, T]:
    named = {alias: entry for entry in entries.values() for alias in aliases(entry)}
    return {**named, **entries}


def _sure(part: T | Problem) -> Any:
    """The part, unless it is a problem."""
    if isinstance(part, Problem):
        raise RuleError([part])
    return part


def _regions_unknown(guide: Guide, document: Document) -> Iterator[Problem]:
    """Every place in a guide that names a region without a band."""
    named: list[tuple[Path_, str]] = [(("reference",), guide.reference)]
    named += [(("headline", region), region) for region in guide.headline]
    named += [(("floor", region), region) for region in guide.floor]
    named += [(("employer_counter", region), region) for region in guide.employer_counter]
    named += [
        (("example_offers", n, "region"), offer.region)
        for n, offer in enumerate(guide.example_offers)
    ]
    for lever_id, own in guide.levers.items():
        named += [(("levers", lever_id, "figures", region), region) for region in own.figures]
        named += [(("levers", lever_id, "only_in"), own.only_in)] if own.only_in else []
    for path, region in named:
        if region not in guide.bands:
            yield document.problem(
                path,
                f"unknown region '{region}'{nearest(region, guide.bands)}",
                key=path[0] != "reference",
            )


def _same_labels(guide: Guide, document: Document) -> Iterator[Problem]:
    """Every region whose label is that of another, or is how another is called in this file."""
    named: dict[str, str] = {}
    for region, band in guide.bands.items():
        spelled = slug(band.label)
        other = (
            spelled
            if spelled != region and spelled in guide.bands
            else named.setdefault(spelled, region)
        )
        if other != region:
            word = f"'{cut(band.label)}' is what {cut(other)} is called: every region needs a name of its own"
            yield document.problem(("bands", region, "label"), word)


def _wrong_figures(guide: Guide, document: Document) -> Iterator[Problem]:
    """Every band of nothing, and every equity that is over another period than the guide's."""
    equity: list[tuple[Path_, Amount | None]] = []
    for region, band in guide.bands.items():
        for name, amount in (("base", band.base), ("equity", band.equity)):
            if amount is not None and not amount.high:
                yield document.problem(
                    ("bands", region, name),
                    "a band of nothing is none: give its figures or leave it out",
                )
        equity.append((("bands", region, "equity"), band.equity))
    asked = [
        (("headline",), guide.headline),
        (("employer_counter",), guide.employer_counter),
        *((("levers", n, "figures"), own.figures) for n, own in guide.levers.items()),
    ]
    equity += [
        one
        for region, floor in guide.floor.items()
        for one in _floor_amounts(region, floor)
        if one[0][-1] == "equity"
    ]
    equity += [
        ((*path, region, "equity"), one.equity)
        for path, by_region in asked
        for region, one in by_region.items()
    ]
    for path, amount in equity:
        years = amount and (amount.years or (1 if amount.period else None))
        if years and years != guide.years:
            word = f"this is {over(years)}, and every equity figure of this guide {over(guide.years)}: see 'years'"
            yield document.problem(path, word)


def _wrong_currencies(guide: Guide, document: Document) -> Iterator[Problem]:
    """Every figure that is not in the currency of its region."""
    asked = [
        (("headline",), guide.headline),
        (("employer_counter",), guide.employer_counter),
        *((("levers", n, "figures"), own.figures) for n, own in guide.levers.items()),
    ]
    figures: list[tuple[Path_, str, Amount | None]] = [
        ((*path, region, component), region, getattr(one, component))
        for path, by_region in asked
        for region, one in by_region.items()
        for component in (*COMPONENTS, "total")
    ]
    for region, floor in guide.floor.items():
        figures += [(path, region, amount) for path, amount in _floor_amounts(region, floor)]
    for number, offer in enumerate(guide.example_offers):
        figures += [
            (("example_offers", number, c), offer.region, getattr(offer, c)) for c in _OF_A_PACKAGE
        ]
    for path, region, amount in figures:
        band = guide.bands.get(region)
        if amount is None or band is None:
            continue
        try:
            currency = currency_of(amount, band.currency)
        except ValueError as error:
            yield document.problem(path, str(error))
            continue
        if currency != band.currency:
            yield document.problem(path, f"is in {currency}, and {band.label} in {band.currency}")


_OF_A_PACKAGE = ("base", "equity", "total")


def _floor_amounts(region: str, floor: Floor) -> Iterator[tuple[Path_, Amount | None]]:
    """Every amount of a floor, and where it stands; that of a floor stated as one amount at the
    entry itself."""
    for tier in (None, "accept_at", "walk_away"):
        figures = floor if tier is None else getattr(floor, tier)
        for name in _OF_A_PACKAGE if figures else ():
            yield ("floor", region, *((tier,) if tier else ()), name), getattr(figures, name)


def folders_from_environment() -> tuple[Path, ...]:
    """The folders of rules that the environment variable COUNTEROFFER_RULES names."""
    return tuple(Path(part) for part in os.environ.get(VARIABLE, "").split(os.pathsep) if part)


@cache
def default_rulebook() -> Rulebook:
    """The rules that come with the package, and those that the environment variable names."""
    return Rulebook(*folders_from_environment())
