"""Options that state a range in place of a guide: said by hand, or read from a saved posting."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from counteroffer.text.characters import cut, escaped

if TYPE_CHECKING:
    from counteroffer.cases.posted import PostedRange
    from counteroffer.postings.figure import PostingRead
    from counteroffer.rulebook.rulebook import Rulebook

Command = TypeVar("Command", bound=Callable[..., Any])


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
            click.option(
                "--location",
                metavar="PLACE",
                help="Which range of the posting, by its place, level or title: 'berlin senior'.",
            ),
        )
    ):
        command = option(command)
    return command


def stated_market(
    given: Mapping[str, str | None],
    read_figures: Callable[[str], dict[str, str]],
    book: Rulebook,
    region: str | None = None,
) -> tuple[dict[str, Any], str | None, list[str]]:
    """The entries of a market that options state, the region of a posting's range, and what was
    assumed on the way.

    `read_figures` reads figures as `--offer` has them. Raises click.UsageError.
    """
    market: dict[str, Any] = {}
    place, assumed = None, list[str]()
    if given.get("posting"):
        market, place, assumed = _posted(str(given["posting"]), given.get("location"), region, book)
    elif given.get("location"):
        raise click.UsageError("--location chooses a range of a posting: give it with --posting")
    if band := given.get("band"):
        market |= read_figures(band) if "=" in band else {"base": band}
    market |= {name: given[name] for name in ("company", "role", "source") if given.get(name)}
    return market, place, assumed


def _posted(
    file: str, location: str | None, region: str | None, book: Rulebook
) -> tuple[dict[str, Any], str | None, list[str]]:
    from counteroffer.cases.posted import posted_ranges, yearly
    from counteroffer.commands.posting import read_posting

    found = read_posting(file, book)
    ranges = posted_ranges(found, book)
    if not ranges:
        raise click.UsageError(_without_base(found))
    named = cut(escaped(found.file))
    one = _chosen(ranges, location, region, named, book)
    market: dict[str, Any] = {"source": "job posting"}
    assumed: list[str] = []
    for figure in (one.base, *one.beside):
        by_year = yearly(figure)
        each = "/yr" if figure.component == "equity" and figure.period else ""
        market[figure.component] = f"{figure.currency} {by_year.text}{each}"
        assumed += [by_year.assumed] if by_year.assumed else []
    if len(ranges) > 1:
        assumed.append(f"of the posting's {len(ranges)} ranges this one counts: {one.told}")
    if one.base.posting:
        market["role"] = one.base.posting
    return market, one.region, assumed


def _without_base(found: PostingRead) -> str:
    kinds = sorted({one.component for one in found.figures})
    has = f"; it states {', '.join(kinds)} alone" if kinds else ""
    return f"{cut(escaped(found.file))} states no base pay{has}: say the range, --band '€85K-€110K'"


def _chosen(
    ranges: Sequence[PostedRange], location: str | None, region: str | None, named: str,
    book: Rulebook,
) -> PostedRange:  # fmt: skip
    """The one range of base pay that is meant: by --location, else by --region."""
    from counteroffer.language.declarations import slug

    meant = [one for one in ranges if location is None or one.is_meant(location)]
    place = book.places.get(slug(region or ""))
    here = [one for one in meant if place and one.region == place[0]]
    meant = here or meant
    figures = {(one.base.low, one.base.high, one.base.currency, one.base.period) for one in meant}
    if len(figures) == 1:
        return _usable(meant[0], named)
    places = "; ".join(dict.fromkeys(_told(one) for one in meant or ranges))
    word = "several ranges" if meant else "no range of that place"
    raise click.UsageError(f"{named} has {word}: choose with --location among {escaped(places)}")


def _told(one: PostedRange) -> str:
    return f"{one.told}, {one.base.posting}" if one.base.posting else one.told


def _usable(one: PostedRange, named: str) -> PostedRange:
    """The range, which has both ends, a currency and a period that a year can be made of."""
    if not one.unusable:
        return one
    raise click.UsageError(
        f"{named}: the range {one.told} can't be settled on, since {one.unusable}: say it,"
        " --band '€85K-€110K'"
    )
