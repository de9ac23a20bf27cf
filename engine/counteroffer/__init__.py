"""counteroffer: from the facts of one job offer to an ask, a floor and true things to say.

>>> from counteroffer import Case, counter
>>> case = Case.load("examples/hugging-face-san-francisco.yaml")
>>> counter(case).ask.base
210000
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from counteroffer.answer import Counteroffer
from counteroffer.case import Case
from counteroffer.counter import counter
from counteroffer.errors import (
    AmountError,
    CaseError,
    CounterofferError,
    EngineError,
    InputError,
    Problem,
    RateError,
    RuleError,
)
from counteroffer.formats import render
from counteroffer.fx import Rate, Rates
from counteroffer.guide import Guide
from counteroffer.rulebook import Rulebook

if TYPE_CHECKING:
    from counteroffer.batch import apply
    from counteroffer.plan.concessions import concessions
    from counteroffer.plan.packages import packages
    from counteroffer.reasons.attribution import attribution
    from counteroffer.reasons.derivation import explain
    from counteroffer.reasons.smallest import smallest_changes
    from counteroffer.recruiter import recruiter_view
    from counteroffer.risks import risk
    from counteroffer.say.playbook import letter, playbook
    from counteroffer.solving import solve
    from counteroffer.vesting import year_by_year
    from counteroffer.whatif import what_if

__version__ = "0.1.0"
__all__ = [
    "AmountError", "Case", "CaseError", "Counteroffer", "CounterofferError", "EngineError", "Guide", "InputError",
    "Problem", "Rate", "RateError", "Rates", "RuleError", "Rulebook", "apply", "attribution", "concessions", "counter",
    "explain", "letter", "packages", "playbook", "recruiter_view", "render", "risk", "smallest_changes", "solve",
    "what_if", "year_by_year",
]  # fmt: skip

# What one answer does not need is loaded when it is asked for.
_LATER = {
    "apply": "batch", "attribution": "reasons.attribution", "concessions": "plan.concessions",
    "explain": "reasons.derivation", "letter": "say.playbook", "packages": "plan.packages",
    "playbook": "say.playbook", "recruiter_view": "recruiter", "risk": "risks",
    "smallest_changes": "reasons.smallest", "solve": "solving", "what_if": "whatif", "year_by_year": "vesting",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
