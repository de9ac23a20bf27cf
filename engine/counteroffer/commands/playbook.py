"""`counteroffer playbook`: all that a negotiation needs, as Markdown, HTML or PDF."""

from __future__ import annotations

from typing import Any

import click

from counteroffer.commands.options import (
    asked,
    case_options,
    locale_option,
    rates_options,
    rules_option,
    today_option,
)
from counteroffer.commands.output import PRIVATE, named, write
from counteroffer.language.declarations import nearest

FORMS = {".md": "md", ".markdown": "md", ".html": "html", ".htm": "html", ".pdf": "pdf"}
NAMED = (".md", ".html", ".pdf")  # as help and errors name them


@click.command("playbook")
@case_options
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="playbook.md, .html or .pdf; - or none is standard output.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["md", "html", "pdf"]),
    help="Default: as FILE ends, else md.",
)
@locale_option
@rates_options
@today_option
@rules_option
def command(
    output: str | None, form: str | None, today: Any, live: Any, locale: str | None, **given: Any
) -> None:
    """Write all that a negotiation needs into one document.

    It has a summary, a picture of the band, the letter, the call, answers, packages and days. It is
    for you alone, since your floor is in it; the letter, the call and the answers are to be said
    word for word. Its sentences are Jinja templates: a folder of your own rules (--rules) may hold
    templates/NAME in the place of ours. PDF needs the extra counteroffer[pdf].

    \b
    counteroffer playbook examples/hugging-face-san-francisco.yaml -o playbook.html
    counteroffer playbook CASE -o playbook.pdf --locale de
    """
    form = _form(output, form)
    calculator, case = asked(given, live, today, locale)
    made = calculator.playbook(case)
    content = (
        made.pdf() if form == "pdf" else (made.html if form == "html" else made.markdown).encode()
    )
    write(output, content, PRIVATE)


def _form(output: str | None, asked: str | None) -> str:
    """The format that is asked for, or that the file's suffix says.

    Raises click.BadParameter where the two differ, or the suffix is none of a playbook's.
    """
    if output is None or output == "-":
        return asked or "md"
    suffix = named(output).suffix
    told = FORMS.get(suffix.lower())
    if asked and told not in (None, asked):
        raise click.BadParameter(f"{asked} does not go into a {suffix} file", param_hint="--format")
    if not (asked or told):
        said = (
            f"'{suffix}'{nearest(suffix.lower(), NAMED)}"
            if suffix
            else "a name without an end like that"
        )
        raise click.BadParameter(
            f"a playbook is written as .md, .html or .pdf, not {said}", param_hint="-o"
        )
    return asked or FORMS[suffix.lower()]
