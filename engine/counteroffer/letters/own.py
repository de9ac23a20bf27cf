"""A settled case → the words that are for the candidate alone: figures, reasons, floor, plan,
rates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from counteroffer.answers.answer import Counteroffer
from counteroffer.answers.own_words import in_own_words
from counteroffer.answers.words import CONTRADICTIONS, Words
from counteroffer.language.declarations import listed
from counteroffer.letters.market import Picture, pictures
from counteroffer.strategy.both_sides import BothSides
from counteroffer.strategy.concessions import Concessions, concessions_on
from counteroffer.strategy.days import Day, days
from counteroffer.strategy.fixed_base import fixed_base_on
from counteroffer.strategy.packages import Packages, packages_on
from counteroffer.text.characters import cut, in_order
from counteroffer.text.phrases import capital

_VERDICTS = {
    "prepare": "Prepare",
    "counter": "Counter",
    "accept": "Accept",
    "walk-away": "Decline",
}
_DECIDES = {"minimum": "your own minimum", "floor": "the floor"}


@dataclass(frozen=True, slots=True)
class PlaybookLever:
    """A lever by its title, and the facts that it fired on or why it did not."""

    title: str
    because: str


@dataclass(frozen=True, slots=True)
class PlaybookRound:
    """One step down: the package, what it gives up, what is asked for in return, and how to say
    it."""

    number: str
    package: tuple[tuple[str, str], ...]
    gives: str
    request: str
    say: str | None


@dataclass(frozen=True, slots=True)
class PlaybookPackage:
    """A package that is worth as much as the ask, as named amounts, and how it differs."""

    name: str
    package: tuple[tuple[str, str], ...]
    differs: str


@dataclass(frozen=True, slots=True)
class Fixed:
    """What to ask for where the base can't move: the package, what to mind, and what else there is
    to ask for."""

    package: tuple[tuple[str, str], ...]
    mind: tuple[str, ...]
    requests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Own:
    """What the candidate needs to know and the other side must not read.

    All of it is texts, ready to print.
    """

    title: str
    today: str
    rules: str
    as_of: str
    verdict: str
    worth: tuple[tuple[str, str], ...]
    dates: tuple[str, ...]
    mind: tuple[str, ...]
    contradictions: str | None
    pictures: tuple[Picture, ...]
    converted: bool
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    home: str | None
    floor: tuple[str, ...]
    break_even: str | None
    walk_away: str | None
    alternatives: tuple[str, ...]
    fired: tuple[PlaybookLever, ...]
    in_own_words: tuple[PlaybookLever, ...]
    undecided: tuple[PlaybookLever, ...]
    silent: tuple[PlaybookLever, ...]
    fixed: Fixed
    bundles: tuple[PlaybookPackage, ...]
    swaps: tuple[str, ...]
    no_bundles: tuple[str, ...]
    others: tuple[str, ...]
    standing: tuple[str, ...]
    rounds: tuple[PlaybookRound, ...]
    no_rounds: tuple[str, ...]
    days: tuple[Day, ...]
    sources: tuple[str, ...]
    rates: tuple[str, ...]
    assumptions: tuple[str, ...]


def own(both: BothSides, words: Words) -> Own:
    """The words for the candidate: of the answer, and of the plan; `words` are of the candidate's
    own answer."""
    here, answer = both.mine, words.answer
    packages, steps, fixed = packages_on(here), concessions_on(both), fixed_base_on(both)
    guide = words.rules.guide
    head, rows = _table(words)
    told = tuple(one.message for one in answer.warnings if one.code not in CONTRADICTIONS)
    even = words.break_even()
    home = words.home()
    return Own(
        title=words.title,
        today=answer.today,
        rules=answer.rules[:12],
        as_of=guide.as_of.isoformat(),
        verdict=_verdict(answer),
        worth=tuple(_worth(words, here.ask_annual or None)),
        dates=tuple(f"{capital(one)}." for one in words.dates()),
        mind=(*(one.message for one in both.notices), *map(capital, steps.standing), *told),
        contradictions=_contradictions(words),
        pictures=pictures(here, words),
        converted=here.place.converted,
        head=head,
        rows=rows,
        home=f"{capital(home)}." if home else None,
        floor=answer.floor.reasons if answer.floor else (),
        break_even=f"{even}." if even else None,
        walk_away=_walk_away(words),
        alternatives=tuple(words.alternatives()),
        fired=tuple(_levers(words, True)),
        in_own_words=tuple(PlaybookLever(*one) for one in in_own_words(words)),
        undecided=tuple(_levers(words, None)),
        silent=tuple(_levers(words, False)),
        fixed=Fixed(
            tuple(_package(words, fixed.base, fixed.equity, fixed.signing, fixed.annual)),
            fixed.because,
            fixed.requests,
        ),
        bundles=tuple(_bundles(words, packages)),
        swaps=tuple(one.text for one in packages.swaps),
        no_bundles=packages.because,
        others=steps.others,
        standing=steps.standing,
        rounds=tuple(_rounds(words, steps)),
        no_rounds=steps.because,
        days=days(
            answer,
            rulebook=words.rulebook,
            locale=both.locale,
            rounds=bool(steps.rounds),
            apart=both.apart,
        ),
        sources=guide.sources,
        rates=tuple(words.rates()),
        assumptions=answer.assumptions,
    )


def _contradictions(words: Words) -> str | None:
    """That the guide contradicts itself where it touches the case, and where that is told."""
    found = (one for one in words.warnings() if one.startswith("the guide contradicts"))
    return next((capital(one).replace("`", "") for one in found), None)


def _verdict(answer: Counteroffer) -> str:
    """The verdict and its first reason."""
    said = _VERDICTS[answer.verdict]
    return f"{said}: {answer.reasons[0].removesuffix('.')}" if answer.reasons else said


def _walk_away(words: Words) -> str | None:
    """The least to stay for, what it is worth a year, and what decides it."""
    away = words.answer.walk_away
    if away is None:
        return None
    because = _DECIDES.get(away.because, f"{away.because}'s offer")
    return (
        f"Walk away under a base of {words.money(away.base)} with the asked equity, worth"
        f" {words.money(away.annual)} a year: {because} decides that."
    )


def _worth(words: Words, asked: int | None) -> Iterator[tuple[str, str]]:
    """What ask, offer, the best held offer, floor and walk-away are worth a year: the figures to
    remember."""
    answer = words.answer
    if asked is not None:
        yield "your ask, a year", words.money(asked)
    if answer.offer and answer.offer.annual is not None:
        raised = answer.case.get("kind") == "raise" and "offer" not in answer.case
        whose = "your pay now" if raised else "their offer"
        yield f"{whose}, a year", words.money(answer.offer.annual)
        if asked is not None and asked > answer.offer.annual:
            yield "you ask more, a year", words.money(asked - answer.offer.annual)
    held = [one for one in answer.alternatives if one.held and one.annual is not None]
    if held:
        best = min(held, key=lambda one: (-(one.annual or 0), in_order(one.company)))
        yield f"{cut(best.company, 30)}, a year", words.money(best.annual)
    if answer.floor:
        name = "an assumed floor" if answer.floor.how == "assumed" else "your floor"
        yield f"{name}, a year", words.money(answer.floor.annual)
    if answer.walk_away:
        yield "walk away under, a year", words.money(answer.walk_away.annual)


def _table(words: Words) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Header and rows of the figures, without the columns that have none."""
    head, *rows = words.table()
    kept = [
        number for number in range(len(head)) if number == 0 or any(row[number] for row in rows)
    ]
    return tuple(head[number] for number in kept), tuple(
        tuple(row[number] for number in kept) for row in rows
    )


