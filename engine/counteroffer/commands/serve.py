"""`counteroffer serve`: the questions over HTTP, and a page to ask them on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from counteroffer.commands.options import rules_option, today_option

if TYPE_CHECKING:
    from counteroffer.service.settings import ServiceSettings


@click.command("serve")
@click.option("--host", default="127.0.0.1", help="Default: 127.0.0.1, this machine alone.")
@click.option("--port", type=click.IntRange(0, 65_535), default=8765, help="Default: 8765.")
@click.option(
    "--tenants",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="A folder with NAME/rules and NAME/tokens for each who may ask.",
)
@click.option("--workers", type=click.IntRange(1, 64), default=1, help="Processes. Default: 1.")
@click.option(
    "--audit",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Add a line of JSON for each answer: hashes, never figures. Default: standard error.",
)
@today_option
@rules_option
def command(
    host: str,
    port: int,
    tenants: Path | None,
    workers: int,
    audit: Path | None,
    today: Any,
    rules: tuple[str, ...],
) -> None:
    """Answer over HTTP, with a page at / and the API under /v1/.

    It needs the extra: pip install 'counteroffer[server]'. SIGHUP reads the rules again.

    \b
    counteroffer serve
    counteroffer serve --port 80 --host 0.0.0.0 --tenants tenants --workers 4
    curl --json @case.json http://127.0.0.1:8765/v1/counteroffers
    """
    try:
        from counteroffer.service.run import run
    except ImportError as error:
        told = f"{error.name} is not installed: pip install 'counteroffer[server]'"
        raise click.ClickException(told) from None
    run(_settings(tenants, today, rules), host, port, workers, audit)


def _settings(tenants: Path | None, today: Any, rules: tuple[str, ...]) -> ServiceSettings:
    from counteroffer.rulebook.folders import folders_from_environment
    from counteroffer.service.settings import ServiceSettings

    folders = (*folders_from_environment(), *map(Path, rules))
    return ServiceSettings(folders, tenants, today=today)
