"""`counteroffer serve`: the questions over HTTP, and a page to ask them on."""

from __future__ import annotations

import gc
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from counteroffer.commands.lazy import not_installed
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
@click.option("--metrics", is_flag=True, help="Count requests at /metrics, for Prometheus.")
@click.option(
    "--webhook-secret-env",
    "secrets",
    multiple=True,
    metavar="SYSTEM=NAME",
    help="Take events of greenhouse or ashby, signed with what the variable NAME holds.",
)
@click.option(
    "--map",
    "maps",
    multiple=True,
    metavar="[SYSTEM=]FILE",
    help="Which fields of the events are which facts, as for case from. Repeatable.",
)
@today_option
@rules_option
def command(
    host: str,
    port: int,
    tenants: Path | None,
    workers: int,
    audit: Path | None,
    metrics: bool,
    secrets: tuple[str, ...],
    maps: tuple[str, ...],
    today: Any,
    rules: tuple[str, ...],
) -> None:
    """Answer over HTTP, with a page at / and the API under /v1/.

    It needs the extra: pip install 'counteroffer[server]'. SIGHUP reads the rules again.

    \b
    counteroffer serve
    counteroffer serve --port 80 --host 0.0.0.0 --tenants tenants --workers 4
    counteroffer serve --webhook-secret-env ashby=ASHBY_SECRET --map map.yaml
    curl --json @case.json http://127.0.0.1:8765/v1/counteroffers
    """
    try:
        from counteroffer.service.run import run
    except ImportError as error:
        raise not_installed(error.name, "server") from None
    if metrics and find_spec("prometheus_client") is None:
        raise not_installed("prometheus_client", "server,metrics")
    settings = _settings(tenants, today, rules)
    webhooks = dict(map(_secret, secrets))
    if metrics and workers > 1:
        raise click.UsageError("--metrics counts in one process: leave --workers out")
    settings = replace(
        settings, metrics=metrics, webhooks=webhooks, maps=_maps(maps, tuple(webhooks))
    )
    gc.enable()  # off for commands, which end soon
    run(settings, host, port, workers, audit)


def _secret(text: str) -> tuple[str, str]:
    system, _, variable = text.partition("=")
    if not system or not variable:
        told = "is a system and the environment variable with its secret: ashby=ASHBY_SECRET"
        raise click.BadParameter(told, param_hint="--webhook-secret-env")
    return system, variable


def _maps(given: tuple[str, ...], systems: tuple[str, ...]) -> dict[str, Path]:
    """The map of each system: named for it, or for the one that the map names, or for all."""
    found: dict[str, Path] = {}
    for text in given:
        head, parted, file = text.partition("=")
        whose: tuple[str, ...]
        if parted and head in systems:
            whose, path = (head,), Path(file)
        else:
            path = Path(text)
            named = _system_of(path)
            whose = (named,) if named else systems
        if unused := [one for one in whose if one not in systems] or (() if whose else ["any"]):
            told = f"no events of {unused[0]} are taken: name --webhook-secret-env too"
            raise click.BadParameter(told, param_hint="--map")
        if twice := [one for one in whose if one in found]:
            raise click.BadParameter(f"{twice[0]} has two maps", param_hint="--map")
        found.update(dict.fromkeys(whose, path))
    return found


def _system_of(path: Path) -> str | None:
    from counteroffer.systems.case_from import map_document

    document = map_document(path)
    named = document.value.get("system") if document else None
    return named if isinstance(named, str) else None


def _settings(tenants: Path | None, today: Any, rules: tuple[str, ...]) -> ServiceSettings:
    from counteroffer.rulebook.folders import folders_from_environment
    from counteroffer.service.settings import ServiceSettings

    folders = (*folders_from_environment(), *map(Path, rules))
    return ServiceSettings(folders, tenants, today=today)
