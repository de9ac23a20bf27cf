"""`counteroffer posting import`: a posting kept as a guide of your own, to edit."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

import click

from counteroffer.commands.options import load_rules, rules_option, today_option

if TYPE_CHECKING:
    from counteroffer.cases.posted import PostedRange
    from counteroffer.cases.posted_guide import PostedGuide
    from counteroffer.reader.importing import Imported

_HEAD = (
    "yaml-language-server: $schema=../../schemas/guide.json",
    "From a posting: behind each figure stands where it was read. The asks are assumptions: edit"
    " them.",
)


@click.command("import")
@click.argument("file", metavar="FILE|-", type=click.Path(allow_dash=True))
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("rules"),
    metavar="DIR",
    show_default=True,
    help="The folder of rules that the guide goes into.",
)
@click.option("--company", metavar="NAME", required=True, help="Whose posting it is.")
@click.option("--role", metavar="NAME", help="The role; the posting's title unless given.")
@click.option("--region", metavar="REGION", help="Where a range is paid that names no place.")
@click.option("--update", is_flag=True, help="Bring a guide that is there up to date.")
@click.option("--dry-run", is_flag=True, help="Write nothing, and show what would be written.")
@rules_option
@today_option
def command(
    file: str,
    output: Path,
    company: str,
    role: str | None,
    region: str | None,
    update: bool,
    dry_run: bool,
    rules: tuple[str, ...],
    today: date | None,
) -> None:
    """Keep a posting as a guide to edit, a band for each place and level that it names.

    Each figure keeps the place that it was read at; what can't be read as pay is listed under
    needs_review, and what the posting does not say stands among the assumptions. Hourly, daily and
    monthly pay is told by the year.

    \b
    counteroffer posting import page.html -o my-rules --company Acme
    counteroffer guide check --rules my-rules acme/site-reliability-engineer
    """
    from counteroffer.cases.posted import posted_ranges
    from counteroffer.cases.posted_guide import places_of, posted_guide
    from counteroffer.commands.options import read_bytes
    from counteroffer.commands.posting import read_bytes_of_posting
    from counteroffer.postings.reading import LARGEST
    from counteroffer.reader.storing import store

    book = load_rules(rules)
    content, name = read_bytes(file, LARGEST)
    found = read_bytes_of_posting(content, name, book)
    ranges = _of_role(posted_ranges(found, book), role, name)
    role = role or ranges[0].base.posting
    if not role:
        raise click.UsageError(f"{name} has no title: say the role, --role 'Data engineer'")
    try:
        places = places_of(ranges, book, region)
    except ValueError as told:
        raise click.UsageError(str(told)) from None
    if not places:
        raise click.UsageError(f"{name}: {ranges[0].told} can't be settled on, since"
                               f" {ranges[0].unusable}")  # fmt: skip
    day = today or date.today()
    made = posted_guide((company, role), places, found.unread, book, day)
    source = {
        "file": PurePath(name).name,
        "sha256": hashlib.sha256(content).hexdigest(),
        "imported": day.isoformat(),
    }
    guide = _written(made, source, len(found.unread), day)
    stored = store(guide, output, book, update=update, write=not dry_run)
    click.echo(f"{guide.id}: {'would be ' if dry_run else ''}{stored.path}")
    if stored.diff or dry_run:
        click.echo(stored.diff or guide.text)
    else:
        click.echo(
            f"counteroffer ask --rules {output} --guide {guide.id} --region {guide.regions[0]}"
            " --offer base=..."
        )


def _of_role(
    ranges: tuple[PostedRange, ...], role: str | None, name: str
) -> tuple[PostedRange, ...]:
    """The ranges of one posting: the only one, or the one that the role names."""
    titles = dict.fromkeys(one.base.posting or "" for one in ranges)
    if not ranges:
        raise click.UsageError(f"{name} states no base pay: there is no band to keep")
    if len(titles) == 1:
        return ranges
    wanted = (role or "").casefold()
    named = [title for title in titles if role and wanted in title.casefold()]
    exact = [title for title in named if title.casefold() == wanted] or named
    if len(exact) == 1:
        return tuple(one for one in ranges if one.base.posting == exact[0])
    some = "; ".join(list(titles)[:10])
    raise click.UsageError(f"{name} has several postings: choose one by --role among {some}")


def _written(made: PostedGuide, source: dict[str, str], review: int, day: date) -> Imported:
    from counteroffer.reader.importing import Imported
    from counteroffer.reader.writing import Noted, clean, short_slug, written

    values: dict[str, Any] = {**made.values, "source": source}
    values["bands"] = {
        name: {
            part: Noted(value, clean(made.places["bands", name, part]))
            if ("bands", name, part) in made.places
            else value
            for part, value in band.items()
        }
        for name, band in values["bands"].items()
    }
    identity = "/".join(short_slug(values[name]) or "unnamed" for name in ("company", "role"))
    text = written(values, _HEAD).text
    return Imported(identity, text, {}, day, tuple(values["bands"]), review)
