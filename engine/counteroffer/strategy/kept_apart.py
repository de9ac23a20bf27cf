"""A case and its public part, settled → what the candidate must know before sending a letter.

The letter is made of the public case alone. Where something private makes the candidate's own
answer another one, the two differ, and nothing but this says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from counteroffer.answers.answer import Counteroffer, Notice
from counteroffer.answers.counter import answer
from counteroffer.answers.setting import Setting
from counteroffer.cases.case import Case
from counteroffer.language.declarations import listed
from counteroffer.rulebook.guide import COMPONENTS
from counteroffer.strategy.negotiation import Ground
from counteroffer.text.phrases import component_phrase

PUBLIC_CASE_DIFFERS = "public-case-differs"
ACCEPTS_LESS = "accepts-less-than-held"


def kept_apart(
    setting: Setting,
    case: Case,
    mine: Counteroffer,
    shared: Case,
    theirs: Ground,
    locale: str | None = None,
) -> tuple[Notice, ...]:
    """What differs between the candidate's own answer and that of the case both sides may know.

    `mine` is the answer to `case`; `shared` is the case that both sides may know and `theirs` its
    settlement. Where ask or verdict differ, a notice
    (`public-case-differs`) with both and with the private facts that make the difference; where
    either accepts for less than is held, one that says by how much (`accepts-less-than-held`).
    Raises as `counter` does.
    """
    less = tuple(_accepts_less(mine, theirs))
    if _same(mine, theirs.answer):
        return less
    private = dict(_private(case, shared))
    deciding = [
        name
        for name, one in private.items()
        if not _same(answer(setting, one, locale)[0], theirs.answer)
    ]
    differs = Notice(PUBLIC_CASE_DIFFERS, _words(mine, theirs, deciding or list(private)))
    return (differs, *less)


def _accepts_less(mine: Counteroffer, theirs: Ground) -> Iterator[Notice]:
    """By how much an offer that is accepted is worth less than the best that is held.

    Private ones count too.
    """
    offered = mine.offer.annual if mine.offer else None
    if "accept" not in (mine.verdict, theirs.answer.verdict) or offered is None:
        return
    held = [one for one in mine.alternatives if one.held and one.annual is not None]
    best = max(held, key=lambda one: one.annual or 0, default=None)
    if best and best.annual and best.annual > offered:
        yield Notice(
            ACCEPTS_LESS,
            f"To accept is to take {theirs.money(best.annual - offered)} a year less than you hold:"
            f" this offer is worth {theirs.money(offered)} a year, that of {best.company}"
            f" {theirs.money(best.annual)}.",
        )


def _same(mine: Counteroffer, theirs: Counteroffer) -> bool:
    return mine.verdict == theirs.verdict and all(
        getattr(mine.ask, name) == getattr(theirs.ask, name) for name in COMPONENTS
    )


def _private(case: Case, shared: Case) -> Iterator[tuple[str, Case]]:
    """Each private fact by what it is called, and the public case with that fact alone put back."""
    for name, value in case.candidate.items():
        if name not in shared.candidate:
            known: Mapping[str, object] = {**shared.candidate, name: value}
            yield f"your {name.replace('_', ' ')}", shared.model_copy(update={"candidate": known})
    for offer in case.competing:
        if offer.private:
            held = (*shared.competing, offer)
            yield f"your offer from {offer.company}", shared.model_copy(update={"competing": held})
    if case.offer is not None and shared.offer is None:
        yield "the offer in hand", shared.model_copy(update={"offer": case.offer})
    if case.worth_more is not None:
        worth = shared.model_copy(update={"worth_more": case.worth_more})
        yield "what this job is worth to you beyond them", worth
    if case.rounds != shared.rounds:
        yield "your earlier rounds", shared.model_copy(update={"rounds": case.rounds})


def _words(mine: Counteroffer, theirs: Ground, deciding: list[str]) -> str:
    sent, wanted = does(theirs.answer, theirs), does(mine, theirs)
    warning = (
        "Do not send this letter as it is: it"
        if theirs.answer.verdict in ("accept", "walk-away")
        and mine.verdict != theirs.answer.verdict
        else "The letter"
    )
    return (
        f"{warning} {sent}, which is what both sides may know supports; your own answer {wanted}. "
        f"That rests on {listed(deciding)}, kept private here: to have it in the letter, "
        "make that known."
    )


def does(found: Counteroffer, theirs: Ground) -> str:
    """What an answer comes to, as a verb and its object: `asks for a base of £125,000`."""
    if found.verdict == "accept":
        return "accepts"
    if found.verdict == "walk-away":
        return "declines"
    asked = [
        component_phrase(name, theirs.money(figure), theirs.vehicle, theirs.years, theirs.kind)
        for name in COMPONENTS
        if (figure := getattr(found.ask, name)) is not None
    ]
    if found.verdict == "prepare" and theirs.kind != "raise":
        figure_ = f", and for {listed(asked)} where a figure is pressed for" if asked else ""
        return f"asks for their range{figure_}"
    return f"asks for {listed(asked)}" if asked else "asks for nothing"
