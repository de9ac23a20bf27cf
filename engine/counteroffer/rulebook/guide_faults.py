"""What is wrong with a guide beyond its shape: names without a band, and figures that can't be.

Those are bands of nothing, equity over another period than the guide's, and other currencies than
the region's.
"""

from __future__ import annotations

from collections.abc import Iterator

from counteroffer.documents.document import Document, Path_
from counteroffer.documents.fields import currency_of
from counteroffer.language.declarations import closest, nearest, slug
from counteroffer.money.read_amount import Amount
from counteroffer.rulebook.guide import COMPONENTS, Floor, Guide
from counteroffer.rulebook.levels import levels_of, listing, without_level
from counteroffer.text.characters import cut
from counteroffer.text.errors import Problem
from counteroffer.text.phrases import over


def wrong_in(guide: Guide, document: Document) -> Iterator[Problem]:
    """All that is wrong with a guide beyond its shape, each at its line and column."""
    yield from _regions_unknown(guide, document)
    yield from _same_labels(guide, document)
    yield from _levels_missing(guide, document)
    yield from _wrong_figures(guide, document)
    yield from _wrong_currencies(guide, document)


def _regions_unknown(guide: Guide, document: Document) -> Iterator[Problem]:
    """Every place in a guide that names a region without a band."""
    named: list[tuple[Path_, str]] = [(("reference",), guide.reference)]
    named += [(("headline", region), region) for region in guide.headline]
    named += [(("floor", region), region) for region in guide.floor]
    named += [(("employer_counter", region), region) for region in guide.employer_counter]
    named += [
        (("example_offers", n, "region"), offer.region)
        for n, offer in enumerate(guide.example_offers)
    ]
    for lever_id, own in guide.levers.items():
        named += [(("levers", lever_id, "figures", region), region) for region in own.figures]
        named += [(("levers", lever_id, "only_in"), own.only_in)] if own.only_in else []
    regions = {guide.region_of(name): name for name in guide.bands}
    for path, region in named:
        known = regions if path[-1] == "only_in" else guide.bands
        if region not in known:
            yield document.problem(
                path,
                f"unknown region '{region}'{nearest(region, known)}",
                key=path[0] != "reference",
                code="region.unknown",
                suggestion=closest(region, guide.bands),
            )


def _same_labels(guide: Guide, document: Document) -> Iterator[Problem]:
    """Every region whose label is that of another, or is how another is called in this file."""
    named: dict[str, str] = {}
    for region, band in guide.bands.items():
        spelled = slug(band.name)
        other = (
            spelled
            if spelled != region and spelled in guide.bands
            else named.setdefault(spelled, region)
        )
        if other != region:
            word = f"'{cut(band.label)}' is what {cut(other)} is called"
            word += ": every region needs a name of its own"
            yield document.problem(("bands", region, "label"), word, code="entry.repeated")


def _levels_missing(guide: Guide, document: Document) -> Iterator[Problem]:
    """Every band without a level beside others that have one."""
    for band in without_level(guide):
        word = f"has no level, and other bands have: {listing(levels_of(guide))}"
        yield document.problem(("bands", band), word, key=True)


def _wrong_figures(guide: Guide, document: Document) -> Iterator[Problem]:
    """Every band of nothing, and every equity that is over another period than the guide's."""
    equity: list[tuple[Path_, Amount | None]] = []
    for region, band in guide.bands.items():
        for name, amount in (("base", band.base), ("equity", band.equity)):
            if amount is not None and not amount.high:
                yield document.problem(
                    ("bands", region, name),
                    "a band of nothing is none: give its figures or leave it out",
                    code="amount.too-small",
                )
        equity.append((("bands", region, "equity"), band.equity))
    asked = [
        (("headline",), guide.headline),
        (("employer_counter",), guide.employer_counter),
        *((("levers", n, "figures"), own.figures) for n, own in guide.levers.items()),
    ]
    equity += [
        one
        for region, floor in guide.floor.items()
        for one in _floor_amounts(region, floor)
        if one[0][-1] == "equity"
    ]
    equity += [
        ((*path, region, "equity"), one.equity)
        for path, by_region in asked
        for region, one in by_region.items()
    ]
    for path, amount in equity:
        years = amount and (amount.years or (1 if amount.period else None))
        if years and years != guide.years:
            word = f"this is {over(years)}, and every equity figure of this guide"
            word += f" {over(guide.years)}: see 'years'"
            yield document.problem(path, word, code="equity.periods")


def _wrong_currencies(guide: Guide, document: Document) -> Iterator[Problem]:
    """Every figure that is not in the currency of its region."""
    asked = [
        (("headline",), guide.headline),
        (("employer_counter",), guide.employer_counter),
        *((("levers", n, "figures"), own.figures) for n, own in guide.levers.items()),
    ]
    figures: list[tuple[Path_, str, Amount | None]] = [
        ((*path, region, component), region, getattr(one, component))
        for path, by_region in asked
        for region, one in by_region.items()
        for component in (*COMPONENTS, "total")
    ]
    for region, floor in guide.floor.items():
        figures += [(path, region, amount) for path, amount in _floor_amounts(region, floor)]
    for number, offer in enumerate(guide.example_offers):
        figures += [
            (("example_offers", number, c), offer.region, getattr(offer, c)) for c in _OF_A_PACKAGE
        ]
    for path, region, amount in figures:
        band = guide.bands.get(region)
        if amount is None or band is None:
            continue
        try:
            currency = currency_of(amount, band.currency)
        except ValueError as error:
            yield document.problem(path, str(error))
            continue
        if currency != band.currency:
            yield document.problem(
                path,
                f"is in {currency}, and {band.label} in {band.currency}",
                code="currency.mixed",
            )


_OF_A_PACKAGE = ("base", "equity", "total")


def _floor_amounts(region: str, floor: Floor) -> Iterator[tuple[Path_, Amount | None]]:
    """Every amount of a floor with its path; one amount alone stands at the entry itself."""
    for tier in (None, "accept_at", "walk_away"):
        figures = floor if tier is None else getattr(floor, tier)
        for name in _OF_A_PACKAGE if figures else ():
            yield ("floor", region, *((tier,) if tier else ()), name), getattr(figures, name)
