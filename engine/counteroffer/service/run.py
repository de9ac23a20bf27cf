"""Starting the server: the settings, its log, and uvicorn."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import uvicorn

from counteroffer.service.settings import ServiceSettings
from counteroffer.service.tenants import load_tenants
from counteroffer.service.webhooks import webhooks_of


def run(
    settings: ServiceSettings, host: str, port: int, workers: int = 1, audit: Path | None = None
) -> None:
    """Serve until the process is told to stop.

    `audit` is the file that gets a line for each answer; standard error is where it is not given.
    Raises RuleError for rules that can't be used, and CounterofferError for webhooks that can't be
    answered, before anything listens.
    """
    load_tenants(settings)
    webhooks_of(settings)
    settings.to_environment()
    uvicorn.run(
        "counteroffer.service.app:from_environment",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        log_config=log_config(audit),
        access_log=False,  # addresses and times of clients; the audit has what is needed
        server_header=False,
    )


def log_config(audit: Path | None) -> dict[str, Any]:
    """How the server logs: what happens to standard error, answers as plain lines of JSON."""
    answers: dict[str, Any] = {"class": "logging.StreamHandler", "formatter": "line"}
    if audit is not None:
        answers = {
            "class": "logging.handlers.WatchedFileHandler",
            "filename": str(audit),
            "encoding": "utf-8",
            "formatter": "line",
        }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {"format": "%(message)s"},
            "event": {"format": "%(asctime)s %(levelname)s %(message)s"},
        },
        "handlers": {
            "answers": answers,
            "events": {"class": "logging.StreamHandler", "formatter": "event"},
        },
        "loggers": {
            "uvicorn": {"handlers": ["events"], "level": "INFO", "propagate": False},
            "counteroffer.service": {"handlers": ["events"], "level": "INFO", "propagate": False},
            "counteroffer.audit": {"handlers": ["answers"], "level": "INFO", "propagate": False},
        },
    }
