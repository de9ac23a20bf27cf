"""`counteroffer guide import`: Markdown guides to guides that `ask` runs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from counteroffer.commands.options import load_rules, rules_option, today_option

if TYPE_CHECKING:
    from counteroffer.reader.folder import Outcome
    from counteroffer.reader.storing import Stored
    from counteroffer.rulebook.folders import RuleFile
    from counteroffer.rulebook.rulebook import Rulebook


@click.command("import")
@click.argument(
    "path", type=click.Path(exists=True, allow_dash=True, path_type=Path), metavar="FILE|FOLDER"
)
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("rules"),
    metavar="DIR",
    show_default=True,
    help="The folder of rules that the guide goes into.",
)
@click.option(
    "--update",
    is_flag=True,
    help="Bring guides that are there up to date: edits stay, and what changes is shown.",
)
@click.option("--dry-run", is_flag=True, help="Write nothing, and show what would be written.")
@rules_option
@today_option
def command(
    path: Path,
    output: Path,
    update: bool,
    dry_run: bool,
    rules: tuple[str, ...],
    today: date | None,
) -> None:
    """Make a guide in Markdown a guide of your own rules; of a folder, every guide in it; - is
    standard input.

    Each figure keeps the line that it came from, what can't be read is listed under needs_review,
    and what the guide does not say stands among its assumptions. An earlier version of an updated
    guide stays as company/role@date.

    \b
    counteroffer guide import guide.md -o my-rules
    counteroffer guide import guides/ -o my-rules --update
    counteroffer ask --rules my-rules --guide acme/engineer --region london --offer base=100K
    """
    from counteroffer.reader.folder import import_all, markdown_files
    from counteroffer.text.errors import CounterofferError, RuleError

    files = markdown_files(path) if path.is_dir() else (path,)
    if not files:
        raise click.UsageError(f"there is no Markdown file, *.md, in {path}")
    book = load_rules(rules)
    lines: list[str] = []
    failed = review = 0
    outcomes = import_all(files, book, _day(today))
    seen: dict[str, str] = {}
    for one in _shown(outcomes, len(files)):
        problem = one.why
        if one.guide is not None and (first := seen.setdefault(one.guide.id, one.file)) != one.file:
            problem = f"is {one.guide.id}, as {first} is: keep one of the two"
        if one.guide is None and len(files) == 1:
            raise CounterofferError(_named(one.file, problem))
        if one.guide is None or problem:
            failed += 1
            lines.append(f"error: {_named(one.file, problem)}")
            continue
        try:
            lines += _stored(one, output, book, update, dry_run, alone=len(files) == 1)
            review += bool(one.guide.review)
        except RuleError as error:
            failed += 1
            lines.append(f"error: {error}")
        except OSError as error:
            failed += 1
            lines.append(
                f"error: {error.filename or output}: can't be written: {error.strerror or error}"
            )
    click.echo("\n".join(lines))
    if len(files) > 1:
        click.echo(
            f"{len(files) - failed} imported into {output}, {review} of them with lines to review;"
            f" {failed} failed"
        )
    if failed:
        sys.exit(1)


def _named(file: str, why: str) -> str:
    return why if why.startswith(file) else f"{file}: {why}"


def _day(today: date | None) -> date:
    return today.date() if isinstance(today, datetime) else today or date.today()


def _stored(
    one: Outcome, output: Path, book: Rulebook, update: bool, dry_run: bool, *, alone: bool
) -> Iterator[str]:
    """Write a guide, and what to say of it."""
    from counteroffer.reader.storing import store

    guide = one.guide
    assert guide is not None
    found: Stored = store(guide, output, book, update=update, write=not dry_run)
    note = f", {guide.review} to review (needs_review)" if guide.review else ""
    became = "unchanged, " if found.unchanged else "would be " if dry_run else ""
    yield f"{guide.id}: {became}{found.path}{note}"
    if guide.id in book.guide_ids() and not _same_file(book.guide_files[guide.id], found.path):
        yield f"  it is used in place of {book.guide_files[guide.id].shown}, which has the same id"
    if found.kept:
        yield f"  the version before stays: {guide.id.partition('/')[0]}/{found.kept}"
    if found.conflicts:
        yield (
            f"  {found.conflicts} edits of yours stay against the import: look for '# the guide now"
            " says'"
        )
    if found.diff:
        yield found.diff
    elif alone and dry_run:
        yield guide.text
    elif alone:
        level = f" --level {guide.levels[0]}" if guide.levels else ""
        yield (
            f"counteroffer ask --rules {output} --guide {guide.id} --region {guide.regions[0]}"
            f"{level} --offer base=..."
        )
        if len(guide.levels) > 1:
            yield f"  the levels are {', '.join(guide.levels)}"


def _same_file(one: RuleFile, path: Path) -> bool:
    return one.path.resolve() == path.resolve()


def _shown(outcomes: Iterator[Outcome], total: int) -> Iterator[Outcome]:
    """The outcomes, with a bar on standard error where that is a terminal."""
    if total < 2 or not sys.stderr.isatty():
        yield from outcomes
        return
    with click.progressbar(outcomes, length=total, label="Importing", file=sys.stderr) as bar:
        yield from bar
