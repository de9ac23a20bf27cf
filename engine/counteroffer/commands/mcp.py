"""`counteroffer mcp`: the tools of the calculator for assistants."""

from __future__ import annotations

import gc
from typing import Any

import click

from counteroffer.commands.lazy import not_installed
from counteroffer.commands.options import load_rules, locale_option, rules_option, today_option


@click.command("mcp")
@click.option(
    "--audience",
    type=click.Choice(["candidate", "recruiter"]),
    default="candidate",
    help="recruiter: tools that say nothing private, whatever is asked. Default: candidate.",
)
@click.option("--http", is_flag=True, help="Serve /mcp over HTTP in place of standard input.")
@click.option("--host", default="127.0.0.1", help="With --http. Default: 127.0.0.1.")
@click.option("--port", type=click.IntRange(0, 65_535), default=8766, help="Default: 8766.")
@locale_option
@today_option
@rules_option
def command(
    audience: Any,
    http: bool,
    host: str,
    port: int,
    locale: str | None,
    today: Any,
    rules: tuple[str, ...],
) -> None:
    """Serve assistants by the Model Context Protocol.

    It needs the extra: pip install 'counteroffer[mcp]'. Nothing that an assistant is told can turn
    a recruiter's server into a candidate's.

    \b
    counteroffer mcp
    counteroffer mcp --audience recruiter --http --port 8766
    """
    try:
        from counteroffer.assistants.server import run_on_http, run_on_stdio
    except ImportError as error:
        raise not_installed(error.name, "mcp") from None
    from counteroffer.answers.limits import REQUEST_LIMITS
    from counteroffer.calculator.calculator import Calculator

    calculator = Calculator(
        load_rules(rules), today=today, locale=locale, engine="plain", limits=REQUEST_LIMITS
    )
    gc.enable()  # off for commands, which end soon
    if http:
        run_on_http(calculator, audience, host, port)
    else:
        run_on_stdio(calculator, audience)
