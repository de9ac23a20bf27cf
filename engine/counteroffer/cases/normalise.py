"""Check a case against the rules and put it into numbers for the interpreters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from counteroffer.cases.case import Case, Competing, Offer, Round
from counteroffer.cases.intake import Intake
from counteroffer.cases.negotiated import (
    at_its_level,
    rules_of_all_levels,
    understood_market,
)
from counteroffer.cases.pay_reader import OfferReader
from counteroffer.cases.rounds import EarlierRound, Figures, least_asked
from counteroffer.cases.situation import CompetingOffer, Situation
from counteroffer.cases.stated_amounts import PaySetting
from counteroffer.documents.left_out import ENTRY, mentioned, told
from counteroffer.language.declarations import Declaration, closest, meant, nearest
from counteroffer.money.currencies import SIGNS
from counteroffer.money.rates import Rates
from counteroffer.money.write_amount import Shown
from counteroffer.rulebook.guide import COMPONENTS, Component
from counteroffer.rulebook.guides import GuideRules
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.settlement.region_figures import find_region, place
from counteroffer.text.characters import cut, folded, in_order
from counteroffer.text.codes import ProblemCode
from counteroffer.text.deadline import in_time
from counteroffer.text.errors import CaseError, RuleError, Way, told_of
from counteroffer.text.frozen import FrozenDict, frozen

# What can be wrong in one place or under one guide, and right under another.
NOT_OF_ANY_PLACE: frozenset[ProblemCode] = frozenset(
    (
        "amount.contradiction",
        "amount.too-large",
        "amount.too-small",
        "cliff.too-long",
        "currency.ambiguous",
        "currency.mixed",
    )
)


def situation(
    case: Case,
    rulebook: Rulebook,
    *,
    region: str | None,
    rates: Rates,
    today: date | None,
    locale: str | None = None,
    readings: Mapping[str, str] = FrozenDict(),
) -> Situation:
    """Check a case against the rules and put it into numbers.

    `readings` say what a sign that several currencies share is read as, in place of what the region
    makes of it. Raises CaseError with all that is wrong.
    """
    intake = _CaseIntake(case, rulebook, rates, case.today or today or date.today(), readings)
    return replace(intake.situation(region, rulebook.formatter(locale)), locale=locale)


class _CaseIntake(Intake):
    """Reads the parts of a case, one after the other."""

    def situation(self, region: str | None, money: Shown) -> Situation:
        self._one_source()
        path = ("guide",) if self.case.guide is not None else ("region",)
        rules = self._try(path, rules_of_all_levels, self.case, self.rulebook, self.today)
        rules = rules and self._try(("level",), at_its_level, rules, self.case)
        own = rules and self._try(("region",), find_region, self.rulebook, rules, self.case.region)
        if not own:
            self._anywhere(rules)
            raise CaseError(self.problems)
        try:
            here = place(self.rulebook, rules, region or own[0])
        except CaseError as error:
            self.problems += error.problems
            here = place(self.rulebook, rules, own[0])
        self.here, self.home = here, own[2]
        understood = {
            **self._whose(rules),
            "region": own[0],
            **self._level(rules),
            **self._facts(),
        }
        if self.problems:
            raise CaseError(self.problems)
        return Situation(
            self.case,
            here,
            self.today,
            self.values,
            self.alternatives,
            frozen({**understood, **self._assumed()}),
            tuple(self.used.values()),
            tuple(self.assumptions),
            self.rates,
            money,
            self.rounds,
            pay=frozen(self.pay),
        )

    def _one_source(self) -> None:
        if self.case.guide is not None and self.case.market is not None:
            self._say(("market",), "entry.repeated", "a guide is stated too: keep one of the two")

    def _whose(self, rules: GuideRules) -> dict[str, Any]:
        """The guide or the market as understood, and what is assumed for want of a guide."""
        if self.case.guide is not None:
            return {"guide": rules.id}
        market = self.case.market
        if market is None or market.base is None:
            self._assume("no range is known: what you hold, earn now and need decides alone")
        else:
            self._assume(
                "what is asked beyond the middle of the posted range stands at 0.90 of its base and"
                " 0.89 of its equity, which nobody stated"
            )
        if market and market.base and (sign := market.base.currency) in SIGNS:
            own = "" if self.home == "USD" else ", the region's currency"
            self._assume(f"{sign} read as {self.home}{own}")
        return {"market": understood_market(market, self.home)} if market else {}

    def _level(self, rules: GuideRules) -> dict[str, Any]:
        """The level as understood: the id of a guide's, else as it is stated."""
        if not rules.levels and self.case.level:
            self._assume(f"nothing here is paid by level: '{cut(self.case.level)}' changes nothing")
        level = rules.level or self.case.level
        return {"level": level} if level else {}

    def _anywhere(self, rules: GuideRules | None) -> None:
        """What is wrong with the facts whatever the guide and the region are.

        They are read in a place that there is, and what hangs on that is not told.
        """
        told = len(self.problems)
        self.home = ""
        try:
            rules = rules or self.rulebook.guide(self.rulebook.guide_ids()[0]).somewhere
            self.here = place(self.rulebook, rules, rules.guide.reference)
        except (RuleError, CaseError, IndexError):
            self._candidate()
            return
        self.home = self.here.currency
        self._facts()
        found = self.problems[told:]
        self.problems[told:] = [one for one in found if one.code not in NOT_OF_ANY_PLACE]

    def _facts(self) -> dict[str, Any]:
        """The facts in their place, as understood."""
        self.values |= {"region": self.here.region, "offer_stated": self.case.offer is not None}
        understood: dict[str, Any] = {"candidate": self._candidate(), **self._in_hand()}
        competing, self.alternatives = self._competing()
        if competing:
            understood["competing"] = competing
        self.rounds, understood_rounds = self._rounds()
        if self.rounds:
            understood["rounds"] = understood_rounds
        before = {component: least_asked(self.rounds, component) for component in COMPONENTS}
        self.values |= {
            f"asked_before.{name}": amount for name, amount in before.items() if amount is not None
        }
        for code in self.here.currencies:
            self._rate(("region",), f"rate.{code}", code)
        if self.case.home:
            understood["home"] = self.case.home
            self._try(("home",), self.rates.rate, self.here.currency, self.case.home)
        if self.case.rates:
            understood["rates"] = {
                rate.pair: rate.text
                for rate in self.rates.given
                if rate.source == "given in the case"
            }
        understood |= self._left_out(self.case.left_out)
        understood["today"] = self.today.isoformat()
        return understood

    def _left_out(self, entries: Mapping[str, Any], notes: str = "") -> dict[str, Any]:
        """Entries that no figure takes in, as understood; each is told."""
        for text in (*told(entries), *mentioned(notes)):
            self._assume(text)
        return {ENTRY: dict(entries)} if entries else {}

    # the candidate

    def _in_hand(self) -> dict[str, Any]:
        """The offer in hand, present pay, and what this job is worth beyond what is held."""
        understood: dict[str, Any] = {}
        if self.case.offer:
            understood["offer"] = self._offer(("offer",), "offer", self.case.offer)
        understood |= self._present_pay()
        if worth_more := self.case.worth_more:
            understood["worth_more"] = self._money_fact(("worth_more",), "worth_more", worth_more)
        return understood

    def _present_pay(self) -> dict[str, Any]:
        """Present pay as understood; in a raise it stands for the offer until there is one."""
        understood: dict[str, Any] = {"kind": "raise"} if self.case.kind == "raise" else {}
        stated, path = self.case.current, ("current",)
        short = self.case.candidate.get("current_base")
        if stated and short is not None:
            word = "present pay stands under 'current' too: keep one"
            self._say(("candidate", "current_base"), "entry.repeated", word)
        if stated:
            understood["current"] = self._offer(path, "current", stated)
            if stated.base is not None:
                base = self.pay["current"].parts["base"]
                self.values["current_base.amount"] = base.number
                self._rate(path, "current_base", base.currency, base.unit)
        elif short is not None:
            for part in ("num", "den"):
                self.values[f"current.base.{part}"] = self.values.get(f"current_base.{part}")
            self.values["current.base"] = self.values.get("current_base.amount")
        if self.case.kind == "raise" and not self.case.offer:
            self.values |= {
                f"offer.{name.removeprefix('current.')}": value
                for name, value in self.values.items()
                if name.startswith("current.")
            }
            if "current" in self.pay:
                self.pay["offer"] = self.pay["current"]
        return understood

    def _candidate(self) -> dict[str, Any]:
        understood: dict[str, Any] = {}
        profile = self.rulebook.profile
        for name, raw in sorted(self.case.candidate.items()):
            path = ("candidate", name)
            declaration = self.rulebook.declared.get(name)
            if declaration is None or name not in profile:
                near = closest(name, profile)
                word = f"unknown fact '{cut(name)}'{meant(near)}"
                self._say(path, "fact.unknown", word, suggestion=near, key=True)
            elif raw is None or (declaration.type == "money" and not self.home):
                continue
            elif declaration.type == "money":
                understood[name] = self._money_fact(path, name, raw)
            else:
                try:
                    self.values[name] = declaration.read(raw)
                    self._unheard(name, declaration)
                    understood[name] = declaration.plain(self.values[name])
                except ValueError as error:
                    self._refuse(path, told_of(error), f"{name} ")
        return understood

    def _unheard(self, name: str, declaration: Declaration) -> None:
        """Warn of a tag that is nearly one that rules know."""
        tags = self.values[name]
        for tag in sorted(tags - declaration.known) if isinstance(tags, frozenset) else ():
            in_time()
            if near := nearest(tag, declaration.known):
                self._assume(f"{name}: no rule knows '{cut(tag)}'{near}")

    # offers

    def _offer(self, path: Way, key: str, offer: Offer) -> dict[str, Any]:
        """Put an offer's figures into values; returns the offer as understood."""
        pay, read = OfferReader(offer, path, key, self._setting()).read()
        self.pay[key] = pay
        for name, part in pay.parts.items():
            self.values[f"{key}.{name}"] = part.number
            self._rate(path, f"{key}.{name}", part.currency, part.unit, part.number)
        if "equity" in pay.parts:
            self.values[f"{key}.years"] = pay.years
        for name in ("bonus_rate", "extras_rate"):
            if (rate := getattr(pay, name)) is not None:
                self.values[f"{key}.{name}"] = rate
        for part in (*pay.once, *([pay.refresh] if pay.refresh else [])):
            self.convert(path, part.amount, part.currency, self.here.currency)
        self.values[f"{key}.final"] = offer.final
        understood: dict[str, Any] = {"company": offer.company} if offer.company else {}
        understood |= {**read, **self._left_out(offer.left_out, offer.notes or "")}
        for name in ("evidence", "final", "private"):
            if value := getattr(offer, name):
                understood[name] = value
        if isinstance(offer, Competing) and offer.origin:
            understood["from"] = offer.origin
        if offer.expires:
            understood["expires"] = offer.expires.isoformat()
        return understood

    def _setting(self) -> PaySetting:
        return PaySetting(
            self.rulebook,
            self.home,
            self.here.currency,
            self.here.guide.years,
            self._say,
            self._assume,
            self._try,
            self.convert,
            self.readings,
        )

    def _competing(self) -> tuple[list[dict[str, Any]], tuple[CompetingOffer, ...]]:
        understood, alternatives = [], []
        names = [folded(offer.company) for offer in self.case.competing]
        companies = [in_order(offer.company) for offer in self.case.competing]
        # In the order of their names, so that the order of the file changes nothing.
        for key, number in enumerate(sorted(range(len(names)), key=companies.__getitem__)):
            offer, path = self.case.competing[number], ("competing", number)
            if (first := names.index(names[number])) < number:
                self._say(
                    (*path, "company"),
                    "company.repeated",
                    f"'{offer.company}' stands twice, here and as entry {first + 1}: keep one",
                )
                continue
            why = why_not_held(offer, self.today)
            known = self._offer(path, f"held.{key}", offer)
            pay, here = self.pay[f"held.{key}"], self.here.currency
            equity = pay.currency_of("equity")
            self.values |= {
                f"held.{key}.held": why is None,
                f"held.{key}.converted": pay.currency_of("base") != here,
                f"held.{key}.recast": equity != here or pay.years != self.here.guide.years,
            }
            alternatives.append(CompetingOffer(f"held.{key}", offer, pay, why is None, why))
            understood.append(known)
        return understood, tuple(alternatives)

    # earlier rounds

    def _rounds(self) -> tuple[tuple[EarlierRound, ...], list[dict[str, Any]]]:
        """The earlier rounds with their figures, and as they are understood."""
        rounds: list[EarlierRound] = []
        understood: list[dict[str, Any]] = []
        latest: date | None = None
        for number, one in enumerate(self.case.rounds):
            path = ("rounds", number)
            if one.on and one.on > self.today:
                self._say((*path, "on"), "date.order", f"{one.on} is after today, {self.today}")
            if one.on and latest and one.on < latest:
                self._say(
                    (*path, "on"),
                    "date.order",
                    f"{one.on} stands after {latest}: give the oldest round first",
                )
            latest = one.on or latest
            known, figures = self._round(path, one)
            rounds.append(EarlierRound(one.on, figures.get("offer", {}), figures.get("ask", {})))
            understood.append(known)
        return tuple(rounds), understood

    def _round(self, path: Way, one: Round) -> tuple[dict[str, Any], dict[str, Figures]]:
        understood: dict[str, Any] = {"on": one.on.isoformat()} if one.on else {}
        figures: dict[str, Figures] = {}
        current, paid = self.values, self.pay
        for side, terms in (("offer", one.offer), ("ask", one.ask.terms if one.ask else None)):
            if terms is not None:
                # No rule looks at what lies behind; the least that was asked is all that counts.
                self.values, self.pay = {}, {}
                understood[side] = self._offer((*path, side), side, terms)
                figures[side] = self._figures(side)
                paid[f"rounds.{int(path[1]) + 1}.{side}"] = self.pay[side]
        self.values, self.pay = current, paid
        return understood, figures

    def _figures(self, key: str) -> Figures:
        """The figures of an offer or an ask that was just read, in the region's currency."""
        pay, figures = self.pay[key], dict[Component, Fraction]()
        spans = {"equity": Fraction(self.here.guide.years, pay.years or 1)}
        for component in COMPONENTS:
            if (part := pay.parts.get(component)) is None:
                continue
            here = self.convert((), part.amount, part.currency, self.here.currency)
            if here is not None:  # no rate is a problem already
                figures[component] = here * spans.get(component, 1)
        return figures


def why_not_held(offer: Offer, today: date) -> str | None:
    """Why a competing offer does not count: it is only expected, or expired; None if it is held."""
    expired = offer.expires is not None and offer.expires < today
    return "expected" if offer.evidence == "expected" else "expired" if expired else None
