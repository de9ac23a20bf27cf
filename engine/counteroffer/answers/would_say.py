"""What a lever would say before there is a case: sentences with blanks for what a case says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import Field

from counteroffer.documents.fields import Model, Text
from counteroffer.documents.validate import checked
from counteroffer.language.compile import compiled
from counteroffer.language.declarations import Declaration, listed
from counteroffer.language.expr import Expr
from counteroffer.language.in_words import in_words
from counteroffer.rulebook.guides import GuideRules
from counteroffer.rulebook.levers import Lever
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.settlement.region_figures import RegionFigures
from counteroffer.text.errors import RuleError


class BlanksFile(Model):
    """`blanks.yaml`: what stands for a name of a sentence while the case is not known."""

    blanks: Mapping[str, Text] = Field({}, description="For each name that is no fact")
    own_words: Text = Field("", description="Of a lever without a sentence")


@dataclass(frozen=True, slots=True)
class WouldSay:
    """A sentence with its blanks, and what it needs beyond the lever's own condition, in words."""

    text: str
    where: str
    needs: Expr | None


def blanks_of(book: Rulebook) -> BlanksFile:
    """What `blanks.yaml` of the rules in force says, a later folder before an earlier.

    Raises RuleError.
    """
    found = BlanksFile(own_words="")
    for document in book.documents("blanks.yaml"):
        one = checked(BlanksFile, document, error=RuleError)
        blanks = {**found.blanks, **one.blanks}
        found = BlanksFile(blanks=blanks, own_words=one.own_words or found.own_words)
    return found


def would_say(
    lever: Lever, rules: GuideRules, book: Rulebook, here: RegionFigures | None = None
) -> Iterator[WouldSay]:
    """Each sentence of a lever, in the order in which they are tried.

    With what the guide itself knows filled in: company, role, the market that it cites, and of one
    region its name and band.
    """
    words = dict(_words(lever, rules, book, here))
    for say in lever.says:
        text = say.template.render({name: words.get(name) for name in say.template.names})
        needs = None if say.needs == lever.when else say.needs
        if text is not None:
            where = in_words(needs, book.declared) if needs is not None else ""
            yield WouldSay(text, where, needs)


def condition_in_words(condition: Expr, book: Rulebook) -> str:
    """A lever's condition as words."""
    return in_words(condition, book.declared)


def _words(
    lever: Lever, rules: GuideRules, book: Rulebook, here: RegionFigures | None
) -> Iterator[tuple[str, str]]:
    yield from blanks_of(book).blanks.items()
    for name, declared in book.declared.items():
        if book.kinds[name] == "profile":
            yield name, f"[{name}]"
            yield f"{name}.unit", _with_unit(name, declared)
    yield "role", rules.guide.role
    yield "company", rules.guide.company
    if here is not None:
        yield "region", here.label
        yield from _band(here, book)
    if market := lever.own.market if lever.own else None:
        currency = market.base.currency or rules.guide.bands[rules.guide.reference].currency
        yield "market.companies", listed(market.companies)
        yield "market.base", book.formatter()(int(market.base.low), currency)


def _with_unit(name: str, declared: Declaration) -> str:
    return f"[{name}]%" if declared.unit == "%" else f"[{name}] {declared.unit}".rstrip()


def _band(here: RegionFigures, book: Rulebook) -> Iterator[tuple[str, str]]:
    for name, ends in here.band.items():
        values = [compiled(end)({}) for end in ends]
        shown = [
            book.formatter()(value, here.currency) for value in values if isinstance(value, int)
        ]
        if len(shown) == len(values):
            yield f"band.{name}", " to ".join(dict.fromkeys(shown))
