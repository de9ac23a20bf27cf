"""Options that state a range in place of a guide: said by hand, or read from a saved posting."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, TypeVar

import click

from counteroffer.text.characters import cut, escaped

if TYPE_CHECKING:
    from counteroffer.postings.figure import PayFigure, PostingRead
    from counteroffer.rulebook.rulebook import Rulebook

Command = TypeVar("Command", bound=Callable[..., Any])

PARTS = ("base", "equity", "signing", "bonus")
# How often a period of a posting is paid in a year of 52 weeks, 5 days and 40 hours.
PER_YEAR: Mapping[str, int] = {
    "year": 1,
    "month": 12,
    "half month": 24,
    "two weeks": 26,
    "week": 52,
    "day": 260,
    "hour": 2_080,
}


def market_options(command: Command) -> Command:
    """The options that state a market, or change that of a case."""
    for option in reversed(
        (
            click.option("--company", metavar="NAME", help="Who pays, where there is no guide."),
            click.option("--role", metavar="NAME", help="The role, where there is no guide."),
            click.option(
                "--band",
                metavar="RANGE",
                help="The range that was posted: '€85K-€110K', or 'base=€85K-€110K bonus=5-10%'.",
            ),
            click.option("--source", metavar="TEXT", help="Where the range is known from."),
            click.option(
                "--posting",
                metavar="FILE",
                help="A saved posting to read the range from; nothing is fetched.",
            ),
            click.option("--location", metavar="PLACE", help="Which range of the posting."),
        )
    ):
        command = option(command)
    return command


def stated_market(
    given: Mapping[str, str | None],
    read_figures: Callable[[str], dict[str, str]],
    book: Rulebook,
) -> tuple[dict[str, Any], str | None, list[str]]:
    """The market that options state, the region of a posting's range, and what was assumed.

    The market is the entries of a case's `market`; the region is None without a posting.
    `read_figures` reads figures as `--offer` has them. Raises click.UsageError.
    """
    market: dict[str, Any] = {}
    region, assumed = None, list[str]()
    if given.get("posting"):
        market, region, assumed = _posted(str(given["posting"]), given.get("location"), book)
    elif given.get("location"):
        raise click.UsageError("--location chooses a range of a posting: give it with --posting")
    if band := given.get("band"):
        market |= read_figures(band) if "=" in band else {"base": band}
    market |= {name: given[name] for name in ("company", "role", "source") if given.get(name)}
    return market, region, assumed


def _posted(
    file: str, location: str | None, book: Rulebook
) -> tuple[dict[str, Any], str | None, list[str]]:
    from counteroffer.commands.posting import read_posting

    found = read_posting(file, book)
    market: dict[str, Any] = {"source": "job posting"}
    assumed: list[str] = []
    base = _chosen(found, location)
    for one in (base, *_beside(found, base)):
        text, told = _yearly(one)
        market[one.component] = text
        assumed += told
    if base.posting:
        market["role"] = base.posting
    places = {place.label.casefold(): name for name, (_, place) in book.places.items()}
    named = (base.location or "").casefold()
    return market, places.get(named), assumed


def _chosen(found: PostingRead, location: str | None) -> PayFigure:
    """The one range of base pay that is meant."""
    bases = [one for one in found.figures if one.component == "base"]
    named = cut(escaped(found.file))
    if not bases:
        kinds = sorted({one.component for one in found.figures})
        has = f"; it states {', '.join(kinds)} alone" if kinds else ""
        raise click.UsageError(
            f"{named} states no base pay{has}: say the range, --band '€85K-€110K'"
        )
    if location is not None:
        wanted = location.casefold()
        bases = [one for one in bases if wanted in (one.location or "").casefold()]
    ranges = {(one.low, one.high, one.currency, one.period): one for one in bases}
    if len(ranges) == 1:
        return _usable(bases[0], named)
    every = [one for one in found.figures if one.component == "base"]
    places = "; ".join(dict.fromkeys(_told(one) for one in every))
    word = "no range of that place" if location is not None else "several ranges"
    raise click.UsageError(f"{named} has {word}: choose with --location among {escaped(places)}")


def _usable(one: PayFigure, named: str) -> PayFigure:
    """The range, which has both ends, a currency and a period that a year can be made of."""
    if one.currency is None:
        why = "nothing tells its currency"
    elif one.low is None or one.high is None:
        why = "it has one end alone"
    elif (one.period or "year") not in PER_YEAR:
        why = f"its period, {one.period}, is not known"
    else:
        return one
    raise click.UsageError(
        f"{named}: the range {_told(one)} can't be settled on, since {why}: say it,"
        " --band '€85K-€110K'"
    )


def _beside(found: PostingRead, base: PayFigure) -> Iterable[PayFigure]:
    """The other figures of the same place, of which there is one a component."""
    for part in PARTS[1:]:
        ones = [
            one
            for one in found.figures
            if (one.component, one.location) == (part, base.location)
            and None not in (one.low, one.high, one.currency)
        ]
        if len(ones) == 1:
            yield ones[0]


def _yearly(one: PayFigure) -> tuple[str, Sequence[str]]:
    """A range as text, by the year, and what made it that."""
    period = one.period or "year"
    times = PER_YEAR.get(period, 1)
    ends = [
        (Decimal(end or 0) * times).quantize(Decimal(1), ROUND_HALF_UP)
        for end in (one.low, one.high)
    ]
    text = f"{one.currency} {ends[0]}-{ends[1]}"
    told = [f"the posted {one.component}, {_told(one)}, is taken {times:,} times a year"]
    if one.period is None:
        told = [f"the posted {one.component}, {_told(one)}, is taken to be for a year"]
    if one.component == "equity":
        text += "/yr" if one.period else ""
    return text, [] if one.period == "year" else told


def _told(one: PayFigure) -> str:
    ends = "-".join(f"{end:,}" for end in (one.low, one.high) if end is not None)
    place = f" ({one.location})" if one.location else ""
    return f"{one.currency or ''} {ends}{f' a {one.period}' if one.period else ''}{place}".strip()
