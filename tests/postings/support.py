"""What the tests of postings share: the words of the shipped rules, and figures in short."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import cache
from typing import Any

from counteroffer.formats.postings import rulebook_words
from counteroffer.postings.figure import PayFigure, PostingRead
from counteroffer.postings.reading import read_posting_bytes
from counteroffer.postings.words import PostingVocabulary
from counteroffer.rulebook.rulebook import default_rulebook

Short = tuple[Any, Any, str | None, str | None, str]


@cache
def words() -> PostingVocabulary:
    return rulebook_words(default_rulebook())


def read(content: Any, name: str = "posting") -> PostingRead:
    """What a text, bytes, or a payload as plain values states."""
    if not isinstance(content, (str, bytes)):
        content = json.dumps(content, ensure_ascii=False)
    data = content.encode() if isinstance(content, str) else content
    return read_posting_bytes(data, name, words())


def short(one: PayFigure) -> Short:
    """Low, high, currency, the period where it is stated, and component."""
    period = None if "period" in one.inferred else one.period
    low, high = (
        end if isinstance(end, (int, type(None))) else Decimal(end) for end in (one.low, one.high)
    )
    return low, high, one.currency, period, one.component


def figures(content: Any) -> list[Short]:
    return [short(one) for one in read(content).figures]


def page(*postings: Any, body: str = "") -> str:
    """A saved page with postings in JSON-LD."""
    scripts = "".join(
        f'<script type="application/ld+json">{json.dumps(one, indent=1)}</script>\n'
        for one in postings
    )
    return f"<!doctype html>\n<html><head>\n{scripts}</head><body>{body}</body></html>\n"


def job_posting(**entries: Any) -> dict[str, Any]:
    return {"@context": "https://schema.org", "@type": "JobPosting", "title": "Baker", **entries}


def monetary(currency: Any = "EUR", **value: Any) -> dict[str, Any]:
    amount = {"@type": "MonetaryAmount", "value": {"@type": "QuantitativeValue", **value}}
    return amount | ({"currency": currency} if currency else {})
