"""The one thing that can't wait, as a line for a terminal: a rule of `plan.yaml` with a condition.

The words follow the figures of the answer, and nothing undecided is said as decided.
"""

from __future__ import annotations

from counteroffer.answers.answer import Counteroffer
from counteroffer.money.write_amount import Shown
from counteroffer.rulebook.plan_occasions import STEP
from counteroffer.rulebook.rulebook import Rulebook, default_rulebook
from counteroffer.strategy.step_facts import Apart, StepFacts


def next_step(
    answer: Counteroffer,
    *,
    rulebook: Rulebook | None = None,
    shown: Shown | None = None,
    locale: str | None = None,
    apart: Apart | None = None,
) -> str:
    """The most urgent thing to do, for the candidate's eyes: one line without a full stop.

    The first rule of `plan.yaml` (`next-step`) that holds; `shown` writes its amounts, `locale`
    its days. `rulebook` is that of the answer, the package's own unless given; `apart` is what the
    letter does, where that is known.
    """
    book = rulebook or default_rulebook()
    found = StepFacts(answer, book, shown or book.formatter(locale), locale, apart)
    return book.plan.said(STEP, found.words, found.values)
