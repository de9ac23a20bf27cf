"""What the page shows of a case: the answer for the candidate, the other side's view, sliders."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from counteroffer.answers.answer import Counteroffer
from counteroffer.answers.words import Words
from counteroffer.calculator.calculator import Calculator
from counteroffer.cases.case import Case
from counteroffer.formats.recruiter import RecruiterWords
from counteroffer.letters.market import Picture
from counteroffer.service.page.form import TRIED, FactField, Form, fact_fields
from counteroffer.strategy.next_step import next_step
from counteroffer.text.errors import CounterofferError, Problem


@dataclass(frozen=True)
class Slider:
    """A component of the offer to try out, from half of what is offered to half as much again."""

    name: str
    label: str
    low: int
    high: int
    step: int
    value: int
    shown: str


@dataclass(frozen=True)
class AnswerView:
    """The answer in words, the pictures of its bands, and what can be tried."""

    words: Words
    next: str | None
    pictures: tuple[Picture, ...]
    sliders: tuple[Slider, ...]

    @property
    def answer(self) -> Counteroffer:
        return self.words.answer


@dataclass(frozen=True)
class FieldProblems:
    """What is wrong, by the field that it stands beside; the rest has no field on the page."""

    beside: Mapping[str, tuple[str, ...]]
    rest: tuple[str, ...]

    @classmethod
    def of(
        cls, calculator: Calculator, form: Form, error: CounterofferError, fields: frozenset[str]
    ) -> FieldProblems:
        """All that is wrong with what was typed, where an answer to it ended with an error."""
        beside: dict[str, tuple[str, ...]] = {}
        rest: list[str] = []
        found = calculator.check(form.values()) or error.problems or (Problem(str(error)),)
        for problem in found:
            field = form.field_of(problem.pointer)
            if field in fields:
                beside[field] = (*beside.get(field, ()), problem.detail)
            else:
                rest.append(problem.message)
        return cls(beside, tuple(rest))


NO_PROBLEMS = FieldProblems({}, ())


def answer_view(calculator: Calculator, form: Form) -> AnswerView:
    """The answer to what was typed, sliders at what is offered. Raises CounterofferError."""
    case = Case.of(form.values())
    answer = calculator.counter(case)
    words = Words(answer, calculator.rules, calculator.rules.formatter(calculator.locale))
    step = next_step(answer, rulebook=calculator.rules, shown=words.shown)
    sliders = tuple(_sliders(calculator, words))
    return AnswerView(words, step, calculator.pictures(case), sliders)


def tried_view(calculator: Calculator, form: Form) -> AnswerView:
    """The answer to the offer as the sliders have it. Raises CounterofferError."""
    stated = calculator.counter(Case.of(form.values()))
    years = stated.offer.equity_years if stated.offer else 1
    tried: dict[str, str] = {}
    for part in ("base", "equity", "signing"):
        value = form[f"{TRIED}offer.{part}"]
        if value.isascii() and value.isdigit():
            period = f"/{years}yr" if part == "equity" else ""
            tried[part] = f"{stated.currency} {value[:15]}{period}"
    return answer_view(calculator, form.with_offer(tried))


def recruiter_words(calculator: Calculator, form: Form) -> RecruiterWords:
    """The other side's view of what was typed. Raises CounterofferError."""
    view = calculator.recruiter_view(Case.of(form.values()))
    return RecruiterWords(view, calculator.rules, calculator.rules.formatter(calculator.locale))


def facts_view(calculator: Calculator, form: Form) -> tuple[FactField, ...]:
    """The facts that can be stated for the guide that is chosen."""
    return fact_fields(calculator.rules, form["guide"])


def _sliders(calculator: Calculator, words: Words) -> Iterator[Slider]:
    answer = words.answer
    step = calculator.rules.currency(answer.currency).step
    labels = {"base": "Base", "equity": f"Equity, {words.equity}", "signing": "Signing"}
    for part, label in labels.items():
        amount = getattr(answer.offer, part, None)
        if amount is not None and amount >= 2 * step:
            low, middle, high = (amount * half // (2 * step) * step for half in (1, 2, 3))
            shown = words.money(amount)
            yield Slider(f"{TRIED}offer.{part}", label, low, high, step, middle, shown)
