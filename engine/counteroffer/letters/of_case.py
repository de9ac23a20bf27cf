"""A settled case → what drafts are held against: what may be said of it, and what is private."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from counteroffer.answers.answer import Counteroffer
from counteroffer.answers.setting import Setting
from counteroffer.answers.words import Words
from counteroffer.cases.case import Case, Competing, Offer
from counteroffer.cases.pay import Pay
from counteroffer.cases.rounds import Figures
from counteroffer.cases.situation import CompetingOffer
from counteroffer.letters.playbook import Playbook, playbook_in
from counteroffer.replies.known import CaseFigure, HeldOffer, KnownCase, NotHeld
from counteroffer.replies.words import Part, Topic
from counteroffer.rulebook.guide import COMPONENTS
from counteroffer.strategy.both_sides import BothSides, both_sides
from counteroffer.strategy.concessions import concessions_on
from counteroffer.strategy.fixed_base import words_for_a_fixed_base
from counteroffer.strategy.negotiation import Ground
from counteroffer.strategy.plan import PlanWords
from counteroffer.text.errors import Way

_PARTS: Mapping[str, Part] = {
    "base": "base", "equity": "equity", "signing": "signing", "bonus_amount": "bonus",
    "total": "annual",
}  # fmt: skip
_WHY = {"expired": "this offer has run out", "expected": "this offer is only expected"}
_CAPITALIZED = re.compile(r"[A-Z][\w&.'-]*")


def known_case(setting: Setting, case: Case) -> KnownCase:
    """A case as drafts are held against it; errors as in `counter`."""
    both = both_sides(setting, case)
    theirs, mine = both.theirs, both.mine
    steps = concessions_on(both)
    plan = PlanWords(steps.ask_for_time, steps.words, words_for_a_fixed_base(theirs))
    own = tuple(_own(playbook_in(setting, case), plan))
    away, guide = mine.answer.walk_away, theirs.place.guide
    offer = case.offer
    return KnownCase(
        sayable=tuple(_sayable(theirs)),
        private=tuple(_private(both)),
        facts=frozenset(_facts(theirs)),
        held=tuple(
            HeldOffer(one.offer.company, one.offer.evidence, _competing(case, one.offer))
            for one in theirs.known.alternatives
        ),
        not_held=tuple(_not_held(both, case)),
        employers=tuple(filter(None, (guide.company, offer.company if offer else None))),
        own=own,
        names=frozenset(_names(own, theirs)),
        kind=case.kind,
        verdict=mine.answer.verdict,
        public_verdict=theirs.answer.verdict,
        evidence=offer.evidence if offer else None,
        currency=mine.answer.currency,
        walk_away_base=away.base if away else None,
        walk_away_annual=away.annual if away else None,
    )


def _own(made: Playbook, plan: PlanWords) -> Iterator[str]:
    """All that the case itself gives to say to the other side."""
    yield made.letter
    yield from (line.text for line in made.script if not line.aside)
    yield from (text for one in made.push_back for text in (one.they, *one.you))
    yield from (point.text for point in made.said.points)
    yield from filter(None, (plan.more_time, plan.fixed_base, *plan.rounds))


def _competing(case: Case, offer: Competing) -> Way:
    at = next(at for at, one in enumerate(case.competing) if one.company == offer.company)
    return "competing", at


def _not_held(both: BothSides, case: Case) -> Iterator[NotHeld]:
    held = {one.offer.company for one in both.theirs.known.alternatives}
    for one in both.mine.known.alternatives:
        if one.offer.company not in held:
            path = _competing(case, one.offer)
            why = "you keep this offer private" if one.offer.private else _WHY[one.why or "expired"]
            yield NotHeld(one.offer.company, why, path, one.offer.private)


# what may be said


def _sayable(theirs: Ground) -> Iterator[CaseFigure]:
    answer, known = theirs.answer, theirs.known
    yield from _of_package(answer.ask, answer, "asked", ("ask",), "your ask's")
    if answer.offer is not None:
        path = ("offer",) if known.case.offer else ("current",)
        yield from _of_pay(known.pay.get("offer"), "theirs", path, "their offer's")
        yield from _of_package(answer.offer, answer, "theirs", path, "their offer's")
    for one in known.alternatives:
        yield from _of_alternative(one, theirs)
    yield from _bonus(known.case.offer, "theirs", None, ("offer",))
    yield from _bonus(known.case.current, "theirs", None, ("current",))
    for number, each in enumerate(known.rounds):
        yield from _of_round(each.ask, number, theirs, "asked", "your ask of an earlier round")
        yield from _of_round(each.offer, number, theirs, "theirs", "an earlier offer")
    yield from _of_band(theirs)


def _of_alternative(one: CompetingOffer, theirs: Ground) -> Iterator[CaseFigure]:
    company, path = one.offer.company, _competing(theirs.known.case, one.offer)
    yield from _of_pay(one.pay, "held", path, f"{company}'s", company)
    yield from _bonus(one.offer, "held", company, path)
    annual = next(alt.annual for alt in theirs.answer.alternatives if alt.company == company)
    if annual is not None:
        yield CaseFigure(
            Fraction(annual), theirs.answer.currency, "held", path,
            f"{company}'s {annual:,} a year", company, "annual",
        )  # fmt: skip


def _of_band(theirs: Ground) -> Iterator[CaseFigure]:
    """The ends of the region's own band, where it is one that is observed or posted."""
    answer = theirs.answer
    band = theirs.place.guide.bands.get(answer.region)
    if band is None or answer.basis not in ("market", "posted"):
        return
    for low_high in filter(None, (band.base, band.equity)):
        for end in (low_high.low, low_high.high):
            yield CaseFigure(Fraction(end), band.currency, "market", (), "an end of the band")


