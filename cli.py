"""The command line: parses, calls the library, prints.

Errors go to standard error. The exit code is 0; 1 where some of what was asked for is wrong (files
of an import, every row of a table, findings of a check); 2 where nothing could be done.
"""

from __future__ import annotations

import codecs
import errno
import io
import json
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn

import click

from counteroffer.commands.color import by_default, color_option, show
from counteroffer.commands.lazy import lazy_group
from counteroffer.commands.narrow_help import NarrowHelp
from counteroffer.commands.options import (
    asked,
    case_options,
    engine_option,
    locale_option,
    rates_options,
    rules_option,
    today_option,
)
from counteroffer.commands.output import tell
from counteroffer.formats.terminal import coloured
from counteroffer.text.characters import escaped

if TYPE_CHECKING:
    from counteroffer.calculator.calculator import Calculator

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF)
LAZY = (
    "batch",
    "case",
    "check-reply",
    "compare",
    "demo",
    "diff",
    "explain",
    "guide",
    "letter",
    "mcp",
    "plan",
    "playbook",
    "posting",
    "rates",
    "regions",
    "replay",
    "risk",
    "rules",
    "schema",
    "serve",
    "solve",
    "what-if",
)  # each is `command` of the module of that name in `counteroffer.commands`


def _version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        from counteroffer import __version__
        from counteroffer.engines import choose as engines

        click.echo(f"counteroffer {__version__}, engine {engines.engine().name}")
        ctx.exit()


@click.group(
    cls=lazy_group(LAZY, "counteroffer.commands."),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    help="Version and engine.",
)
@click.pass_context
def cli(ctx: click.Context) -> None:
    """From the facts of one job offer to an ask, a floor and true things to say.

    \b
    counteroffer ask examples/hugging-face-san-francisco.yaml
    counteroffer ask CASE --region paris
    counteroffer case new > my-case.yaml

    Shell completion: eval "$(_COUNTEROFFER_COMPLETE=bash_source counteroffer)", also for zsh and
    fish.
    """
    if ctx.color is None:
        show(ctx, by_default())


cli.params.append(color_option())


@cli.command()
@case_options
@click.option(
    "--json", "form", flag_value="json", help="The answer as JSON: the same as --format json."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    help="Default: text.",
)
@click.option(
    "--full",
    is_flag=True,
    help="The text with all that it rests on: break-even, reasons, rates, assumptions.",
)
@click.option(
    "--audience",
    type=click.Choice(["candidate", "recruiter"]),
    default="candidate",
    help=(
        "recruiter: what the other side's compensation team may see, with nothing private in it."
        " Default: candidate."
    ),
)
@click.option(
    "--trace",
    is_flag=True,
    help="Tell on standard error which engine answered and what it fired, in order.",
)
@locale_option
@rates_options
@today_option
@engine_option
@rules_option
def ask(
    form: str,
    full: bool,
    audience: str,
    trace: bool,
    today: Any,
    engine: str | None,
    live: Any,
    locale: str | None,
    **given: Any,
) -> None:
    """Work out what to ask for, what to accept and what to say.

    CASE is a file in YAML or JSON, or - for standard input. Without one, say it with options.

    \b
    counteroffer ask examples/hugging-face-san-francisco.yaml
    counteroffer ask examples/hugging-face-san-francisco.yaml --region paris --json
    counteroffer ask examples/hugging-face-san-francisco.yaml --audience recruiter
    counteroffer ask --guide midjourney/devops-engineer --region san-francisco \\
        --offer 'base=200K equity=80K/yr' --competing 'Datadog base=210K equity=220K' \\
        --fact gpu_years=5 --fact owns_full_stack=yes
    """
    from counteroffer.engines import choose as engines

    calculator, case = asked(given, live, today, locale, engine)
    chosen = engines.engine(engine)
    answer, render = _told(audience, replace(calculator, engine=chosen))
    told, firing = answer(case)
    if trace:
        tell(
            "\n".join([f"engine {chosen.name}", *(f"  {rule}" for rule in firing.trace)]), err=True
        )
    shown = "full" if full and form == "text" else form
    text = render(told, shown, calculator.rules, locale)
    if form == "text":
        tell(text)
    else:
        click.echo(text, nl=False)


def _told(audience: str, calculator: Calculator) -> tuple[Callable[..., Any], Callable[..., str]]:
    """How a case is answered for one side, and how that is printed."""
    if audience == "recruiter":
        from counteroffer.formats import recruiter as formats

        return calculator.recruiter_answer, formats.render
    from counteroffer.formats import render

    return calculator.answer, partial(render, color=coloured())


def main() -> NoReturn:
    """Run the command line, and turn the library's errors into text."""
    from counteroffer.text.errors import CounterofferError

    click.Context.formatter_class = NarrowHelp
    codecs.register_error("counteroffer", _as_escape)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="counteroffer")
    try:
        cli.main(prog_name="counteroffer")
    except CounterofferError as error:
        _say(str(error))
    except BrokenPipeError:  # whoever was reading has seen enough
        _drop_output()
        sys.exit(0)
    except Exception as error:
        if "COUNTEROFFER_DEBUG" in os.environ:
            raise
        if isinstance(error, OSError) and error.errno in _FULL:
            _drop_output()
            _say(f"can't write the answer: {error.strerror}")
        else:
            _say(
                f"this should not happen, and is a mistake in counteroffer: {type(error).__name__}:"
                f" {error}\nplease report it with the output of the same command under"
                " COUNTEROFFER_DEBUG=1"
            )
    sys.exit(2)


def _as_escape(error: UnicodeError) -> tuple[str, int]:
    """What an output can't encode as JSON has it, `\\u20ac`: it means the same in JSON and can be
    told apart in text."""
    assert isinstance(error, UnicodeEncodeError)
    return json.dumps(error.object[error.start : error.end])[1:-1], error.end


def _drop_output() -> None:
    """Let nothing more be written to standard output, not at the exit either."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say(text: str) -> None:
    from counteroffer.formats.tables import window, within

    head, shown = "error:", within(f"error: {escaped(text, keep=chr(10))}", window())
    click.echo(
        click.style(head, fg="red") + shown.removeprefix(head),
        err=True,
        color=False if os.environ.get("NO_COLOR") else None,
    )


if __name__ == "__main__":
    main()
