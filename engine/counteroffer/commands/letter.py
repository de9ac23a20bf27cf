"""`counteroffer letter`: the letter that asks, accepts or declines."""

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
from counteroffer.commands.output import tell, write
from counteroffer.text.characters import escaped


@click.command("letter")
@case_options
@click.option(
    "-o", "--output", metavar="FILE", help="Write it to a file; - or none is standard output."
)
@locale_option
@rates_options
@today_option
@rules_option
def command(output: str | None, today: Any, live: Any, locale: str | None, **given: Any) -> None:
    """Write the letter for the other side, ready to send.

    It asks, or accepts, or declines, as the verdict is; before an offer it says what you expect.
    Nothing is in it but what your case states, what you ask for and the guide's sources: never your
    floor, your pay or a private offer.

    \b
    counteroffer letter examples/hugging-face-san-francisco.yaml
    counteroffer letter CASE -o letter.txt
    """
    calculator, case = asked(given, live, today, locale)
    made = calculator.letter_with_notices(case)
    for notice in made.notices:
        tell(f"note: {escaped(notice.message)}", err=True)
    write(output, made.text.encode())
