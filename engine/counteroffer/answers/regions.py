"""The same facts in every region of a guide, side by side and in one home currency."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from counteroffer.answers.answer import Counteroffer
from counteroffer.answers.arguments import checked_arguments
from counteroffer.answers.counter import answer
from counteroffer.answers.setting import Setting
from counteroffer.cases.case import Case
from counteroffer.cases.negotiated import rules_of
from counteroffer.engines.interface import Engine
from counteroffer.language.compile import divide
from counteroffer.money.rates import Rates
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.settlement.position import position
from counteroffer.settlement.region_figures import find_region


@dataclass(frozen=True, slots=True)
class RegionRow:
    """One region: the base band, the answer there, and where its base stands in the band.

    The band is None for a region that the guide does not have. `position` is where the asked base
    stands in the band (0 bottom, 1 top), to three places. `plain_fx` is the reference region's ask
    in this currency at the exchange rate, rounded to the step: what an ask that ignores the local
    band would be. `home` has the figures of `Counteroffer.home`, for a case with a home currency.
    """

    region: str
    label: str
    band: tuple[int, int] | None
    position: str | None
    plain_fx: int | None
    answer: Counteroffer

    @property
    def overshoots(self) -> bool:
        """Whether plain FX would have asked for more than the band holds."""
        return self.plain_fx is not None and self.band is not None and self.plain_fx > self.band[1]


@checked_arguments
def regions(
    case: Case,
    *,
    rulebook: Rulebook | None = None,
    rates: Rates | None = None,
    engine: Engine | str | None = None,
    today: date | None = None,
    also: str | None = None,
    deadline: float | None = None,
) -> tuple[RegionRow, ...]:
    """A row for each region of the case's guide, in the guide's order, and for `also`.

    Raises as `counter` does.
    """
    return regions_in(Setting.of(None, rulebook, rates, today, engine), case, also)


def regions_in(setting: Setting, case: Case, also: str | None = None) -> tuple[RegionRow, ...]:
    """`regions`, in a setting, whose own region is not used."""
    book, table = setting.rulebook, setting.rates
    rules = rules_of(case, book, case.today or setting.today)
    guide, named = rules.guide, dict.fromkeys(rules.guide.bands)
    if also is not None:
        named[find_region(book, rules, also)[0]] = None
    answers: Mapping[str, Counteroffer] = {
        region: answer(replace(setting, region=region), case)[0] for region in named
    }
    reference = answers[guide.reference]
    if case.rates:
        table = table.with_given(
            case.rates, date.fromisoformat(reference.today), "given in the case"
        )
    rows = []
    for region, found in answers.items():
        band = guide.bands.get(region)
        low, high = (int(band.base.low), int(band.base.high)) if band else (None, None)
        label = band.label if band else book.places[region][1].label
        stands = (
            position(found.ask.base, low, high, 3) if low is not None and high is not None else None
        )
        ends = None if low is None or high is None else (low, high)
        rows.append(
            RegionRow(region, label, ends, stands, _plain_fx(reference, found, table, book), found)
        )
    return tuple(rows)


def _plain_fx(
    reference: Counteroffer, answer: Counteroffer, rates: Rates, book: Rulebook
) -> int | None:
    if reference.ask.base is None:
        return None
    converted: Fraction = rates.rate(reference.currency, answer.currency).convert(
        reference.ask.base
    )
    return divide(
        converted.numerator, converted.denominator, "half-up", book.currency(answer.currency).step
    )
