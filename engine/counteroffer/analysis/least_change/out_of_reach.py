"""Why a result is out of reach: what stands in the way where it is best, from the rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from counteroffer.analysis.least_change.question import Question
from counteroffer.analysis.least_change.target import SIDES
from counteroffer.answers.answer import Counteroffer
from counteroffer.language.declarations import listed
from counteroffer.language.expr import Value
from counteroffer.rulebook.guide import COMPONENTS, Guide


def because(question: Question, answer: Counteroffer, values: Mapping[str, Value]) -> Iterator[str]:
    """What stands in the way where the result is best, from the rules."""
    for one in question.known.alternatives:
        if one.offer.company == question.company and not one.held:
            state = "has expired" if one.why == "expired" else "is only expected"
            yield f"{question.company}'s offer {state}: it does not count"
    head, _, part = question.want.name.partition(".")
    if head == "lever":
        lever = next(one for one in answer.levers if one.id == part)
        yield from lever.why_not
    elif head == "verdict":
        yield from _verdict(question, answer)
    elif head in SIDES:
        for component in ("base", "equity") if part == "annual" else (part,):
            yield from _component(question, head, component, answer, values)
    elif head == "floor":
        yield from _floor(question, answer, values)
    elif answer.break_even is None:
        yield from (
            text for text in answer.assumptions if text.startswith("there is no break-even")
        )
    else:
        best = question.shown(values["best_held_annual"])
        worth = f"{answer.break_even.against}'s {best} a year"
        yield f"with the asked equity and the offered bonus, that base is worth {worth}"


def _component(
    question: Question, side: str, part: str, answer: Counteroffer, values: Mapping[str, Value]
) -> Iterator[str]:
    proposed, cap = values.get(f"proposed.{part}"), values.get(f"headline.{part}")
    figure, before = values.get(f"{side}.{part}"), values.get(f"asked_before.{part}")
    held = (
        isinstance(before, int)
        and isinstance(proposed, int)
        and proposed > before
        and figure != proposed
    )
    if held and not (
        side == "ask" and isinstance(cap, int) and isinstance(before, int) and cap <= before
    ):
        asked = f"you asked for {question.shown(before)} of {part} in an earlier round"
        yield f"{asked}, and no later ask is above it"
        return
    if side == "ask" and isinstance(proposed, int) and isinstance(cap, int) and proposed >= cap:
        yield f"the guide's headline caps the ask for {part} at {question.shown(cap)}"
        return
    by = [one.id for one in answer.levers if one.fired and one.asks.get(part) == proposed]
    if isinstance(proposed, int):
        named = f" ({listed(by)})" if by else ""
        yield f"nothing that fires proposes more {part} than {question.shown(proposed)}{named}"
    else:
        yield f"nothing that fires proposes a figure for {part}"
    here = question.known.place
    for one, lever in zip(answer.levers, here.levers, strict=True):
        only = lever.own.only_in if lever.own else None
        if (
            only
            and lever.own
            and only != here.region
            and any(of.of(part) for of in lever.own.figures.values())  # type: ignore[arg-type]
        ):
            yield f"{one.id} is bound to {_label(here.rules.whole, only)}"
        elif not one.fired and one.asks.get(part, 0) > (figure if isinstance(figure, int) else 0):
            asks = question.shown(one.asks[part])
            yield f"{one.id} would ask for {asks}, but {listed(one.why_not)}"


def _label(guide: Guide, region: str) -> str:
    return next(one.label for name, one in guide.bands.items() if guide.region_of(name) == region)


def _floor(question: Question, answer: Counteroffer, values: Mapping[str, Value]) -> Iterator[str]:
    if answer.floor is None:
        yield "there is no floor: neither the guide nor the candidate states one"
        return
    yield from (text.rstrip(".") for text in answer.floor.reasons)
    least, ask = values["least_base"], values["ask.base"]
    if isinstance(least, int) and isinstance(ask, int) and least >= ask:
        yield f"the floor never goes over the ask for base, {question.shown(ask)}"
        yield from _component(question, "ask", "base", answer, values)


def _verdict(question: Question, answer: Counteroffer) -> Iterator[str]:
    offer = answer.offer
    if offer is None:
        yield "there is no offer in hand"
        return
    if question.want.amount != "accept":
        final = question.known.case.offer is not None and question.known.case.offer.final
        yield f"the verdict stays {answer.verdict}" + (
            "" if final else ": the offer is not said to be their last word"
        )
        return
    moves = question.by.partition(".")[2] if question.by.startswith("offer.") else ""
    for part in COMPONENTS:
        asked, offered = getattr(answer.ask, part), getattr(offer, part)
        if part != moves and asked is not None and (offered is None or offered < asked):
            wanted = f"the ask for {part} is {question.shown(asked)}"
            yield f"{wanted}, and {question.shown(offered)} is offered"
    best = max((one.annual or 0 for one in answer.alternatives if one.held), default=0)
    if moves in ("", "signing") and best > (offer.annual or 0):
        worth = f"the offer is worth {question.shown(offer.annual)} a year"
        yield f"{worth}, and {question.shown(best)} is held"
