"""What a service is started with, as one value that also its worker processes can be given."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from counteroffer.answers.limits import REQUEST_LIMITS, Limits

VARIABLE = "COUNTEROFFER_SERVICE"  # the settings as JSON, for the worker processes


@dataclass(frozen=True)
class ServiceSettings:
    """What a service answers by, and how much one request may ask of it.

    `rules` are folders beside those of the package, for everyone; `tenants` is a folder with one
    folder for each tenant (see `tenants`). A body has at most `body` bytes, a posting at most
    `posting`; an answer takes at most `seconds`. `threads` requests are worked on at a time and
    `waiting` more wait; others are refused at once. `metrics` counts them at `/metrics`. `today` is
    the day of cases that name none. `webhooks` are the environment variables that hold the secrets
    of applicant tracking systems, by system, `maps` the maps that their offers are read by.
    """

    rules: tuple[Path, ...] = ()
    tenants: Path | None = None
    engine: str = "plain"
    today: date | None = None
    limits: Limits = field(default=REQUEST_LIMITS)
    body: int = 65_536
    posting: int = 1_000_000
    seconds: float = 5.0
    threads: int = 4
    waiting: int = 64
    metrics: bool = False
    webhooks: Mapping[str, str] = field(default_factory=dict)
    maps: Mapping[str, Path] = field(default_factory=dict)

    def to_environment(self) -> None:
        """Put the settings where `from_environment` finds them, in this process and its workers."""
        values: dict[str, Any] = asdict(self)
        values["rules"] = [str(folder) for folder in self.rules]
        values["tenants"] = str(self.tenants) if self.tenants else None
        values["today"] = self.today.isoformat() if self.today else None
        values["maps"] = {system: str(file) for system, file in self.maps.items()}
        os.environ[VARIABLE] = json.dumps(values)


def from_environment(environment: Mapping[str, str] = os.environ) -> ServiceSettings:
    """The settings that `to_environment` put there; the defaults where there are none."""
    values = json.loads(environment.get(VARIABLE, "{}"))
    if not values:
        return ServiceSettings()
    return replace(
        ServiceSettings(**values),
        rules=tuple(map(Path, values["rules"])),
        tenants=Path(values["tenants"]) if values["tenants"] else None,
        today=date.fromisoformat(values["today"]) if values["today"] else None,
        limits=Limits(**values["limits"]),
        maps={system: Path(file) for system, file in values["maps"].items()},
    )
