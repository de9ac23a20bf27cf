"""The words that ask for more time, or whether an expired offer still stands."""

from __future__ import annotations

from datetime import date, timedelta

from counteroffer.answers.dates import Deadline, deadlines
from counteroffer.strategy.negotiation import Ground
from counteroffer.strategy.working_days import WorkingDays
from counteroffer.text.by_locale import day

WEEK = timedelta(days=7)
_MOST = 2 * WEEK  # no company waits longer for an answer it has been asked to extend


def ask_for_time(theirs: Ground) -> str | None:
    """What to say of the offer in hand when it runs out within a week, or has run out; else None.

    `theirs` is what both sides may know. The new date is a week after the old one, or two working
    days after the last alternative that may be named runs out, up to two weeks. That other offers
    are weighed is said only where one is held that may be named.
    """
    mine = next((one for one in deadlines(theirs.answer) if one.company is None), None)
    if mine is None or theirs.answer.verdict != "counter":
        return None
    if mine.left < 0:
        return _words(theirs, mine, mine.day + WEEK)
    if not mine.soon:
        return None
    nameable = _nameable(theirs)
    others = [one for one in deadlines(theirs.answer) if one.company in nameable]
    wanted = max(
        [mine.day + WEEK, *(min(one.day + timedelta(days=1), mine.day + _MOST) for one in others)]
    )
    return _words(theirs, mine, wanted, weighed=bool(nameable))


def ask_others_for_time(mine: Ground, theirs: Ground) -> tuple[str, ...]:
    """What to say to each company whose held offer runs out within a week: (company, words).

    Nothing but that company's own last day is in them.
    """
    if mine.answer.verdict not in ("counter", "prepare"):
        return ()
    soon = [one for one in deadlines(mine.answer) if one.company is not None and one.soon]
    return tuple(f"{one.company}: {_words(theirs, one, one.day + WEEK)}" for one in soon)


def _words(here: Ground, deadline: Deadline, wanted: date, *, weighed: bool = False) -> str:
    """The words for a company about its own offer; `weighed` where another may be told of."""
    today, locale = here.known.today, here.known.locale
    until = day(deadline.day, today, locale)
    work = WorkingDays.of(here.book, here.answer.guide, here.answer.region)
    words = {
        "until": until,
        "wanted": day(work.at_work(wanted), today, locale),
        "over": until if deadline.left < 0 else None,
        "weighed": "another offer" if weighed else None,
    }
    facts = {**here.facts, "case_kind": "offer"} if deadline.company else here.facts
    return here.book.plan.said("more-time", words, facts)


def _nameable(here: Ground) -> frozenset[str]:
    """The companies whose offers are held and not private."""
    return frozenset(
        one.offer.company for one in here.known.alternatives if one.held and not one.offer.private
    )
