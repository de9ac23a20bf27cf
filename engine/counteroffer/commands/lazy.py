"""Groups whose less used commands are loaded when they are called."""

from __future__ import annotations

from collections.abc import Collection
from importlib import import_module
from typing import Any

import click

from counteroffer.commands.color import with_color


def lazy_group(commands: Collection[str], modules: str) -> type[click.Group]:
    """A kind of group with `commands` beside its own: each is `command` of the module that is
    `modules` and its name."""

    class Lazy(click.Group):
        def list_commands(self, ctx: click.Context) -> list[str]:
            return sorted([*super().list_commands(ctx), *commands])

        def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
            if name in commands:
                found: click.Command = import_module(modules + name.replace("-", "_")).command
                return with_color(found)
            own = super().get_command(ctx, name)
            return own and with_color(own)

        def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
            try:
                return super().resolve_command(ctx, args)
            except click.UsageError as error:
                from counteroffer.language.declarations import nearest

                advice = nearest(args[0], self.list_commands(ctx))
                raise click.UsageError(error.message.removesuffix(".") + advice, ctx) from None

    return Lazy
