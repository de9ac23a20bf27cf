"""A range that an employer posted → the rules of a guide made at run time.

They are one band, every shared lever that is not bound to a region, and asks that are assumptions.
Without any range the same, with a band that no figure is read from: what the candidate holds, earns
and needs decides alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pydantic import Field

from counteroffer.documents.document import read
from counteroffer.documents.fields import (
    Code,
    GrantRange,
    Model,
    OnceRange,
    PercentOrRange,
    Range,
    Text,
    currency_of,
)
from counteroffer.documents.validate import made_of
from counteroffer.language.expr import facts_of
from counteroffer.money.read_amount import Amount
from counteroffer.rulebook.defaults import POSITION, at_position
from counteroffer.rulebook.guide import Component
from counteroffer.rulebook.guides import GuideRules
from counteroffer.rulebook.rulebook import POSTED, POSTED_BASIS, Rulebook
from counteroffer.text.errors import CaseError

_COMPANY, _ROLE = "The company", "advertised"  # where a posting names none
_YEARS = 4  # what a grant is over where the range does not say
_NO_BAND = "1K"  # a guide needs one; nothing is read from it
_BYTES = 20_000  # in memory, with its levers; measured


class Market(Model):
    """What an employer's posting states of its pay, in place of a guide."""

    raises = CaseError

    company: Text | None = Field(None, description="Who pays it")
    role: Text | None = Field(None, description="The role, as the posting has it")
    base: Range | None = Field(None, description="The range of the base a year: €85K-€110K")
    equity: GrantRange | None = Field(None, description="The range of grants: €20K-€60K/4yr")
    signing: OnceRange | None = Field(None, description="The range of what is paid once")
    bonus: PercentOrRange | None = Field(None, description="The range of the bonus: 5-10%")
    currency: Code | None = Field(None, description="The currency of amounts that carry none")
    source: Text | None = Field(None, description="Where it is known from: job posting, 2026-11-20")

    @classmethod
    def of(cls, stated: Mapping[str, object]) -> Market:
        """A market from plain values.

        Raises CaseError with all that is wrong with them.
        """
        return made_of(cls, stated, CaseError)

    @property
    def name(self) -> str:
        """Company and role."""
        return f"{self.company or _COMPANY} · {self.role or _ROLE}"


@dataclass(frozen=True, slots=True)
class MarketPlace:
    """Where a market is: the id of the region, what it is called, and its currency."""

    region: str
    label: str
    currency: str


def market_rules(
    rulebook: Rulebook, market: Market | None, where: MarketPlace, today: date
) -> GuideRules:
    """The rules of a market, or of none; kept on the rulebook.

    Raises RuleError, and ValueError for a currency that is not the place's.
    """
    text = json.dumps(_guide(rulebook, market, where, today))
    return rulebook.kept.get(
        ("market", text, market is None),
        lambda: _rules(rulebook, text, market),
        lambda made: _BYTES + len(text) * len(made.levers),
    )


def _rules(rulebook: Rulebook, text: str, market: Market | None) -> GuideRules:
    rules = rulebook.tried("market", read(text, "<market>"), {})
    return rules if market and market.base else replace(rules, basis="none")


def _guide(
    rulebook: Rulebook, market: Market | None, where: MarketPlace, today: date
) -> dict[str, Any]:
    """The guide as its file would have it."""
    stated = market or Market.of({})
    step = rulebook.currency(where.currency).step
    bands = {
        name: _shown(amount, where.currency)
        for name in ("base", "equity", "signing", "bonus")
        if (amount := getattr(stated, name)) is not None
    }
    asked = dict(_asked(stated, step)) if stated.base else {}
    figures: dict[str, Any] = {}
    if asked:
        figures[where.region] = {**asked, "assumed": sorted(asked)}
    years = (stated.equity.years or (1 if stated.equity.period else None)) if stated.equity else 0
    return {
        "company": stated.company or _COMPANY,
        "role": stated.role or _ROLE,
        "as_of": today.isoformat(),
        "basis": POSTED_BASIS,
        "reference": where.region,
        "years": years or _YEARS,
        "vehicle": "equity",
        "bands": {
            where.region: {
                "label": where.label,
                "currency": where.currency,
                "base": _NO_BAND,
                **bands,
            }
        },
        "levers": {
            name: {} if name == POSTED else {"figures": figures}
            for name in market_levers(rulebook, posted=stated.base is not None)
        },
        "headline": figures,
    }


def _shown(amount: Amount, currency: str) -> str:
    """A range as text, in the currency of the place.

    Raises ValueError where it is in another.
    """
    ends = "-".join(dict.fromkeys(f"{end:f}" for end in (amount.low, amount.high)))
    if amount.currency == "%":
        return f"{ends}%"
    if (own := currency_of(amount, currency)) != currency:
        raise ValueError(f"a range in {own}, and the place pays in {currency}")
    return f"{currency} {ends}"


def _asked(market: Market, step: int) -> Iterator[tuple[Component, int]]:
    for component, position in POSITION.items():
        band: Amount | None = getattr(market, component)
        if band is not None:
            asked = at_position(int(band.low), int(band.high), position, step)
            yield component, min(asked, int(band.high))


def market_levers(rulebook: Rulebook, *, posted: bool) -> Iterator[str]:
    """The shared levers that are not bound to a region, that of the range where one is posted."""
    left_out = {*rulebook.every_guide(), *(() if posted else (POSTED,))}
    for name in rulebook.lever_ids():
        if name not in left_out and "region" not in facts_of(rulebook.lever(name).when):
            yield name
