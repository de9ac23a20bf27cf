"""How to give way: from the ask to the walk-away in shrinking steps, each for a request in return.

What is given is base, in parts of a half, a third and a sixth of the way (in steps of the currency;
fewer rounds where the way is short), so that each step says that there is less to come. Signing
goes along with it in the same parts, down to what is offered: it is paid once, and raises are not
reckoned from it. Equity stays as asked, since the walk-away is a base with the asked equity; so the
last round is the walk-away itself, rounded up to a step. No round is under it, and none asks for
less than is offered already. Where nothing says where to leave they end at what is offered.

The rounds and their words are those of the public case: they go from the ask of the letter to where
both sides' figures lead. Where the candidate's own walk-away lies above that, which the other side
can't know, the rounds under it are left out, and the last one ends at the walk-away without words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import pairwise
from math import ceil

from counteroffer.answers.arguments import checked_arguments
from counteroffer.answers.setting import Setting
from counteroffer.cases.case import Case
from counteroffer.language.compile import compiled
from counteroffer.language.declarations import listed
from counteroffer.money.rates import Rates
from counteroffer.rulebook.guide import Component
from counteroffer.rulebook.plan_rules import Request
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.strategy.both_sides import BothSides, both_sides
from counteroffer.strategy.earlier_rounds import standing
from counteroffer.strategy.extension import ask_for_time, ask_others_for_time
from counteroffer.strategy.negotiation import Ground, Terms
from counteroffer.strategy.terms_facts import TermsLines
from counteroffer.text.phrases import component_phrase, paid_once


@dataclass(frozen=True, slots=True)
class Concession:
    """One round: what is asked, its worth a year, and what it gives compared with the one before.

    Amounts are whole units of the region's currency, equity over the guide's period; None where
    there is no such part. `request` is what to ask for in return, `say` what to say, word for word;
    None where that would show what the candidate keeps private.
    """

    number: int
    base: int | None
    equity: int | None
    signing: int | None
    annual: int | None
    gives: int
    request: str
    say: str | None


@dataclass(frozen=True, slots=True)
class Concessions:
    """Words that ask for time if it is short, what earlier rounds fix, and the rounds to come.

    `ask` and `annual` are where it starts: what the letter asks for. `walk_away` is the base that
    no round goes under, `floor` that of the floor; `because` says why there are no rounds, or what
    to mind. `others` are the words that ask other companies for time. `words` are those of all
    rounds that the public case leads to, whether or not the candidate goes there.
    """

    ask_for_time: str | None
    standing: tuple[str, ...]
    rounds: tuple[Concession, ...]
    floor: int | None
    walk_away: int | None
    because: tuple[str, ...]
    ask: Terms
    annual: int | None
    others: tuple[str, ...]
    words: tuple[str, ...]


@checked_arguments
def concessions(
    case: Case,
    *,
    region: str | None = None,
    rulebook: Rulebook | None = None,
    rates: Rates | None = None,
    today: date | None = None,
    locale: str | None = None,
    deadline: float | None = None,
) -> Concessions:
    """The rounds from the ask to the walk-away.

    Amounts are whole units of the region's currency: base and signing on its rounding step, equity
    over the years of the ask, `annual` and `gives` a year. Raises as `counter` does.

    Raises DeadlineError once `deadline`, a moment of `time.monotonic()`, has passed.
    """
    return concessions_on(both_sides(Setting.of(region, rulebook, rates, today), case, locale))


def concessions_on(both: BothSides) -> Concessions:
    """`concessions`, on grounds that are worked out already."""
    mine, theirs = both.mine, both.theirs
    granted = requests_for(theirs)
    worded = tuple(_rounds(theirs, granted)) if _has_a_way(theirs) else ()
    rounds = _own(both, worded, granted) if _has_a_way(mine) else ()
    answer, lines = mine.answer, TermsLines.of(both)
    return Concessions(
        ask_for_time(theirs),
        standing(mine),
        rounds,
        answer.floor.base if answer.floor else None,
        answer.walk_away.base if answer.walk_away else None,
        _because(lines, rounds, worded, granted),
        theirs.ask,
        theirs.ask_annual or None,
        ask_others_for_time(mine, theirs),
        tuple(one.say for one in worded if one.say),
    )


def requests_for(here: Ground) -> tuple[Request, ...]:
    """The requests of `plan.yaml` that make sense with the next ask, in their order."""
    return tuple(
        one
        for one in here.book.requests
        if one.when is None or compiled(one.when)(here.facts) is True
    )


def _has_a_way(here: Ground) -> bool:
    """Whether there is anything between what is asked and where it ends."""
    return (
        here.answer.verdict in ("prepare", "counter")
        and not here.met
        and here.ask.base is not None
        and here.last_base is not None
        and here.last_base < here.ask.base
    )


# the rounds of the public case


def _rounds(here: Ground, granted: tuple[Request, ...]) -> Iterator[Concession]:
    before, ask_signing, least = here.ask_annual, here.ask.signing, here.last_base
    assert here.ask.base is not None
    assert least is not None
    given, way = 0, here.ask.base - least
    parts = _parts(here, way, len(granted))
    for number, (part, request) in enumerate(zip(parts, granted, strict=False), 1):
        given += part
        signing = (
            None
            if ask_signing is None
            else _along(ask_signing, here.offered.signing or 0, given, way, here.place.step)
        )
        terms = Terms(here.ask.base - given, here.ask.equity, signing)
        made = _round(here, number, terms, before, request)
        yield replace(made, say=_say(here, terms, request, made.gives))
        before = made.annual or 0


def _round(here: Ground, number: int, terms: Terms, before: int, request: Request) -> Concession:
    """A round without words; `before` is what the one before is worth a year."""
    annual = here.annual(terms)
    return Concession(
        number,
        terms.base,
        terms.equity,
        terms.signing,
        annual,
        before - annual,
        request.what,
        None,
    )


def _parts(here: Ground, way: int, most: int) -> tuple[int, ...]:
    """A way down in at most three parts, each smaller than the one before.

    Every round but the last ends on a step. What the ask has over a step goes with the first part,
    and what the end has with the last.
    """
    step = here.place.step
    over = (here.ask.base or 0) % step
    steps, under = (way - over) // step, (way - over) % step
    shares = {1: (), 2: (3,), 3: (3, 6)}
    for count in (3, 2, 1):
        later = [steps // share * step for share in shares[count]]
        if later:
            later[-1] += under
        parts = (way - sum(later), *later)
        falling = all(one > next_ > 0 for one, next_ in pairwise(parts))
        if count <= most and falling and _shrinks(here, parts):
            return parts
    return (way,)


def _shrinks(here: Ground, parts: tuple[int, ...]) -> bool:
    """Whether each part is worth less a year than the one before, rounding included."""
    base, worth = here.ask.base or 0, [here.ask_annual]
    for part in parts:
        base -= part
        worth.append(here.annual(Terms(base, here.ask.equity, None)))
    gives = [one - other for one, other in pairwise(worth)]
    return all(one > other for one, other in pairwise(gives))


def _along(ask: int, offered: int, given: int, way: int, step: int) -> int:
    """The signing bonus after part of the way down: as much of it is given, on a step.

    At the end it is what is offered.
    """
    left = (ask * way - (ask - offered) * given) // (way * step) * step
    return offered if given == way else max(left, offered)


def _say(here: Ground, terms: Terms, request: Request, gives: int) -> str:
    """The words: the request, what is offered for it, and what stays."""
    step = here.place.step
    clause = request.say.render({"yearly": here.money(max(step, gives // step * step))})
    coming = [_phrase(here, "base", terms)]
    if terms.signing:
        coming.append(_phrase(here, "signing", terms))
    equity = None if terms.equity is None else _phrase(here, "equity", terms)
    offered = terms.equity == here.offered.equity and here.answer.verdict != "prepare"
    words = {
        "request": clause,
        "asked": listed(coming),
        "dropped": paid_once(here.kind) if terms.signing == 0 and here.ask.signing else None,
        "offered_equity": equity if offered else None,
        "asked_equity": None if offered else equity,
    }
    return here.book.plan.said("concession", words, here.facts)


def _phrase(here: Ground, component: Component, terms: Terms) -> str:
    amount = here.money(terms.of(component) or 0)
    return component_phrase(component, amount, here.vehicle, here.years, here.kind)


# what of them is for the candidate


def _own(
    both: BothSides, worded: tuple[Concession, ...], granted: tuple[Request, ...]
) -> tuple[Concession, ...]:
    """The rounds that are not under the candidate's own walk-away, and one that ends there."""
    away = both.mine.answer.walk_away
    base, annual = (away.base, away.annual) if away else (0, 0)
    kept = tuple(one for one in worded if (one.base or 0) >= base and (one.annual or 0) >= annual)
    if len(kept) == len(worded):
        return kept
    last = _last(both, kept, granted)
    return (*kept, last) if last else kept


