"""counteroffer: from the facts of one job offer to an ask, a floor and true things to say.

>>> from counteroffer import Case, counter
>>> case = Case.load("examples/hugging-face-san-francisco.yaml")
>>> counter(case).ask.base
210000
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from counteroffer.text import version

if TYPE_CHECKING:
    from counteroffer.analysis.compare.difference import diff
    from counteroffer.analysis.compare.replay import replay
    from counteroffer.analysis.compare.side_by_side import compare
    from counteroffer.analysis.compare.vesting import year_by_year
    from counteroffer.analysis.explain.attribution import attribution
    from counteroffer.analysis.explain.derivation import explain
    from counteroffer.analysis.least_change.smallest import smallest_changes
    from counteroffer.analysis.least_change.solve import solve
    from counteroffer.analysis.risk.risk import risk
    from counteroffer.analysis.what_if.what_if import explore, what_if
    from counteroffer.answers.answer import Counteroffer
    from counteroffer.answers.audit import audit
    from counteroffer.answers.check import check
    from counteroffer.answers.counter import counter
    from counteroffer.answers.limits import Limits
    from counteroffer.answers.record import to_dict
    from counteroffer.answers.recruiter import recruiter_view
    from counteroffer.authoring.schemas import schema
    from counteroffer.calculator.calculator import Calculator
    from counteroffer.cases.case import Case
    from counteroffer.formats import render
    from counteroffer.letters.playbook import letter, playbook
    from counteroffer.letters.reply import check_reply
    from counteroffer.money.rate import Rate
    from counteroffer.money.rates import Rates
    from counteroffer.rulebook.guide import Guide
    from counteroffer.rulebook.market import Market
    from counteroffer.rulebook.rulebook import Rulebook
    from counteroffer.strategy.concessions import concessions
    from counteroffer.strategy.packages import packages
    from counteroffer.systems.case_from import case_from
    from counteroffer.tables.apply import apply
    from counteroffer.text.errors import (
        AmountError,
        CaseError,
        CounterofferError,
        DeadlineError,
        EngineError,
        InputError,
        LimitError,
        Problem,
        RateError,
        RuleError,
        problems_json,
    )

__version__ = version.VERSION
__all__ = [
    "AmountError",
    "Calculator",
    "Case",
    "CaseError",
    "Counteroffer",
    "CounterofferError",
    "DeadlineError",
    "EngineError",
    "Guide",
    "InputError",
    "LimitError",
    "Limits",
    "Market",
    "Problem",
    "Rate",
    "RateError",
    "Rates",
    "RuleError",
    "Rulebook",
    "apply",
    "attribution",
    "audit",
    "case_from",
    "check",
    "check_reply",
    "compare",
    "concessions",
    "counter",
    "diff",
    "explain",
    "explore",
    "letter",
    "packages",
    "playbook",
    "problems_json",
    "recruiter_view",
    "render",
    "replay",
    "risk",
    "schema",
    "smallest_changes",
    "solve",
    "to_dict",
    "what_if",
    "year_by_year",
]

# Each is loaded when it is asked for, so that a command loads what it needs alone.
_LATER = {
    "AmountError": "text.errors",
    "Calculator": "calculator.calculator",
    "Case": "cases.case",
    "CaseError": "text.errors",
    "Counteroffer": "answers.answer",
    "CounterofferError": "text.errors",
    "DeadlineError": "text.errors",
    "EngineError": "text.errors",
    "Guide": "rulebook.guide",
    "InputError": "text.errors",
    "LimitError": "text.errors",
    "Limits": "answers.limits",
    "Market": "rulebook.market",
    "Problem": "text.errors",
    "Rate": "money.rate",
    "RateError": "text.errors",
    "Rates": "money.rates",
    "RuleError": "text.errors",
    "Rulebook": "rulebook.rulebook",
    "apply": "tables.apply",
    "attribution": "analysis.explain.attribution",
    "audit": "answers.audit",
    "case_from": "systems.case_from",
    "check": "answers.check",
    "check_reply": "letters.reply",
    "compare": "analysis.compare.side_by_side",
    "concessions": "strategy.concessions",
    "counter": "answers.counter",
    "diff": "analysis.compare.difference",
    "explain": "analysis.explain.derivation",
    "explore": "analysis.what_if.what_if",
    "letter": "letters.playbook",
    "packages": "strategy.packages",
    "playbook": "letters.playbook",
    "problems_json": "text.errors",
    "recruiter_view": "answers.recruiter",
    "render": "formats",
    "replay": "analysis.compare.replay",
    "risk": "analysis.risk.risk",
    "schema": "authoring.schemas",
    "smallest_changes": "analysis.least_change.smallest",
    "solve": "analysis.least_change.solve",
    "to_dict": "answers.record",
    "what_if": "analysis.what_if.what_if",
    "year_by_year": "analysis.compare.vesting",
}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    found = getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*__all__, *(name for name in globals() if name.startswith("__"))})
