"""How to give way: from the ask to the floor in shrinking steps, each for a request in return.

What is given is base, in parts of a half, a third and a sixth of the way (in steps of the currency;
fewer rounds where the way is short), so that each step says that there is less to come. Signing
goes along with it in the same parts, down to what is offered: it is paid once, and raises are not
reckoned from it. Equity stays as asked, since the walk-away is a base with the asked equity; so the
last round is the walk-away itself, rounded up to a step. No round is under it, and none asks for
less than is offered already. Where nothing says where to leave they end at what is offered.

The words to say name the figures of the round and the request, never a floor, a minimum, a break-
even or an offer that is private.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from counteroffer.answers.arguments import checked_arguments
from counteroffer.answers.setting import Setting
from counteroffer.cases.case import Case
from counteroffer.language.compile import compiled
from counteroffer.language.declarations import listed
from counteroffer.money.rates import Rates
from counteroffer.rulebook.guide import Component
from counteroffer.rulebook.plan_rules import Request
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.strategy.earlier_rounds import standing
from counteroffer.strategy.extension import ask_for_time, ask_others_for_time
from counteroffer.strategy.negotiation import Ground, Terms, ground
from counteroffer.text.phrases import component_phrase


@dataclass(frozen=True, slots=True)
class Concession:
    """One round: what is asked, its worth a year, and what it gives compared with the one before.

    Amounts are whole units of the region's currency, equity over the guide's period; None where
    there is no such part. `request` is what to ask for in return, `say` what to say, word for word.
    """

    number: int
    base: int | None
    equity: int | None
    signing: int | None
    annual: int | None
    gives: int
    request: str
    say: str


@dataclass(frozen=True, slots=True)
class Concessions:
    """Words that ask for time if it is short, what earlier rounds fix, and the rounds to come.

    `ask` and `annual` are where it starts; `walk_away` is the base that no round goes under,
    `floor` that of the floor; `because` says why there are no rounds, or what to mind. `others` are
    the words that ask other companies for time.
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
    return concessions_on(ground(Setting.of(region, rulebook, rates, today), case, locale))


def concessions_on(here: Ground) -> Concessions:
    """`concessions`, on a ground that is worked out already."""
    granted = requests_for(here)
    why_none = _why_none(here, granted)
    rounds = () if why_none else tuple(_rounds(here, granted))
    because = (why_none,) if why_none else tuple(_to_mind(here, rounds))
    answer = here.answer
    return Concessions(
        ask_for_time(here),
        standing(here),
        rounds,
        answer.floor.base if answer.floor else None,
        answer.walk_away.base if answer.walk_away else None,
        because,
        here.ask,
        here.ask_annual or None,
        ask_others_for_time(here),
    )


def requests_for(here: Ground) -> tuple[Request, ...]:
    """The requests of `plan.yaml` that make sense with the next ask, in their order."""
    offer = here.known.case.offer
    values = {
        **here.values,
        "ask_equity": here.ask.equity,
        "ask_signing": here.ask.signing or None,
        "equity_years": here.years,
        "offer_cliff": offer.equity.cliff if offer and offer.equity else None,
    }
    return tuple(
        one for one in here.book.requests if one.when is None or compiled(one.when)(values) is True
    )


def _why_none(here: Ground, granted: tuple[Request, ...]) -> str:
    """Why there is nothing to concede, if so."""
    if here.answer.verdict == "accept":
        return "the verdict is to accept: there is nothing to give way for"
    if here.answer.verdict == "walk-away":
        return "the offer is their last word: giving way does not reach it"
    if here.met and (gap := here.answer.gap):
        return (
            "the offer gives all of the ask already: there is nothing to give way for, and"
            f" {gap.against}'s offer is worth {here.money(gap.annual)} a year more"
        )
    if here.met:
        return "the offer gives all of the ask already: there is nothing left to give way for"
    if here.ask.base is None or here.last_base is None:
        return (
            "nothing says how far to go, neither a floor nor what you hold nor an offered base: "
            "state a minimum_base"
        )
    if here.ask.base == here.last_base:
        return f"{_no_way_down(here)}{_open_signing(here)}"
    return (
        ""
        if granted
        else "no request of plan.yaml makes sense here, and nothing is given for nothing"
    )


def _no_way_down(here: Ground) -> str:
    """That the base of the ask is the last already, and why."""
    if here.ask.base == here.offered.base:
        return "the base of the ask is what is offered: there is no way down"
    assert here.answer.walk_away is not None
    why = _deciding(here.answer.walk_away.because)
    return f"the base of the ask is where to walk away ({why}): there is no way down"


def _deciding(because: str) -> str:
    """What decides the walk-away."""
    own = {"minimum": "your own minimum", "floor": "the floor"}
    return own.get(because, f"{because}'s offer")


def _open_signing(here: Ground) -> str:
    asked, offered = here.ask.signing or 0, here.offered.signing or 0
    return "; only the signing bonus is open" if asked > offered else ""


def _rounds(here: Ground, granted: tuple[Request, ...]) -> Iterator[Concession]:
    before, ask_signing = here.ask_annual, here.ask.signing
    assert here.ask.base is not None
    least = here.last_base
    assert least is not None
    given, way = 0, here.ask.base - least
    parts = _parts(here, way, len(granted))
    for number, (part, request) in enumerate(zip(parts, granted, strict=False), 1):
        given += part
        base = here.ask.base - given
        signing = (
            None
            if ask_signing is None
            else _along(ask_signing, here.offered.signing or 0, given, way, here.place.step)
        )
        terms = Terms(base, here.ask.equity, signing)
        annual = here.annual(terms)
        gives = before - annual
        say = _say(here, terms, request, gives)
        yield Concession(number, base, terms.equity, signing, annual, gives, request.what, say)
        before = annual


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
        "dropped": "a signing bonus" if terms.signing == 0 and here.ask.signing else None,
        "offered_equity": equity if offered else None,
        "asked_equity": None if offered else equity,
    }
    return here.book.plan.said("concession", words, here.values)


def _phrase(here: Ground, component: Component, terms: Terms) -> str:
    return component_phrase(
        component, here.money(terms.of(component) or 0), here.vehicle, here.years
    )


def _to_mind(here: Ground, rounds: tuple[Concession, ...]) -> Iterator[str]:
    """What the candidate must know of the rounds: for their eyes."""
    if here.answer.verdict == "prepare":
        yield (
            "there is no offer yet: the rounds are for when there is one, and you have asked "
            "for more"
        )
    best = here.values.get("best_held_annual")
    even = here.answer.break_even
    under = [
        one.number
        for one in rounds
        if isinstance(best, int) and one.annual is not None and one.annual < best
    ]
    if under and even and isinstance(best, int):
        first = f"round {under[0]}" if under[0] > 1 else "the first round"
        yield (
            f"from {first} on the deal is worth less than {even.against}'s "
            f"{here.money(best)} a year: go there only if "
            "you want this job more than theirs"
        )
    yield (
        f"the last round is {_end(here, rounds[-1])}: stop there, and say the words of a round"
        " only when the one before was turned down"
    )


def _end(here: Ground, last: Concession) -> str:
    """What the last round is."""
    least = here.answer.walk_away
    if least is None:
        return "what is offered already, since nothing says where to walk away"
    if last.base == here.offered.base:
        return "what is offered already"
    if last.base == least.base:
        return f"where to walk away ({_deciding(least.because)})"
    return f"where to walk away, {here.money(least.base)} ({_deciding(least.because)}), rounded up"
