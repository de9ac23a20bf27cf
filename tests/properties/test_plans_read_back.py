"""Verdicts, next steps and lines of plans read back against the figures, over random cases.

A line says "meets" only where an offer meets all that is asked, names the best held offer wherever
that decides, accepts for less than is held only with a word of by how much, and no round goes under
the walk-away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import assume, event, given, settings

from counteroffer import Case, CounterofferError
from counteroffer.answers.answer import Alternative
from counteroffer.strategy.plan import Plan, plan
from tests.properties.test_letters_read_back import MEETS, best, met, negotiations
from tests.support.samples import RULES, TODAY, Facts, attempt

LESS = re.compile(r"worth ([^ ]*?\d[\d,.]*) (?:a year )?less(?: a year)? than ([^']+?)'s")
UNFILLED = re.compile(r"[{}<>\[\]]|\bNone\b|–|  |\.\.| ,|\bTrue\b|\bFalse\b")
NEXT_ROUND = "next round of concessions"


def figure(text: str) -> int:
    """An amount as it is written, whatever its currency and grouping."""
    return int(re.sub(r"\D", "", text))


def of_days(made: Plan) -> list[str]:
    return [item for one in made.days for item in one.items]


def lines(made: Plan) -> Iterator[str]:
    """Every line of a plan."""
    yield made.next_step
    yield from made.answer.reasons
    yield from of_days(made)
    yield from made.concessions.because
    yield from made.concessions.standing
    yield from made.fixed_base.because
    yield from made.packages.because
    yield from filter(None, (made.say.more_time, *made.say.rounds, made.say.fixed_base))


def read_back(facts: Facts) -> None:
    made = attempt(lambda: plan(Case.of(**facts), rulebook=RULES, today=TODAY))
    assume(not isinstance(made, CounterofferError))
    assert isinstance(made, Plan)
    event(f"{made.answer.verdict}, {made.answer.case.get('kind', 'offer')}")
    for line in lines(made):
        assert not UNFILLED.search(line), line
        assert not MEETS.search(line) or met(made.answer), line
    _says_what_the_verdict_is(made)
    _says_by_how_much(made)
    _names_what_decides(made)
    _ends_at_the_walk_away(made)
    _words_are_those_of_the_figures(made)


def _says_what_the_verdict_is(made: Plan) -> None:
    """An offer is accepted and declined only where that is the verdict, and a letter that does
    otherwise is not to be sent."""
    verdict, items = made.answer.verdict, of_days(made)
    accepts = [one for one in items if one.startswith(("Accept in writing", "Agree in writing"))]
    declines = [one for one in items if one.startswith("Their last word is")]
    assert bool(accepts) == (verdict == "accept")
    assert bool(declines) == (verdict == "walk-away")
    assert any(one.startswith("Send the letter") for one in items) <= (verdict == "counter")
    do_not = [one.message for one in made.notices if one.message.startswith("Do not send")]
    if do_not:
        event("not to be sent")
        assert any(one.startswith("Do not send the letter as it is") for one in items)
        assert not any(one.startswith("Send the letter") for one in items)


def _says_by_how_much(made: Plan) -> None:
    """Whatever is said to be worth less than an offer is so, by as much as is said."""
    answer, other = made.answer, best(made.answer)
    offered = answer.offer.annual if answer.offer else None
    for line in (made.next_step, *of_days(made)):
        for amount, company in LESS.findall(line):
            assert other is not None
            assert other.annual is not None
            assert company == _company(made, other)
            short = {other.annual - one for one in (offered, answer.ask.annual) if one is not None}
            assert figure(amount) in short, line
    if answer.verdict == "accept" and _behind(made) is not None:
        event("accepts for less than is held")
        told = " ".join(of_days(made))
        assert str(_behind(made)) in re.sub(r"[,.]", "", told)
        assert ((other and other.company) or "") in told


def _names_what_decides(made: Plan) -> None:
    answer, other = made.answer, best(made.answer)
    if other is None or _behind(made) is None or answer.verdict not in ("counter", "walk-away"):
        return
    away = answer.walk_away
    decides = [
        answer.gap is not None,
        away is not None and away.because not in ("minimum", "floor"),
        any(other.company in reason for reason in answer.reasons[:1]),
    ]
    acts = any(one.startswith(("Decide:", "Decide, unless")) for one in of_days(made))
    if any(decides) and (acts or answer.gap or answer.verdict == "walk-away"):
        event("a better offer decides")
        companies = {one.company for one in answer.alternatives if one.annual == other.annual}
        assert any(one in " ".join(of_days(made)) for one in companies), (of_days(made), away)


def _ends_at_the_walk_away(made: Plan) -> None:
    found, away = made.concessions, made.answer.walk_away
    assert bool(found.rounds) >= any(NEXT_ROUND in one for one in of_days(made))
    assert found.because
    for one in found.rounds:
        event("a round")
        assert one.base is not None
        assert one.annual is not None
        assert away is None or (one.base >= away.base and one.annual >= away.annual)
    if made.answer.verdict not in ("prepare", "counter"):
        assert not found.rounds


def _words_are_those_of_the_figures(made: Plan) -> None:
    """The words of a round name its own base; those of a fixed base, the offered one."""
    for one in made.concessions.rounds:
        if one.say:
            assert str(one.base) in re.sub(r"(?<=\d)[,.](?=\d)", "", one.say)
    fixed = made.fixed_base
    if fixed.say:
        assert made.answer.offer
        assert fixed.base == made.answer.offer.base
        assert str(fixed.base) in re.sub(r"(?<=\d)[,.](?=\d)", "", fixed.say)
    if made.answer.case.get("kind") == "raise":
        said = " ".join(filter(None, (made.say.more_time, *made.say.rounds, made.say.fixed_base)))
        assert not re.search(r"signing bonus|start date|your offer|as offered", said)
        assert not any("the job" in one or "contract" in one for one in of_days(made))


def _behind(made: Plan) -> int | None:
    other, offer = best(made.answer), made.answer.offer
    if other is None or other.annual is None or offer is None or offer.annual is None:
        return None
    return other.annual - offer.annual if other.annual > offer.annual else None


def _company(made: Plan, other: Alternative) -> str:
    """The best held offer's company, the one that is named where several are worth as much."""
    even = made.answer.break_even
    tied = [one.company for one in made.answer.alternatives if one.annual == other.annual]
    return even.against if even and even.against in tied else other.company


@given(negotiations())
@settings(max_examples=60)
def test_a_plan_says_what_the_figures_are(facts: Facts) -> None:
    read_back(facts)


@pytest.mark.slow
@given(negotiations())
@settings(max_examples=300)
def test_a_plan_says_what_the_figures_are_over_300_cases(facts: Facts) -> None:
    read_back(facts)
