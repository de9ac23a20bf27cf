"""Groups whose less used commands are loaded when they are called."""

from __future__ import annotations

from collections.abc import Collection
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from counteroffer.text.errors import CounterofferError

from counteroffer.commands.color import with_color


def lazy_group(commands: Collection[str], modules: str) -> type[click.Group]:
    """A class of click group that imports a command's module only when the command is needed.

    Beside the group's own commands there are `commands`: each is the name `command` in the module
    whose name is `modules` followed by the command's, with _ for -.
    """

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


def not_installed(package: str | None, extra: str) -> CounterofferError:
    """That a command needs an extra of which a package is not there."""
    from counteroffer.text.errors import CounterofferError

    return CounterofferError(
        f"{package} is not installed: pip install 'counteroffer[{extra}]'", code="package.missing"
    )
