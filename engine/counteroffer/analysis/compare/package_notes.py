"""What a reader must know of packages that stand side by side, as sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from counteroffer.analysis.compare.package_parts import FOUR, Missing, PackageParts
from counteroffer.language.declarations import listed
from counteroffer.text.phrases import capital

_WHOSE = {"offer": "the offer", "ask": "the ask"}


def called(one: PackageParts) -> str:
    """What a package is called in a sentence: the offer, present pay, NVIDIA's offer."""
    own = one.kind in ("offer", "ask", "present")
    return _WHOSE.get(one.kind, one.name) if own else f"{one.name}'s offer"


def notes(packages: tuple[PackageParts, ...]) -> Iterator[str]:
    """What is not known, what was taken for granted, and what a figure leaves out."""
    yield from _unknown(packages)
    totals = [called(one) for one in packages if one.total_alone]
    if totals:
        is_known, it = ("is", "it") if len(totals) == 1 else ("are", "them")
        yield (
            f"{capital(listed(totals))} {is_known} known by the annual total alone: every"
            f" comparison with {it} is one of totals, each year is taken at that total, and"
            " what four years come to is not known."
        )
    grants = [one for one in packages if one.vesting and len(one.vesting) > 1]
    if even := [called(one) for one in grants if not one.vesting_stated]:
        yield f"No vesting schedule is stated for {listed(even)}: an even one is assumed."
    short = [one for one in grants if one.four_years is not None and len(one.vesting or ()) < FOUR]
    for one in short:
        yield (
            f"{capital(called(one))} has a grant over {one.equity_years} years: nothing of it is"
            " in the years after, and no further grant is assumed."
        )
    yield from _unsteady(grants)


def _unknown(packages: tuple[PackageParts, ...]) -> Iterator[str]:
    """What is stated without what it is worth; the ask keeps what the offer has."""
    whose: dict[Missing, list[PackageParts]] = {}
    for one in packages:
        for gap in one.missing:
            whose.setdefault(gap, []).append(one)
    for gap, of in whose.items():
        its = "Its totals are" if len(of) == 1 else "Their totals are"
        yield (
            f"The {gap.part} of {listed(map(called, of))} is unknown: {gap.stated}, without"
            f" {listed(gap.needs)}. {its} the least that the rest pays."
        )


def _unsteady(grants: Iterable[PackageParts]) -> Iterator[str]:
    for one in grants:
        if one.steady_state is None and one.years and not one.missing and not one.total_alone:
            yield (
                f"{capital(called(one))} has no steady state: what it pays differs from year to"
                " year until its grant has vested."
            )
