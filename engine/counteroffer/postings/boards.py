"""Shapes of pay that one system alone has.

Ashby's tiers of components, Greenhouse's ranges in cents or as formatted texts, and fields that a
company named itself (offers of Ashby, Greenhouse and Lever).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from counteroffer.money.signs import Codes
from counteroffer.postings.lexicon import lowered
from counteroffer.postings.markup import plain
from counteroffer.postings.names import (
    Name,
    component_of,
    counts_shares,
    currency_of,
    is_percentage,
    name_of,
    period_in_name,
    period_of,
)
from counteroffer.postings.pay_object import Part, PayReader
from counteroffer.postings.source import Path
from counteroffer.postings.words import PostingVocabulary

_MOST = 500  # entries of one list
_COMPONENTS = {
    "salary": "base",
    "commission": "bonus",
    "bonus": "bonus",
    "equitypercentage": "equity",
    "equitycashvalue": "equity",
    "signingbonus": "signing",
}


# Ashby


def has_tiers(value: Mapping[str, Any]) -> bool:
    """Whether an object is Ashby's `compensation`."""
    return isinstance(value.get("compensationTiers"), list) or isinstance(
        value.get("summaryComponents"), list
    )


def read_tiers(value: Mapping[str, Any], part: Part, reader: PayReader) -> None:
    """The components of each tier; the summary, which merges tiers, only where there are none."""
    tiers = value.get("compensationTiers") or []
    before = len(reader.figures) + len(reader.unread)
    for number, tier in enumerate(tiers[:_MOST] if isinstance(tiers, list) else []):
        if isinstance(tier, dict):
            path = (*part.path, "compensationTiers", number)
            title = _text(tier.get("title"))
            _components(
                tier.get("components"), _joined(tier, "additionalInformation", "tierSummary"),
                replace(part, path=(*path, "components"), location=title or None), reader,
            )  # fmt: skip
    if len(reader.figures) + len(reader.unread) > before:
        return
    some = value.get("summaryComponents")
    if isinstance(some, list) and some:
        path = (*part.path, "summaryComponents")
        _components(
            some, _text(value.get("compensationTierSummary")), replace(part, path=path), reader
        )
        return
    for key in ("compensationTierSummary", "scrapeableCompensationSalarySummary"):
        if _text(value.get(key)):
            reader.text(value[key], replace(part, path=(*part.path, key)))
            return


def _components(some: Any, about: str, part: Part, reader: PayReader) -> None:
    for number, one in enumerate(some[:_MOST] if isinstance(some, list) else []):
        if not isinstance(one, dict):
            continue
        kind = _text(one.get("compensationType"))
        summary = _text(one.get("summary")) or _text(one.get("label"))
        component = _COMPONENTS.get(kind.casefold().replace(" ", "")) or component_of(
            name_of(kind, reader.words).text, reader.words
        )
        here = replace(part, path=(*part.path, number), component=component or "base")
        if here.component == "base":
            here = replace(here, component=_base_or_ote(summary, about, reader.words))
        if one.get("minValue") is None and one.get("maxValue") is None:
            reader.refuse(here, summary or kind, "no amount is given")
        elif "percent" in kind.casefold():
            reader.refuse(here, summary or kind, "a percentage, not an amount")
        else:
            reader.object(
                {key: one.get(key) for key in ("interval", "currencyCode", "minValue", "maxValue")},
                here,
            )


def _base_or_ote(summary: str, about: str, words: PostingVocabulary) -> str:
    """What a salary is: its own summary says it, or else the words about its tier."""
    own = component_of(summary, words)
    if own in ("base", "ote"):
        return own
    return "ote" if says_ote(about, words) else "base"


def says_ote(text: str, words: PostingVocabulary) -> bool:
    """Whether a text says that figures are on-target earnings."""
    return any(found.meaning == "ote" for found in words.near.find(lowered(text[:2000])))


# Greenhouse

RANGES = ("pay_input_ranges", "pay_ranges")


def read_ranges(some: Any, part: Part, reader: PayReader) -> None:
    """`pay_input_ranges` in cents, and the `pay_ranges` of a hosted page as texts.

    A title says the period and the place, a blurb whether it is on-target earnings.
    """
    for number, one in enumerate(some[:_MOST] if isinstance(some, list) else []):
        if not isinstance(one, dict):
            continue
        title = _text(one.get("title"))
        blurb = plain(_joined(one, "blurb", "description"))
        here = replace(
            part, path=(*part.path, number), period=period_in_name(title, reader.words),
            component=_of_range(title, blurb, part, reader.words),
            location=_place(title, reader.words),
        )  # fmt: skip
        ends = {key: one[key] for key in one if name_of(key, reader.words).role in ("low", "high")}
        reader.object({"currency_type": one.get("currency_type"), **ends}, here)


