"""Whether colours and drawn tables are shown: --color, NO_COLOR, FORCE_COLOR, else a terminal."""

from __future__ import annotations

import os
import sys
from typing import TypeVar

import click

from counteroffer.formats.terminal import in_colour

C = TypeVar("C", bound=click.Command)


def by_default() -> bool:
    """What the environment says: NO_COLOR, then FORCE_COLOR, then whether a terminal shows them."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") != "0":
        return True
    terminal = sys.stdout is not None and sys.stdout.isatty()
    return terminal and os.environ.get("TERM") != "dumb"


def show(ctx: click.Context, wanted: bool) -> None:
    """Show colours, or none, as long as a command runs."""
    ctx.color = wanted
    ctx.with_resource(in_colour(wanted))


def _chosen(ctx: click.Context, _: click.Parameter, choice: str | None) -> None:
    if choice and not ctx.resilient_parsing:
        show(ctx, by_default() if choice == "auto" else choice == "always")


def color_option() -> click.Option:
    """--color, before and behind the name of a command."""
    return click.Option(
        ["--color"],
        type=click.Choice(["auto", "always", "never"]),
        expose_value=False,
        is_eager=True,
        callback=_chosen,
        help="Colours and drawn tables. Default: auto, for a terminal.",
    )


def with_color(command: C) -> C:
    """A command, or each in a group, that takes --color."""
    if isinstance(command, click.Group):
        for one in command.commands.values():
            with_color(one)
    elif not any("--color" in one.opts for one in command.params):
        command.params.append(color_option())
    return command