def _of_package(
    package: Any, answer: Counteroffer, topic: Topic, path: Way, whose: str
) -> Iterator[CaseFigure]:
    for name in (*COMPONENTS, "annual"):
        value = getattr(package, name)
        if value is not None:
            years = package.equity_years if name == "equity" else 1
            yield CaseFigure(Fraction(value), answer.currency, topic, (*path, name),
                         f"{whose} {name} of {value:,}", part=_PARTS.get(name, "annual"),
                         years=years)  # fmt: skip


def _of_pay(
    pay: Pay | None,
    topic: Topic,
    path: Way,
    whose: str,
    company: str | None = None,
) -> Iterator[CaseFigure]:
    """The parts of an offer, each in its own currency."""
    for name, part in pay.parts.items() if pay else ():
        years = (pay.years or 1) if pay and name == "equity" else 1
        yield CaseFigure(part.amount, part.currency, topic, (*path, name.removesuffix("_amount")),
                     f"{whose} {name.removesuffix('_amount')} of {part.whole:,}", company,
                     _PARTS.get(name), years)  # fmt: skip


def _bonus(
    offer: Offer | None, topic: Topic, company: str | None, path: Way
) -> Iterator[CaseFigure]:
    for one in (offer.bonus.target, offer.bonus.usual) if offer and offer.bonus else ():
        if one is not None and one.currency == "%":
            yield CaseFigure(Fraction(one.low), "%", topic, (*path, "bonus"), "a bonus", company)


def _facts(theirs: Ground) -> Iterator[Fraction]:
    """The numbers among the candidate's facts that may be said."""
    for name, value in theirs.known.understood["candidate"].items():
        sayable = name in theirs.book.sayable
        if sayable and isinstance(value, (int, str)) and not isinstance(value, bool):
            try:
                yield Fraction(str(value).strip(" %"))
            except ValueError:
                continue


def _names(own: tuple[str, ...], theirs: Ground) -> Iterator[str]:
    """The names in what the case gives to say, and of its facts."""
    words = Words(theirs.answer, theirs.book, theirs.book.formatter(None))
    said = [*own, theirs.place.label, words.region, str(theirs.known.understood)]
    for text in said:
        for match in _CAPITALIZED.finditer(text):
            yield match.group().rstrip(".'").removesuffix("'s").casefold()


# what is private


def _private(both: BothSides) -> Iterator[CaseFigure]:
    mine, known = both.mine, both.mine.known
    yield from _stated(both)
    yield from _limits(mine, "", ("floor",))
    if both.theirs is not mine:
        yield from _limits(both.theirs, " of the public case", ("floor",))
    shared = {one.offer.company for one in both.theirs.known.alternatives}
    for one in known.alternatives:
        if one.offer.company not in shared:
            path = _competing(known.case, one.offer)
            whose = f"the {'private' if one.offer.private else 'unheld'} offer's"
            yield from _of_pay(one.pay, "held", path, whose)
            yield from _bonus(one.offer, "held", None, path)
            annual = known.values.get(f"{one.key}.annual")
            if isinstance(annual, int):
                yield CaseFigure(Fraction(annual), mine.answer.currency, "held", path, whose)
    if known.case.kind != "raise" and "current" in known.pay:
        yield from _of_pay(known.pay["current"], "present", ("current",), "your present")
        yield from _bonus(known.case.current, "present", None, ("current",))
    for number, one_round in enumerate(known.case.rounds):
        if one_round.offer is not None and one_round.offer.private:
            figures = known.rounds[number].offer
            yield from _of_round(figures, number, mine, "held", "a private offer of a round")


def _of_round(
    figures: Figures, number: int, here: Ground, topic: Topic, words: str
) -> Iterator[CaseFigure]:
    for name, value in figures.items():
        years = here.years if name == "equity" else 1
        yield CaseFigure(
            value, here.answer.currency, topic, ("rounds", number), words,
            part=_PARTS[name], years=years,
        )  # fmt: skip


def _stated(both: BothSides) -> Iterator[CaseFigure]:
    """Private amounts as they are stated, and in the region's currency."""
    known = both.mine.known
    stated = {**known.understood["candidate"], "worth_more": known.understood.get("worth_more")}
    for name, value in stated.items():
        declared = known.case.kind == "raise" and name == "current_base"
        if declared or name in both.mine.book.sayable or not isinstance(value, str):
            continue
        currency, _, digits = value.partition(" ")
        amount = digits.partition("/")[0].replace(",", "")
        path = (name,) if name == "worth_more" else ("candidate", name)
        if re.fullmatch(r"[A-Z]{3}", currency) and re.fullmatch(r"\d+(\.\d+)?", amount):
            yield CaseFigure(Fraction(amount), currency, "present", path, f"your {name}")
        here = [known.values.get(f"{name}.{part}") for part in ("amount", "num", "den")]
        if all(isinstance(one, int) and one for one in here):
            worth, times, per = map(Fraction, here)  # type: ignore[arg-type]
            yield CaseFigure(worth * times / per, both.mine.answer.currency, "present", path,
                         f"your {name}")  # fmt: skip


def _limits(here: Ground, whose: str, path: Way) -> Iterator[CaseFigure]:
    """Floor, walk-away and break-even, in base and in what they are worth a year."""
    answer = here.answer
    for name in ("floor", "walk_away", "break_even"):
        found = getattr(answer, name)
        for entry in ("base", "annual", "base_as_offered", "accept_at"):
            value = getattr(found, entry, None)
            if isinstance(value, int):
                yield CaseFigure(Fraction(value), answer.currency, "minimum", (name, entry),
                             f"your {name.replace('_', '-')}{whose}")  # fmt: skip
