"""Names of entries in payloads → what they hold.

salary_min, minSalary and min-salary are the low end of pay; salary_currency its currency; "Sign-on
bonus" a figure of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from counteroffer.money.currencies import ISO_CODES
from counteroffer.money.signs import Codes, codes_of
from counteroffer.postings.clauses import said_before
from counteroffer.postings.lexicon import lowered
from counteroffer.postings.words import COMPONENTS, PostingVocabulary

_PARTS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-zß-öø-ÿ]+|[A-Z]+|[0-9]+|[^\W\d_]+")
_LONGEST = 80  # characters of a name
_PERIODS = frozenset(("hourly", "daily", "day", "hour", "monthly", "weekly", "yearly", "annual"))
# A rate and a base are pay where their names say no more than for how long: annual_base.
_OWN = frozenset((*_PERIODS, "pay", "gross", "amount", "cash"))
_SHARES = re.compile(
    r"(?i)\b(?:number|no\.?|count|shares|units|rsus?|options|isos?|nsos?|quantity)\b|#"
)
_PERCENT = re.compile(r"(?i)%|\bper ?cent|\bpct\b|percentage")


@dataclass(frozen=True, slots=True)
class Name:
    """An entry's name in words, and the roles that it can have."""

    text: str
    parts: frozenset[str]
    pay: bool
    role: str  # low, high, currency, period, single, text, or nothing


def name_of(key: str, words: PostingVocabulary) -> Name:
    """What an entry is called, without the prefix of its vocabulary (schema:baseSalary)."""
    bare = re.split(r"[:/#]", key[:_LONGEST])[-1]
    found = [part.casefold() for part in _PARTS.findall(bare)]
    parts = frozenset((*found, "".join(found)))
    pay = bool(parts & words.fields["pay"]) or _only_own(found)
    if parts & words.fields["not_pay"]:
        pay = False
    return Name(" ".join(found), parts, pay, _role(parts, words))


def _only_own(found: list[str]) -> bool:
    head, rest = set(found) & {"rate", "base"}, set(found) - {"rate", "base"}
    return bool(head and rest & _OWN) and ("base" not in head or rest <= _OWN)


def _role(parts: frozenset[str], words: PostingVocabulary) -> str:
    for role in ("currency", "low", "high", "period", "single", "text"):
        if parts & words.fields[role]:
            return role
    return ""


def component_of(text: str, words: PostingVocabulary) -> str | None:
    """The component that a name says: base for "salary", signing for "Signing bonus".

    None where it names none, or what is no pay.
    """
    said = said_before(lowered(text), 0, min(len(text), _LONGEST), words)
    return said.meaning if said is not None and said.meaning in COMPONENTS else None


def counts_shares(text: str) -> bool:
    """Whether a name is of a number of shares or options."""
    return bool(_SHARES.search(text))


def is_percentage(text: str) -> bool:
    """Whether a name or a value is of a percentage."""
    return bool(_PERCENT.search(text))


def currency_of(value: object) -> Codes | None:
    """The currencies that an entry's value may stand for: `EUR`, `eur`, `€`; else None."""
    if not isinstance(value, str) or not value.strip() or len(value) > 8:
        return None
    text = value.strip()
    if text.upper() in ISO_CODES:
        return (text.upper(),)
    return codes_of(text) or None


def period_of(value: object, words: PostingVocabulary) -> str | None:
    """The period that an entry's value tells: `per-hour-wage`, `1 YEAR`, `monthly`, `P1Y`."""
    if not isinstance(value, str) or len(value) > _LONGEST:
        return None
    text = " ".join(value.casefold().split())
    for form in (text, text.replace("_", "-"), text.replace("-", " "), text.replace("_", " ")):
        if form in words.intervals:
            return words.intervals[form]
    found = words.period_behind.pattern.fullmatch(text)
    return words.period_behind.of(found) if found else None


def period_in_name(text: str, words: PostingVocabulary) -> str | None:
    """The period that a name says: "Annual Salary:", "Hourly rate", "Salary per month"."""
    before = words.period_before.last(lowered(text[:_LONGEST]))
    if before is not None:
        return before.meaning
    behind = words.period_behind.pattern.search(text[:_LONGEST])
    return words.period_behind.of(behind) if behind else None
