"""One line of JSON for each answer: who asked and which answer it was, never what is in it."""

from __future__ import annotations

import json
import logging
import re
import uuid
from dataclasses import dataclass
from hashlib import sha256
from time import perf_counter

from counteroffer.service.tenants import Tenant
from counteroffer.text.version import VERSION

LOG = logging.getLogger("counteroffer.audit")
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


def request_id(stated: str | None) -> str:
    """The id that a client gave a request, where it is short and plain; else a new one."""
    return stated if stated and _ID.fullmatch(stated) else uuid.uuid4().hex


@dataclass(frozen=True)
class AuditLine:
    """What is known of a request before it is answered; `begun` is a moment of `perf_counter()`."""

    id: str
    path: str
    tenant: Tenant
    body: bytes
    begun: float

    def write(self, answer: bytes) -> None:
        """Log the request and its answer by their SHA-256."""
        if not LOG.isEnabledFor(logging.INFO):
            return
        record = {
            "id": self.id,
            "tenant": self.tenant.name,
            "path": self.path,
            "version": VERSION,
            "engine": str(self.tenant.calculator.engine),
            "rules": self.tenant.digest,
            "request": sha256(self.body).hexdigest(),
            "answer": sha256(answer).hexdigest(),
            "ms": round((perf_counter() - self.begun) * 1000, 2),
        }
        LOG.info(json.dumps(record))
