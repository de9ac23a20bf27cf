"""`counteroffer guide check`: what is wrong with guides, for people and for CI."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from counteroffer.answers.record import dumped
from counteroffer.commands import completion
from counteroffer.commands.options import load_rules, rules_option
from counteroffer.commands.output import tell
from counteroffer.rulebook.checks.finding import CODES, SEVERITIES, Severity, reaches

if TYPE_CHECKING:
    from counteroffer.reader.checking import Checker, Progress
    from counteroffer.rulebook.checks.findings import Checked

_MANY = 20  # files that one waits for


def _read_day(ctx: click.Context, param: click.Parameter, text: str | None) -> date:
    from counteroffer.documents.fields import day

    try:
        return date.today() if text is None else day(text)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


@click.command("check")
@click.argument(
    "guides", nargs=-1, required=True, metavar="FILE|DIR|GUIDE...", shell_complete=completion.guides
)
@click.option("--json", "form", flag_value="json", help="The findings as JSON.")
@click.option(
    "--sarif",
    "form",
    flag_value="sarif",
    help="The findings as SARIF 2.1.0, for code hosts and editors.",
)
@click.option(
    "--fail-on",
    type=click.Choice([*reversed(SEVERITIES), "never"]),
    default="warning",
    help="Exit with 1 for findings that are at least this bad. Default: warning.",
)
@click.option(
    "--ignore",
    multiple=True,
    type=click.Choice(list(CODES)),
    metavar="CODE",
    help="Leave out. Repeatable.",
)
@click.option(
    "--today",
    metavar="DATE",
    callback=_read_day,
    help="What the age of figures is judged by. Default: today.",
)
@rules_option
@click.pass_context
def command(
    ctx: click.Context,
    guides: tuple[str, ...],
    form: str | None,
    fail_on: str,
    ignore: tuple[str, ...],
    today: date,
    rules: tuple[str, ...],
) -> None:
    """Find what is wrong with guides in Markdown or YAML, with the arithmetic.

    Exits with 0 where nothing is as bad as --fail-on, with 1 where something is, and with 2 where a
    file can't be read. A printed figure may be off by 1,000 (or the like in other currencies) or
    half a percent.

    \b
    counteroffer guide check guide.md
    counteroffer guide check my-guides --sarif > findings.sarif
    counteroffer guide check midjourney/devops-engineer --fail-on never
    """
    from counteroffer.formats import check as formats
    from counteroffer.formats import sarif
    from counteroffer.reader.checking import Checker
    from counteroffer.text.version import VERSION

    found = _without(_checked(guides, Checker(load_rules(rules), today)), ignore)
    if form == "json":
        click.echo(dumped(formats.record(found, today)), nl=False)
    elif form == "sarif":
        click.echo(dumped(sarif.record(found, VERSION)), nl=False)
    else:
        tell(formats.text(found))
    unread = [problem for one in found for problem in one.problems]
    for problem in unread:
        tell(f"error: {problem}", err=True)
    if unread:
        ctx.exit(2)
    worst = [finding.severity for one in found for finding in one.findings]
    if fail_on != "never" and any(reaches(one, cast(Severity, fail_on)) for one in worst):
        ctx.exit(1)


def _checked(guides: tuple[str, ...], checker: Checker) -> tuple[Checked, ...]:
    """Each file, those of each folder, and the guides that are named by their id.

    Raises RuleError for none at all.
    """
    from counteroffer.reader.checking import (
        check_document,
        check_files,
        files_under,
        named_guide,
    )
    from counteroffer.rulebook.checks.findings import together
    from counteroffer.text.errors import Problem, RuleError

    named = [name for name in guides if not Path(name).exists()]
    files = list(
        dict.fromkeys(
            path for name in guides if name not in named for path in files_under(Path(name))
        )
    )
    if not named and not files:
        raise RuleError(
            [
                Problem(
                    "there is no guide in it: no Markdown, and no YAML with bands",
                    guides[0],
                    code="document.empty",
                )
            ]
        )
    own = [
        check_document(named_guide(name, checker.rulebook), checker.rulebook, checker.today)
        for name in named
    ]
    with _bar(len(files)) as progress:
        return together([*own, *check_files(checker, files, progress=progress)])


def _without(found: tuple[Checked, ...], ignored: tuple[str, ...]) -> tuple[Checked, ...]:
    return tuple(
        replace(
            one, findings=tuple(finding for finding in one.findings if finding.code not in ignored)
        )
        for one in found
    )


@contextmanager
def _bar(files: int) -> Iterator[Progress | None]:
    """A progress bar on standard error, where that is a terminal and there is something to wait
    for."""
    if files < _MANY or not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=files, label="checking", file=sys.stderr, show_pos=True) as bar:
        yield bar.update