def _last(
    both: BothSides, kept: tuple[Concession, ...], granted: tuple[Request, ...]
) -> Concession | None:
    """The round that ends at the candidate's own walk-away, up to a step; without words.

    None where the way there is no smaller step than the one before.
    """
    theirs, away = both.theirs, both.mine.answer.walk_away
    assert away is not None
    fixed, per_base, per_equity = theirs.weights
    needed: Fraction = (away.annual - fixed - per_equity * (theirs.ask.equity or 0)) / per_base
    step = theirs.place.step
    least = ceil(max(needed, Fraction(away.base)) / step) * step
    before = kept[-1] if kept else None
    worth = (before.annual if before else None) or theirs.ask_annual
    signing = before.signing if before else theirs.ask.signing
    if least >= ((before.base if before else theirs.ask.base) or 0) or len(kept) >= len(granted):
        return None
    terms = Terms(least, theirs.ask.equity, signing)
    found = _round(theirs, len(kept) + 1, terms, worth, granted[len(kept)])
    shrinks = before is None or found.gives < before.gives
    return found if found.gives > 0 and shrinks and (found.annual or 0) >= away.annual else None


def _because(
    lines: TermsLines,
    rounds: tuple[Concession, ...],
    worded: tuple[Concession, ...],
    granted: tuple[Request, ...],
) -> tuple[str, ...]:
    """Why there are no rounds, or what the candidate must know of them."""
    if not rounds:
        return (lines.said("no-rounds", requests_rounds=len(granted), worded_rounds=len(worded)),)
    best, last = lines.both.mine.best_held, rounds[-1]
    under = [one.number for one in rounds if best and (one.annual or 0) < best[1]]
    words = sum(one.say is not None for one in rounds)
    known = {
        "last_base": last.base,
        "under_from": under[0] if under else None,
        "worded_rounds": words,
        "held_back_rounds": len(worded) - words,
        "unworded_rounds": len(rounds) - words,
    }
    return lines.noted("rounds", **known, end=lines.said("end-of-rounds", **known))
