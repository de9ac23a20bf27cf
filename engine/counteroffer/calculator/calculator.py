"""The rules, rates, day, engine and locale in force, said once → every question about a case.

What a question needs beyond one answer (Jinja, polars, the explanations) is imported when it is
asked, so that a process that asks for one thing starts as fast as before.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, TypedDict

from counteroffer.answers import counter as answers
from counteroffer.answers.answer import Counteroffer
from counteroffer.cases.case import Case
from counteroffer.engines.interface import Engine, Firing
from counteroffer.formats import render
from counteroffer.money.rates import Rates
from counteroffer.rulebook.rulebook import Rulebook, default_rulebook

if TYPE_CHECKING:
    import polars as pl

    from counteroffer.analysis.compare.difference import Difference
    from counteroffer.analysis.compare.replay import Replay
    from counteroffer.analysis.compare.saved import Saved
    from counteroffer.analysis.compare.vesting import Schedule
    from counteroffer.analysis.explain.attribution import Attribution
    from counteroffer.analysis.explain.derivation import Explanation
    from counteroffer.analysis.least_change.smallest import SmallestChange
    from counteroffer.analysis.least_change.solve import Solution
    from counteroffer.analysis.risk.risk import Risk
    from counteroffer.analysis.what_if.axes import Typed
    from counteroffer.answers.recruiter import RecruiterView
    from counteroffer.answers.regions import RegionRow
    from counteroffer.letters.playbook import Playbook
    from counteroffer.strategy.concessions import Concessions
    from counteroffer.strategy.packages import Packages
    from counteroffer.strategy.plan import Plan
    from counteroffer.tables.apply import Frame


class _SharedSettings(TypedDict):
    """What every figure hangs on beside the case."""

    region: str | None
    rulebook: Rulebook
    rates: Rates
    today: date | None


class _Worded(_SharedSettings):
    """The same, with how amounts are written in texts."""

    locale: str | None


class _Fired(_Worded):
    """The same, with the engine that fires the rules."""

    engine: Engine | str | None


@dataclass(frozen=True)
class Calculator:
    """Answers every question about a case by the same rules, rates, day, engine and locale.

    `rules` are those of the package and of the environment unless given, `rates` the embedded
    snapshot; `today` stands in where a case has none; `engine` is `"rete"`, `"plain"` or an
    `Engine`, and changes no answer; `locale` writes the amounts in texts its way. `region` settles
    a case elsewhere than it says. Each method answers and raises as the function of the same name.
    """

    rules: Rulebook = field(default_factory=default_rulebook, repr=False)
    rates: Rates = field(default_factory=Rates.snapshot, repr=False)
    today: date | None = None
    engine: Engine | str | None = None
    locale: str | None = None

    def _settled(self, region: str | None) -> _SharedSettings:
        return {
            "region": region,
            "rulebook": self.rules,
            "rates": self.rates,
            "today": self.today,
        }

    def _worded(self, region: str | None) -> _Worded:
        return {**self._settled(region), "locale": self.locale}

    def _fired(self, region: str | None) -> _Fired:
        return {**self._worded(region), "engine": self.engine}

    # one answer

    def counter(self, case: Case, *, region: str | None = None) -> Counteroffer:
        """What to ask for, what to accept and what to say."""
        return self.answer(case, region=region)[0]

    def answer(self, case: Case, *, region: str | None = None) -> tuple[Counteroffer, Firing]:
        """`counter`, and what the engine fired, in order, in its `trace`."""
        return answers.answer(case, **self._fired(region))

    def recruiter_view(self, case: Case, *, region: str | None = None) -> RecruiterView:
        """What the other side's compensation team may see: nothing private."""
        from counteroffer.answers.recruiter import recruiter_view

        return recruiter_view(case, **self._fired(region))

    def regions(self, case: Case, *, also: str | None = None) -> tuple[RegionRow, ...]:
        """The same facts in every region of the guide, and in `also`."""
        from counteroffer.answers.regions import regions

        return regions(
            case,
            rulebook=self.rules,
            rates=self.rates,
            engine=self.engine,
            today=self.today,
            also=also,
        )

    def render(self, answer: Counteroffer, form: str = "text") -> str:
        """An answer as text, JSON or Markdown."""
        return render(answer, form, self.rules, self.locale)

    # questions about it

    def what_if(
        self, case: Case, vary: Mapping[str, Typed], *, region: str | None = None
    ) -> pl.LazyFrame:
        """Every combination of the values in `vary`, a row each."""
        from counteroffer.analysis.what_if.what_if import what_if

        return what_if(case, vary, **self._settled(region))

    def solve(self, case: Case, want: str, by: str, *, region: str | None = None) -> Solution:
        """The smallest change of the fact at `by` with which the case gives what is wanted."""
        from counteroffer.analysis.least_change.solve import solve

        return solve(case, want, by, **self._settled(region))

    def explain(
        self,
        case: Case,
        *,
        target: str | None = None,
        freeze: Collection[str] = (),
        region: str | None = None,
    ) -> Explanation:
        """How the figures of an answer come about, or those of one `target`."""
        from counteroffer.analysis.explain.derivation import explain

        return explain(case, target=target, freeze=freeze, **self._worded(region))

    def smallest_changes(
        self,
        case: Case,
        *,
        lever: str | None = None,
        freeze: Collection[str] = (),
        region: str | None = None,
    ) -> tuple[SmallestChange, ...]:
        """For each silent lever, or for one, the smallest change that makes it fire."""
        from counteroffer.analysis.least_change.smallest import smallest_changes

        return smallest_changes(case, lever=lever, freeze=freeze, **self._settled(region))

    def attribution(self, case: Case, *, region: str | None = None) -> Attribution:
        """What each lever that fired adds to the ask."""
        from counteroffer.analysis.explain.attribution import attribution

        return attribution(case, **self._settled(region))

    def risk(self, case: Case, *, region: str | None = None) -> Risk:
        """What the answer hangs on."""
        from counteroffer.analysis.risk.risk import risk

        return risk(case, **self._settled(region))

    def year_by_year(self, case: Case, *, region: str | None = None) -> tuple[Schedule, ...]:
        """The ask, the offer in hand and each held alternative by their years."""
        from counteroffer.analysis.compare.vesting import year_by_year

        return year_by_year(case, **self._settled(region))

    # what to do with it

    def packages(self, case: Case, *, region: str | None = None) -> Packages:
        """Three packages worth the same as the ask, with the swap rates."""
        from counteroffer.strategy.packages import packages

        return packages(case, **self._worded(region))

    def concessions(self, case: Case, *, region: str | None = None) -> Concessions:
        """The rounds from the ask to the floor."""
        from counteroffer.strategy.concessions import concessions

        return concessions(case, **self._worded(region))

    def plan(self, case: Case, *, region: str | None = None) -> Plan:
        """Packages, concessions, the ask with a fixed base, days and the next step."""
        from counteroffer.strategy.plan import plan

        return plan(case, **self._worded(region))

    def playbook(self, case: Case, *, region: str | None = None) -> Playbook:
        """All that the negotiation needs, word for word."""
        from counteroffer.letters.playbook import playbook

        return playbook(case, **self._worded(region))

    def letter(self, case: Case, *, region: str | None = None) -> str:
        """The letter that asks, accepts or declines, ready to send."""
        from counteroffer.letters.playbook import letter

        return letter(case, **self._worded(region))

    # many answers, and saved ones

    def apply(
        self,
        frame: Frame,
        *,
        guide: str | None = None,
        region: str | None = None,
        workers: int = 1,
    ) -> Frame:
        """A frame of cases, one in each row, with their answers as further columns."""
        from counteroffer.tables.apply import apply

        return apply(frame, guide=guide, workers=workers, **self._settled(region))

    def replay(self, saved: Saved) -> Replay:
        """A saved answer worked out again, by its own rates and on its own day."""
        from counteroffer.analysis.compare.replay import replay

        return replay(saved, rulebook=self.rules, locale=self.locale)

    def diff(self, one: Saved, other: Saved) -> Difference:
        """Why two saved answers differ."""
        from counteroffer.analysis.compare.difference import explain_difference

        return explain_difference(one, other, rulebook=self.rules)
