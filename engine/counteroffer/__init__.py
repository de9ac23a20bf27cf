"""counteroffer: from the facts of one job offer to an ask, a floor and true things to say.

>>> from counteroffer import Case, counter
>>> case = Case.load("examples/hugging-face-san-francisco.yaml")
>>> counter(case).ask.base
210000
"""

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
from counteroffer.fx import Rate, Rates
from counteroffer.guide import Guide
from counteroffer.rulebook import Rulebook

__version__ = "0.1.0"
__all__ = [
    "AmountError", "Case", "CaseError", "Counteroffer", "CounterofferError", "EngineError", "Guide", "InputError",
    "Problem", "Rate", "RateError", "Rates", "RuleError", "Rulebook", "counter",
]  # fmt: skip
