"""`counteroffer check-reply`: a draft of a letter or a mail, held against the case."""

from __future__ import annotations

from typing import Any

import click

from counteroffer.answers.record import dumped
from counteroffer.commands.options import (
    asked,
    case_options,
    rates_options,
    rules_option,
    today_option,
)
from counteroffer.commands.output import tell


@click.command("check-reply")
@case_options
@click.argument("draft", metavar="DRAFT|-", type=click.Path(allow_dash=True))
@click.option("--json", "form", flag_value="json", help="The findings as JSON.")
@click.option(
    "--sarif",
    "form",
    flag_value="sarif",
    help="The findings as SARIF 2.1.0, for code hosts and editors.",
)
@rates_options
@today_option
@rules_option
def command(draft: str, form: str | None, today: Any, live: Any, **given: Any) -> None:
    """Hold the draft of a letter or a mail against the case, before it goes out.

    DRAFT is a text by you or by a language model; - is standard input. Found are offers that you do
    not hold, figures that are none of your case's, what you keep private, amounts under your
    walk-away, and promises that the verdict does not back. Exits with 1 where something above a
    note is found, with 0 where nothing is, and with 2 where nothing could be checked.

    \b
    counteroffer check-reply CASE draft.txt
    counteroffer letter CASE | counteroffer check-reply CASE - --sarif
    """
    from counteroffer.formats import reply as formats
    from counteroffer.formats import sarif
    from counteroffer.text.version import VERSION

    calculator, case = asked(given, live, today)
    text, name = read_text(draft)
    found = calculator.check_reply(case, text)
    if form == "json":
        click.echo(dumped(formats.record(found, name)), nl=False)
    elif form == "sarif":
        click.echo(dumped(sarif.reply_record(found, name, VERSION)), nl=False)
    else:
        tell(formats.text(found, name))
    if not found.sound:
        click.get_current_context().exit(1)


def read_text(draft: str) -> tuple[str, str]:
    """The text of a file, or of standard input for -, and what it is called.

    Raises CaseError for what is not UTF-8.
    """
    from counteroffer.commands.options import read_bytes
    from counteroffer.text.errors import CaseError, Problem

    raw, name = read_bytes(draft)
    try:
        return raw.decode("utf-8-sig"), name
    except UnicodeDecodeError:
        problem = Problem("is not UTF-8 text: save it as UTF-8", name, code="document.unreadable")
        raise CaseError([problem]) from None
