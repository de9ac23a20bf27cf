"""A guide's case file to fill in: the facts that its levers read, with what each would say.

What can be stated stands behind one `#`, a line each: any of these lines can be made part of the
file, alone or together. What explains them stands behind `##`, and stays a comment without one of
its signs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from textwrap import wrap

from counteroffer.answers.would_say import WouldSay, blanks_of, condition_in_words, would_say
from counteroffer.authoring.reachable import possible
from counteroffer.language.declarations import Declaration, listed
from counteroffer.language.expr import Expr, Fact, Has, Value, children, facts_of
from counteroffer.rulebook.guides import GuideRules
from counteroffer.rulebook.levels import listing
from counteroffer.rulebook.levers import Lever
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.settlement.region_figures import RegionFigures, place
from counteroffer.text.characters import escaped

_WIDTH = 100
_STEPS = 150  # of the currency: a base where the guide has no band
_PLAIN = re.compile(r"[^\W\d_][\w/-]*")
_TAKEN = frozenset(("yes", "no", "on", "off", "true", "false", "null", "y", "n"))


def blank_case(rules: GuideRules, region: str, book: Rulebook, *, level_said: bool = False) -> str:
    """The text of the file, for a region of the guide or a place that it does not have.

    A guide with levels comes at one of them; unless `level_said` the file leaves open which.
    Raises CaseError for a region that is not known.
    """
    here = place(book, rules, region)
    return "\n".join(_Blank(rules, here, book, level_said).lines()) + "\n"


def facts_read(lever: Lever, book: Rulebook) -> tuple[str, ...]:
    """The facts that a candidate can state and that a lever reads.

    In its condition, in what it asks and in what it says.
    """
    named = [*facts_of(lever.when)]
    for ask in lever.asks.values():
        named += facts_of(ask.when) if ask.when is not None else ()
    for say in lever.says:
        named += facts_of(say.needs) if say.needs is not None else ()
        named += [name.removesuffix(".unit") for name in say.template.names]
    return tuple(dict.fromkeys(name for name in named if book.kinds.get(name) == "profile"))


@dataclass(frozen=True, slots=True)
class _Blank:
    rules: GuideRules
    here: RegionFigures
    book: Rulebook
    level_said: bool

    def lines(self) -> Iterator[str]:
        guide = self.rules.guide
        yield from _prose(
            f"{guide.name}, {self.here.label}. Take the # away where a line is true of you, and put"
            " your own value there. Nothing is assumed of what is not stated."
        )
        yield f"guide: {_scalar(self.rules.id)}"
        yield f"region: {_scalar(self.here.region)}"
        yield from self._level()
        yield ""
        yield "candidate:"
        levers = [lever for lever in self.rules.levers if self._can_fire(lever)]
        yield from self._facts(levers)
        yield from self._offers([one for one in levers if not facts_read(one, self.book)])
        yield ""
        yield from _prose("What you are paid today. It is never said to the other side.")
        yield f"# current: {{base: {self._base(9)}}}"
        yield from _prose("Also show figures in this currency.")
        yield "# home: EUR"

    def _level(self) -> Iterator[str]:
        """The level, or those to choose from: none is assumed."""
        if self.rules.levels and not self.level_said:
            yield from _prose(f"The guide pays by level: {listing(self.rules.levels)}.")
            yield "level:"
        elif self.rules.levels:
            yield f"level: {_scalar(self.rules.level)}"

    def _can_fire(self, lever: Lever) -> bool:
        return possible(self.here.conditions[lever.id], self.book, {"region": self.here.region})

    # facts

    def _facts(self, levers: Iterable[Lever]) -> Iterator[str]:
        """Each fact below the first lever that reads it; lists of which each word is a lever's own
        last."""
        own: dict[str, dict[str, Lever]] = {}
        shown: list[str] = []
        for lever in levers:
            match lever.when:
                case Has(Fact(name), tag) if self.book.kinds.get(name) == "profile":
                    own.setdefault(name, {})[tag] = lever
        for lever in levers:
            reads = facts_read(lever, self.book)
            if not reads or any(lever in by_tag.values() for by_tag in own.values()):
                continue
            yield from self._argument(lever)
            new = [name for name in reads if name not in shown and name not in own]
            old = [name for name in reads if name not in new]
            if old:
                yield from _prose(f"It also reads {listed(old)}: see there.", "  ")
            for name in new:
                yield from self._fact(name, levers)
            shown += new
            yield ""
        for name, by_tag in own.items():
            yield from _prose(self.book.declared[name].help, "  ")
            yield f"  {name}:"
            for tag, lever in by_tag.items():
                yield from self._argument(lever, "    ")
                yield f"    # - {_scalar(tag)}"
            others = [tag for tag in self._tags(name, levers) if tag not in by_tag]
            yield from (f"    # - {_scalar(tag)}" for tag in others)
            yield ""
        if not shown and not own:
            yield from _prose("No lever of this guide reads a fact of yours.", "  ")
            yield ""

    def _argument(self, lever: Lever, indent: str = "  ") -> Iterator[str]:
        title = f"{lever.title} ({lever.id})"
        yield from _prose(f"{title}: when {condition_in_words(lever.when, self.book)}.", indent)
        sentences = tuple(would_say(lever, self.rules, self.book, self.here))
        for one in filter(self._for_an_offer, sentences):
            where = f", when {one.where}" if one.where else ""
            yield from _prose(f'It would say{where}: "{one.text}"', indent)
        if not sentences:
            yield from _prose(f"It would say {blanks_of(self.book).own_words}.", indent)

    def _for_an_offer(self, said: WouldSay) -> bool:
        """Whether a sentence can be said of an offer here, which is what the file is for."""
        fixed: dict[str, Value] = {"region": self.here.region, "is_raise": False}
        return said.needs is None or possible(said.needs, self.book, fixed)

    def _fact(self, name: str, levers: Iterable[Lever]) -> Iterator[str]:
        declared = self.book.declared[name]
        yield from _prose(declared.help, "  ")
        yield f"  # {name}: {self._example(declared, self._tags(name, levers))}"

    def _tags(self, name: str, levers: Iterable[Lever]) -> list[str]:
        """The words of a list that the levers ask for."""
        conditions: list[Expr] = []
        for lever in levers:
            conditions += [lever.when, *(say.needs for say in lever.says if say.needs is not None)]
        found = (tag for one in conditions for fact, tag in _asked_tags(one) if fact == name)
        return list(dict.fromkeys(found))

    def _example(self, declared: Declaration, tags: list[str]) -> str:
        match declared.type:
            case "tags":
                words = tags or list(declared.names)[:2] or ["one", "another"]
                return f"[{', '.join(map(_scalar, words))}]"
            case "tag":
                return _scalar((tags or list(declared.names) or ["word"])[0])
            case "flag":
                return "true"
            case "money":
                return self._base(10)
            case _:
                good = Decimal("99.95" if declared.unit == "%" and declared.decimals > 2 else 5)
                return str(good if declared.min <= good <= declared.max else declared.max)

    # offers

    def _offers(self, levers: Iterable[Lever]) -> Iterator[str]:
        """The offer in hand and the competing ones, with the levers that read nothing but these."""
        guide = self.rules.guide
        vehicle = self.book.vehicles.get(guide.vehicle)
        for lever in levers:
            yield from self._argument(lever, "")
        yield from _prose(
            f"The offer in hand, in {self.here.currency} unless an amount says otherwise. Leave it"
            " as it is before there is one. It may also have expires (a date), final (true where it"
            " is their last word), evidence (written or verbal) and extras."
        )
        yield "offer:"
        yield f"  # base: {self._base(10)}"
        yield from _prose(f"The equity here is {vehicle.name if vehicle else guide.vehicle}.", "  ")
        yield f"  # equity: {self._equity()}"
        yield f"  # signing: {self._base(1)}"
        yield "  # bonus: 10%"
        yield ""
        yield from _prose("Offers that you hold elsewhere. Only what stands here is ever said.")
        yield "competing:"
        yield (
            f"  # - {{company: Acme, base: {self._base(11)}, equity: {self._equity()},"
            " evidence: written}"
        )

    def _base(self, tenths: int) -> str:
        """So many tenths of a base in the middle of the band, in the currency's steps."""
        band = self.rules.guide.bands.get(self.here.region)
        middle = int(band.base.low + band.base.high) // 2 if band else 0
        return self._amount(middle or _STEPS * self.here.step, tenths)

    def _equity(self) -> str:
        band = self.rules.guide.bands.get(self.here.region)
        years = self.rules.guide.years
        stated = int(band.equity.low + band.equity.high) // 2 if band and band.equity else 0
        amount = stated or _STEPS * self.here.step * years // 4
        return f"{self._amount(amount, 10)}/{'yr' if years == 1 else f'{years}yr'}"

    def _amount(self, amount: int, tenths: int) -> str:
        step = self.here.step
        rounded = max(step, amount * tenths // (10 * step) * step)
        shown = f"{rounded // 1000}K" if rounded % 1000 == 0 else str(rounded)
        return f"{self.here.currency} {shown}"


def _scalar(text: str) -> str:
    """A text as YAML has it, in quotes where it could be taken for something else."""
    return text if _PLAIN.fullmatch(text) and text not in _TAKEN else json.dumps(text)


def _asked_tags(condition: Expr) -> Iterator[tuple[str, str]]:
    if isinstance(condition, Has) and isinstance(condition.tags, Fact):
        yield condition.tags.name, condition.tag
    for inner in children(condition):
        yield from _asked_tags(inner)


def _prose(text: str, indent: str = "") -> Iterator[str]:
    start = f"{indent}## "
    yield from wrap(
        escaped(" ".join(text.split())),
        _WIDTH,
        initial_indent=start,
        subsequent_indent=start,
        break_on_hyphens=False,
    )
