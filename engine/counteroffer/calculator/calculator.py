"""The rules, rates, day, engine and locale in force, said once → every question about a case.

What a question needs beyond one answer (Jinja, polars, the explanations) is imported when it is
asked, so that a process that asks for one thing starts as fast as before.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from counteroffer.answers.answer import Counteroffer
from counteroffer.answers.arguments import ARGUMENTS, checked_arguments, checked_but
from counteroffer.answers.audit import AuditRecord, audit
from counteroffer.answers.check import check
from counteroffer.answers.counter import answer
from counteroffer.answers.limits import NO_LIMITS, Limits
from counteroffer.answers.setting import Setting
from counteroffer.cases.case import Case
from counteroffer.engines import choose as engines
from counteroffer.engines.interface import Engine, Firing
from counteroffer.formats import render
from counteroffer.money.rates import Rates
from counteroffer.rulebook.rulebook import Rulebook, default_rulebook
from counteroffer.text.arguments import check_fields
from counteroffer.text.errors import Problem

if TYPE_CHECKING:
    import polars as pl

    from counteroffer.analysis.compare.difference import Difference
    from counteroffer.analysis.compare.replay import Replay
    from counteroffer.analysis.compare.saved import SavedAnswer
    from counteroffer.analysis.compare.side_by_side import Comparison
    from counteroffer.analysis.compare.vesting import Schedule
    from counteroffer.analysis.explain.attribution import Attribution
    from counteroffer.analysis.explain.derivation import Explanation
    from counteroffer.analysis.least_change.smallest import SmallestChange
    from counteroffer.analysis.least_change.solve import Solution
    from counteroffer.analysis.risk.risk import Risk
    from counteroffer.analysis.what_if.axes import Typed
    from counteroffer.analysis.what_if.what_if import WhatIf
    from counteroffer.answers.recruiter import Audience, RecruiterView
    from counteroffer.answers.regions import RegionRow
    from counteroffer.letters.market import Picture
    from counteroffer.letters.playbook import Letter, Playbook
    from counteroffer.replies.finding import CheckedReply
    from counteroffer.strategy.concessions import Concessions
    from counteroffer.strategy.packages import Packages
    from counteroffer.strategy.plan import Plan
    from counteroffer.tables.apply import Frame, RowSettings


_IN_FORCE = ("rules", "rates", "today", "engine", "locale", "region", "limits")
_OPTIONAL = ("today", "engine", "locale", "region")


@dataclass(frozen=True)
class Calculator:
    """Answers every question about a case by the same rules, rates, day, engine and locale.

    `rules` are those of the package and of the environment unless given, `rates` the embedded
    snapshot; `today` stands in where a case has none; `engine` is `"rete"`, `"plain"` or an
    `Engine`, and changes no answer; `locale` writes the amounts in texts its way. `region`, of
    the calculator or of one question, settles a case elsewhere than it says. What is more than
    `limits` allow is refused before any work, with CaseError or LimitError. Each method answers and
    raises as the function of the same name; a `deadline` is a moment of `time.monotonic()`.
    """

    rules: Rulebook = field(default_factory=default_rulebook, repr=False)
    rates: Rates = field(default_factory=Rates.snapshot, repr=False)
    today: date | None = None
    engine: Engine | str | None = None
    locale: str | None = None
    region: str | None = None
    limits: Limits = NO_LIMITS

    def __post_init__(self) -> None:
        check_fields(self, {name: ARGUMENTS[name] for name in _IN_FORCE}, _OPTIONAL)

    def _at(self, case: Case, region: str | None) -> Setting:
        """The setting of one answer to a case that is within the limits.

        Raises CaseError.
        """
        self.limits.check_case(case, self.rules.declared)
        return self._setting(region)

    def _plain(self, case: Case, region: str | None) -> Setting:
        """The setting of a question that settles many answers: always the plain engine."""
        return replace(self._at(case, region), engine="plain")

    def _setting(self, region: str | None) -> Setting:
        here = self.region if region is None else region
        return Setting.of(here, self.rules, self.rates, self.today, self.engine)

    # one answer

    @checked_arguments
    def counter(
        self, case: Case, *, region: str | None = None, deadline: float | None = None
    ) -> Counteroffer:
        """What to ask for, what to accept and what to say."""
        return self.answer(case, region=region)[0]

    @checked_arguments
    def answer(
        self, case: Case, *, region: str | None = None, deadline: float | None = None
    ) -> tuple[Counteroffer, Firing]:
        """`counter`, and what the engine fired, in order, in its `trace`."""
        return answer(self._at(case, region), case, self.locale)

    @checked_but("case")
    def check(
        self,
        case: Case | Mapping[str, object] | Path,
        *,
        region: str | None = None,
        deadline: float | None = None,
    ) -> tuple[Problem, ...]:
        """All that is wrong with a case; empty where it can be answered.

        `case` is a case, a mapping of its values, or the path of its file.
        """
        here = self.region if region is None else region
        return check(
            case,
            region=here,
            rulebook=self.rules,
            rates=self.rates,
            today=self.today,
            limits=self.limits,
        )

    @checked_arguments
    def recruiter_view(
        self, case: Case, *, region: str | None = None, deadline: float | None = None
    ) -> RecruiterView:
        """What the other side's compensation team may see: nothing private."""
        return self.recruiter_answer(case, region=region)[0]

    @checked_arguments
    def recruiter_answer(
        self,
        case: Case,
        *,
        region: str | None = None,
        deadline: float | None = None,
    ) -> tuple[RecruiterView, Firing]:
        """`recruiter_view`, and what the engine fired."""
        from counteroffer.answers import recruiter

        return recruiter.answer(self._at(case, region), case, self.locale)

    @checked_arguments
    def regions(
        self, case: Case, *, also: str | None = None, deadline: float | None = None
    ) -> tuple[RegionRow, ...]:
        """The same facts in every region of the guide, and in `also`."""
        from counteroffer.answers.regions import regions_in

        return regions_in(self._at(case, None), case, self.region if also is None else also)

    @checked_arguments
    def audit(self, answer: Counteroffer) -> AuditRecord:
        """What to keep of an answer of this calculator: hashes, its day, and the engine."""
        here = self.engine
        engine = engines.engine(here) if here is None or isinstance(here, str) else here
        return audit(answer, engine=engine.name)

    @checked_arguments
    def render(self, answer: Counteroffer, form: str = "text") -> str:
        """An answer as text, JSON or Markdown."""
        return render(answer, form, self.rules, self.locale)

    # questions about it

    @checked_arguments
    def what_if(
        self,
        case: Case,
        vary: Mapping[str, Typed],
        *,
        region: str | None = None,
        deadline: float | None = None,
    ) -> pl.LazyFrame:
        """Every combination of the values in `vary`, a row each."""
        found = self.explore(case, vary, region=region)
        return found.frame.select(found.columns)

    @checked_arguments
    def explore(
        self,
        case: Case,
        vary: Mapping[str, Typed],
        *,
        region: str | None = None,
        deadline: float | None = None,
    ) -> WhatIf:
        """The frame of `what_if` with its axes, its number of rows and the case as it is."""
        from counteroffer.analysis.what_if.what_if import explore_in

        return explore_in(self._plain(case, region), case, vary, self.limits)

    @checked_arguments
    def solve(
        self,
        case: Case,
        want: str,
        by: str,
        *,
        region: str | None = None,
        deadline: float | None = None,
    ) -> Solution:
        """The smallest change of the fact at `by` with which the case gives what is wanted."""
        from counteroffer.analysis.least_change.solve import solve_in

        return solve_in(self._plain(case, region), case, want, by)

    @checked_arguments
    def explain(
        self,
        case: Case,
        *,
        target: str | None = None,
        freeze: Collection[str] = (),
        region: str | None = None,
        deadline: float | None = None,
    ) -> Explanation:
        """How the figures of an answer come about, or those of one `target`."""
        from counteroffer.analysis.explain.derivation import explain_in

        return explain_in(
            self._plain(case, region), case, target=target, freeze=freeze, locale=self.locale
        )

    @checked_arguments
    def smallest_changes(
        self,
        case: Case,
        *,
        lever: str | None = None,
        freeze: Collection[str] = (),
        region: str | None = None,
        deadline: float | None = None,
    ) -> tuple[SmallestChange, ...]:
        """For each silent lever, or for one, the smallest change that makes it fire."""
        from counteroffer.analysis.least_change.smallest import smallest_changes_in

        return smallest_changes_in(self._plain(case, region), case, lever, freeze)

    @checked_arguments
    def attribution(
        self, case: Case, *, region: str | None = None, deadline: float | None = None
    ) -> Attribution:
        """What each lever that fired adds to the ask."""
        from counteroffer.analysis.explain.attribution import attribution_in

        return attribution_in(self._plain(case, region), case)

    @checked_arguments
    def risk(self, case: Case, *, region: str | None = None, deadline: float | None = None) -> Risk:
        """What the answer hangs on."""
        from counteroffer.analysis.risk.risk import risk_in

        return risk_in(self._plain(case, region), case)

    @checked_arguments
    def year_by_year(
        self, case: Case, *, region: str | None = None, deadline: float | None = None
    ) -> tuple[Schedule, ...]:
        """The ask, the offer in hand and each held alternative by their years."""
        from counteroffer.analysis.compare.vesting import year_by_year_in

        return year_by_year_in(self._plain(case, region), case)

    @checked_arguments
    def compare(
        self,
        case: Case,
        *,
        audience: Audience = "candidate",
        region: str | None = None,
        deadline: float | None = None,
    ) -> Comparison:
        """What is offered, asked and held elsewhere side by side, by component and by year."""
        from counteroffer.analysis.compare.side_by_side import compare_in

        return compare_in(self._plain(case, region), case, audience, self.locale)

    # what to do with it

    @checked_arguments
    def packages(
        self, case: Case, *, region: str | None = None, deadline: float | None = None
    ) -> Packages:
        """Three packages worth the same as the ask, with the swap rates."""
        from counteroffer.strategy.negotiation import ground
        from counteroffer.strategy.packages import packages_on

        return packages_on(ground(self._plain(case, region), case, self.locale))

    @checked_arguments
    def concessions(
        self, case: Case, *, region: str | None = None, deadline: float | None = None
    ) -> Concessions:
        """The rounds from the ask to the walk-away."""
        from counteroffer.strategy.both_sides import both_sides
        from counteroffer.strategy.concessions import concessions_on

        return concessions_on(both_sides(self._plain(case, region), case, self.locale))

    @checked_arguments
    def plan(self, case: Case, *, region: str | None = None, deadline: float | None = None) -> Plan:
        """Packages, concessions, the ask with a fixed base, days and the next step."""
        from counteroffer.strategy.plan import plan_in

        return plan_in(self._plain(case, region), case, self.locale)

    @checked_arguments
    def playbook(
        self, case: Case, *, region: str | None = None, deadline: float | None = None
    ) -> Playbook:
        """All that the negotiation needs, word for word."""
        from counteroffer.letters.playbook import playbook_in

        return playbook_in(self._plain(case, region), case, self.locale)

    @checked_arguments
    def letter(
        self, case: Case, *, region: str | None = None, deadline: float | None = None
    ) -> str:
        """The letter that asks, accepts or declines, ready to send."""
        return self.letter_with_notices(case, region=region).text

    @checked_arguments
    def letter_with_notices(
        self, case: Case, *, region: str | None = None, deadline: float | None = None
    ) -> Letter:
        """`letter`, with what the candidate should know before sending it."""
        from counteroffer.letters.playbook import letter_with_notices

        return letter_with_notices(self._plain(case, region), case, self.locale)

    @checked_but("text")
    def check_reply(
        self, case: Case, text: str, *, region: str | None = None, deadline: float | None = None
    ) -> CheckedReply:
        """What in the draft of a letter or a mail is not true of the case, or not to be said."""
        from counteroffer.letters.reply import check_reply_in

        return check_reply_in(self._plain(case, region), case, text)

    @checked_arguments
    def pictures(
        self, case: Case, *, region: str | None = None, deadline: float | None = None
    ) -> tuple[Picture, ...]:
        """The bands of the region, with the figures of the answer in them."""
        from counteroffer.answers.words import Words
        from counteroffer.letters.market import pictures
        from counteroffer.strategy.negotiation import ground

        here = ground(self._plain(case, region), case, self.locale)
        return pictures(here, Words(here.answer, self.rules, self.rules.formatter(self.locale)))

    # many answers, and saved ones

    @checked_arguments
    def apply(
        self,
        frame: Frame,
        *,
        guide: str | None = None,
        region: str | None = None,
        workers: int = 1,
        deadline: float | None = None,
    ) -> Frame:
        """A frame of cases, one in each row, with their answers as further columns."""
        from counteroffer.tables.apply import apply_in

        if (height := getattr(frame, "height", None)) is not None:
            self.limits.check_rows(height, what="cases")
        return apply_in(self.terms(guide, region=region), frame, workers)

    @checked_arguments
    def terms(self, guide: str | None = None, *, region: str | None = None) -> RowSettings:
        """What holds for every row of a table; `guide` is that of all rows."""
        from counteroffer.tables.apply import RowSettings

        return RowSettings(replace(self._setting(region), engine="plain"), guide)

    @checked_arguments
    def replay(self, saved: SavedAnswer, *, deadline: float | None = None) -> Replay:
        """A saved answer worked out again, by its own rates and on its own day."""
        from counteroffer.analysis.compare.replay import replay

        return replay(saved, rulebook=self.rules, locale=self.locale)

    @checked_arguments
    def diff(
        self, one: SavedAnswer, other: SavedAnswer, *, deadline: float | None = None
    ) -> Difference:
        """Why two saved answers differ."""
        from counteroffer.analysis.compare.difference import diff

        return diff(one, other, rulebook=self.rules)