def _of_range(title: str, blurb: str, part: Part, words: PostingVocabulary) -> str:
    named = component_of(title, words)
    if named and named != "base":
        return named
    if not says_ote(blurb, words):
        return "base"
    of_sales = words.sales.last(lowered(part.posting or "")) is not None
    return "ote" if of_sales or not words.sales_only.last(lowered(blurb)) else "base"


def _place(title: str, words: PostingVocabulary) -> str | None:
    """What a title names beside pay: "Zone A:", "San Francisco Annual Salary Range"."""
    left, low = list(title), lowered(title)
    for found in (*words.near.find(low), *words.period_before.find(low)):
        left[found.start : found.end] = " " * (found.end - found.start)
    cut = " ".join("".join(left).strip(" :.-–—").split())
    return cut if any(char.isupper() for char in cut) and len(cut) <= 60 else None


# Fields that a company named


def named_entries(value: Any, words: PostingVocabulary) -> Iterator[tuple[Path, str, Any]]:
    """Path, name and value of each field that a company named itself.

    `[{"title": "Bonus", "value": 5000}]`, `{"salary": "$123,000"}`,
    `{"salary": {"name": "Salary", "type": "currency", "value": ...}}`.
    """
    some: list[tuple[str | int, Any]]
    if isinstance(value, list):
        some = list(enumerate(value[:_MOST]))
    elif isinstance(value, dict):
        some = list(value.items())[:_MOST]
    else:
        return
    for step, one in some:
        key = step if isinstance(step, str) else ""
        if isinstance(one, dict) and ("value" in one or "valueLabel" in one):
            names = [
                _text(entry) for k, entry in one.items() if k.casefold() in words.fields["names"]
            ]
            inner = "value" if "value" in one else "valueLabel"
            own = "currency" in {k.casefold() for k in one} and not names
            if own:  # {"value": 42000, "currency": "EUR"} is itself the value
                yield (step,), name_of(key, words).text, one
                continue
            text = " ".join(dict.fromkeys(filter(None, [*names, name_of(key, words).text])))
            yield (step, inner), text, one[inner]
        elif key:
            yield (step,), name_of(key, words).text, one


def _named(text: str, words: PostingVocabulary) -> Name:
    return name_of(text.replace(":", " "), words)


def said_beside(value: Any, words: PostingVocabulary) -> tuple[Codes | None, str | None]:
    """The currency and the period that fields of a list tell of the pay beside them."""
    currency: Codes | None = None
    period: str | None = None
    for _, text, entry in named_entries(value, words):
        name = _named(text, words)
        if name.pay and name.role == "currency":
            currency = currency_of(entry) or currency
        elif name.pay and name.role == "period":
            period = period_of(entry, words) or period
    return currency, period


def read_named(value: Any, part: Part, reader: PayReader) -> None:
    """The fields whose names say that they hold pay; others may tell its currency and period."""
    words = reader.words
    currency, period = said_beside(value, words)
    currency = currency or part.currency
    for path, text, entry in named_entries(value, words):
        name = _named(text, words)
        told = currency_of(entry) if name.role == "currency" else period_of(entry, words)
        if not name.pay or (name.role in ("currency", "period") and told):
            continue
        component = component_of(text.replace("_", " "), words)
        if component is not None:
            here = replace(part, path=(*part.path, *path), component=component)
            _read_field(text, entry, here, currency, period, reader)


def _read_field(
    text: str, entry: Any, part: Part, currency: Codes | None, period: str | None, reader: PayReader
) -> None:
    plainly = isinstance(entry, (int, str)) or not isinstance(entry, (dict, list, type(None)))
    shown = f"{text}: {entry}"
    if isinstance(entry, bool) or entry is None:
        return
    if plainly and (
        is_percentage(text) or (isinstance(entry, str) and entry.strip().endswith("%"))
    ):
        reader.refuse(part, shown, "a percentage, not an amount")
        return
    if plainly and part.component == "equity" and counts_shares(text):
        reader.refuse(part, shown, "a number of shares or options, not an amount")
        return
    if isinstance(entry, str) and not any(map(str.isdigit, entry)):
        return
    base = part.component in ("base", "ote")
    own = period_in_name(text, reader.words)
    reader.read(
        entry,
        replace(part, currency=currency, period=own or (period if base else None),
                concluded=bool(currency) and not base),
    )  # fmt: skip


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _joined(value: Mapping[str, Any], *keys: str) -> str:
    return "\n".join(filter(None, (_text(value.get(key)) for key in keys)))
