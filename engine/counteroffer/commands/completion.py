"""What a shell is offered to complete with: guides, regions, facts, targets and paths, sorted.

Completion never fails: a case or rules that can't be read offer what needs neither.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from counteroffer.rulebook.guides import GuideRules
    from counteroffer.rulebook.rulebook import Rulebook

Complete = Callable[[click.Context, click.Parameter, str], "list[CompletionItem]"]


@dataclass(frozen=True, slots=True)
class _Typed:
    """What the words before the one that is completed say: rules, and the case as it is stated."""

    book: Rulebook
    stated: Mapping[str, Any]
    rules: GuideRules | None

    @classmethod
    def of(cls, ctx: click.Context) -> _Typed:
        from counteroffer.commands.options import load_rules, read_document
        from counteroffer.text.errors import CounterofferError

        book, stated = load_rules(ctx.params.get("rules") or ()), dict[str, Any]()
        # Click leaves words unassigned where the last option still lacks its value.
        words = iter(ctx.args) if any(one.name == "case" for one in ctx.command.params) else None
        case = ctx.params.get("case") or (next(words, None) if words else None)
        if case and case != "-":
            try:
                value = read_document(case).value
                stated = dict(value) if isinstance(value, dict) else {}
            except CounterofferError:
                stated = {}
        guide = ctx.params.get("guide") or stated.get("guide")
        try:
            rules = book.guide(guide) if isinstance(guide, str) else None
        except CounterofferError:
            rules = None
        return cls(book, stated, rules)

    @property
    def levers(self) -> list[str]:
        """The levers of the guide, or all."""
        return [one.id for one in self.rules.levers] if self.rules else [*self.book.lever_ids()]

    @property
    def companies(self) -> list[str]:
        """The companies that the case has offers from."""
        listed = self.stated.get("competing")
        offers = (
            [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
        )
        return [one["company"] for one in offers if isinstance(one.get("company"), str)]

    def facts(self) -> Iterator[tuple[str, str]]:
        """Each declared fact about the candidate, with what it is."""
        for name, kind in self.book.kinds.items():
            if kind == "profile":
                yield name, self.book.declared[name].help


def _offered(
    names: Iterable[str | tuple[str, str]], incomplete: str, *, inside: bool = False
) -> list[CompletionItem]:
    """Names that begin as what is typed, or have it inside, each once and sorted; with their
    help."""
    from click.shell_completion import CompletionItem

    told = dict((one, None) if isinstance(one, str) else one for one in names)
    fits = (one for one in told if (incomplete in one if inside else one.startswith(incomplete)))
    return [CompletionItem(one, help=told[one]) for one in sorted(fits)]


def guides(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Every guide."""
    from counteroffer.commands.options import load_rules

    ids = load_rules(ctx.params.get("rules") or ()).guide_ids()
    return _offered(ids, incomplete, inside=True)


def regions(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The guide's regions; where none of them is meant, the places that people are hired in."""
    typed = _Typed.of(ctx)
    own = _offered(typed.rules.whole.labels if typed.rules else (), incomplete)
    return own or _offered((slug for slug, _ in typed.book.places.values()), incomplete)


def levels(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The levels of the guide, with their labels."""
    rules = _Typed.of(ctx).rules
    return _offered(rules.levels.items() if rules else (), incomplete)


def facts(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """`gpu_years=` and the other facts about the candidate."""
    stated = ((f"{name}=", told) for name, told in _Typed.of(ctx).facts())
    return _offered(stated, incomplete)


def targets(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """What can be explained: figures, groups of them, and the guide's levers."""
    from counteroffer.analysis.explain.derivation import FIGURES

    # Few guides have a figure to accept at.
    figures = [name for name in FIGURES if name != "floor.accept_at"]
    groups = (name.partition(".")[0] for name in figures)
    return _offered((*figures, *groups, *_Typed.of(ctx).levers), incomplete)


def wants(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """What can be wanted: `ask.base=`, `verdict=accept`, `lever.multi-cloud`."""
    from counteroffer.analysis.least_change.target import FIGURES, VERDICTS

    names = (
        *(f"{name}=" for name in FIGURES),
        *(f"verdict={name}" for name in VERDICTS),
        *(f"lever.{name}" for name in _Typed.of(ctx).levers),
    )
    return _offered(names, incomplete)


def paths(sign: str) -> Complete:
    """The paths of a case's facts, each with this behind it; with `=` those that only scenarios
    vary too."""

    def found(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        typed = _Typed.of(ctx)
        return _offered(_paths(typed, sign), incomplete)

    return found


def _paths(typed: _Typed, sign: str) -> Iterator[str | tuple[str, str]]:
    from counteroffer.cases.parts import PARTS

    for part in PARTS:
        yield f"offer.{part}{sign}"
        yield from (f"competing.{company}.{part}{sign}" for company in typed.companies)
    yield from (f"fx.{pair}{sign}" for pair in _pairs(typed))
    for name, told in typed.facts():
        yield f"{name}{sign}", told
        if sign and typed.book.declared[name].type == "tags":
            yield f"{name}+{sign}", told
    if sign:
        yield from (f"{name}{sign}" for name in ("region", "home", "today"))
        yield from (f"competing.{company}{sign}" for company in typed.companies)


def _pairs(typed: _Typed) -> Iterator[str]:
    """The pairs of the case's own rates, and of the guide's currencies."""
    rates = typed.stated.get("rates")
    yield from (
        pair for pair in (rates if isinstance(rates, dict) else ()) if isinstance(pair, str)
    )
    bands = typed.rules.guide.bands.values() if typed.rules else ()
    codes = sorted({band.currency for band in bands})
    yield from (f"{one}/{other}" for one in codes for other in codes if one < other)