def _levers(words: Words, fired: bool | None) -> Iterator[PlaybookLever]:
    for lever in words.answer.levers:
        if lever.fired is fired:
            asks = words.asks(lever)
            because = words.facts(lever.facts) or "the guide" if fired else "; ".join(lever.why_not)
            asked = f" (asks {asks})" if asks and fired else ""
            yield PlaybookLever(words.rulebook.lever(lever.id).title, f"{because}{asked}")


def _package(
    words: Words, base: int | None, equity: int | None, signing: int | None, annual: int | None
) -> Iterator[tuple[str, str]]:
    parts = (
        ("base", base),
        (words.equity, equity),
        (words.once, signing),
        ("worth a year", annual),
    )
    for name, figure in parts:
        if figure:
            yield name, words.money(figure)


def _bundles(words: Words, packages: Packages) -> Iterator[PlaybookPackage]:
    for one in packages.bundles:
        yield PlaybookPackage(
            one.name,
            tuple(_package(words, one.base, one.equity, one.signing, one.annual)),
            listed(one.differs),
        )


def _rounds(words: Words, concessions: Concessions) -> Iterator[PlaybookRound]:
    for one in concessions.rounds:
        package = tuple(_package(words, one.base, one.equity, one.signing, one.annual))
        yield PlaybookRound(
            str(one.number),
            package,
            words.money(one.gives) if one.gives else "",
            one.request,
            one.say,
        )
