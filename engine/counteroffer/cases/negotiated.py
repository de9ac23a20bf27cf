"""Which rules a case is settled by: those of its guide, of the posted range, or of neither."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from counteroffer.cases.case import Case
from counteroffer.documents.fields import currency_of
from counteroffer.language.declarations import slug
from counteroffer.money.read_amount import Amount
from counteroffer.rulebook.guides import GuideRules
from counteroffer.rulebook.levels import find_level, level_of, listing
from counteroffer.rulebook.market import Market, MarketPlace, market_rules
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.text.characters import cut
from counteroffer.text.errors import CaseError, Problem, ValueProblem


def rules_of(case: Case, rulebook: Rulebook, today: date) -> GuideRules:
    """The rules of a case's guide at its level, of its market, or of neither.

    Raises RuleError for a guide that there is not, CaseError for a level that is missing or
    unknown, and ValueProblem where nothing tells the currency of the region.
    """
    return at_its_level(rules_of_all_levels(case, rulebook, today), case)


def at_its_level(rules: GuideRules, case: Case) -> GuideRules:
    """The rules at the level that the case states, itself or by the id of a band.

    Raises CaseError where the guide has levels and none, or another, is stated.
    """
    if not rules.levels:
        return rules
    band = slug(case.region)
    if case.level is not None:
        return rules.at(find_level(rules.levels, case.level))
    if band in rules.guide.bands:
        return rules.at(level_of(rules.guide, band))
    word = f"the guide pays by level, and none is assumed: give one of {listing(rules.levels)}"
    raise CaseError([Problem(word, code="entry.missing")])


def rules_of_all_levels(case: Case, rulebook: Rulebook, today: date) -> GuideRules:
    """`rules_of`, before a level is chosen."""
    if case.guide is not None:
        return rulebook.guide(case.guide)
    return market_rules(rulebook, case.market, _place(case, rulebook), today)


def rules_of_understood(understood: Mapping[str, Any], rulebook: Rulebook) -> GuideRules:
    """The same of the `case` in an answer."""
    if "guide" in understood:
        return rulebook.guide(understood["guide"]).at(str(understood.get("level", "")))
    stated = {name: understood[name] for name in ("region", "market") if name in understood}
    return rules_of(Case.of(stated), rulebook, date.fromisoformat(understood["today"]))


def understood_market(market: Market, currency: str) -> dict[str, Any]:
    """A market as an answer has it: ranges in its currency, in full."""
    found: dict[str, Any] = {}
    for name in Market.model_fields:
        value = getattr(market, name)
        if isinstance(value, Amount):
            found[name] = _text(value, currency)
        elif value is not None and name != "currency":
            found[name] = value
    return {**found, "currency": currency}


def _text(amount: Amount, currency: str) -> str:
    ends = "-".join(dict.fromkeys(f"{end:f}" for end in (amount.low, amount.high)))
    period = f"/{amount.years}yr" if amount.years else "/yr" if amount.period else ""
    return f"{ends}%" if amount.currency == "%" else f"{currency} {ends}{period}"


def _place(case: Case, rulebook: Rulebook) -> MarketPlace:
    """Where the market is: a hiring place that is known, or one that states its own currency."""
    region = slug(case.region)
    known = rulebook.places.get(region)
    own = _own_currency(case.market, known[1].currency if known else "") if case.market else ""
    if known:
        return MarketPlace(known[0], known[1].label, own or known[1].currency)
    if own:
        return MarketPlace(region, case.region, own)
    raise ValueProblem(
        "region.unknown",
        f"nothing tells the currency of '{cut(case.region)}': write it with the range, such as"
        " EUR 85K-110K",
    )


def _own_currency(market: Market, here: str) -> str:
    """The currency that a market states, a shared sign being that of the place; "" for none."""
    if market.currency or market.base is None:
        return market.currency or ""
    return currency_of(market.base, here, here)
