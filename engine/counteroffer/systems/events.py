"""Webhooks: is a body signed by who has the secret, is it of an offer, did it come before?"""

from __future__ import annotations

import hashlib
import hmac
from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock
from typing import Any

from counteroffer.systems.payload_offer import at_pointer
from counteroffer.systems.system_files import SignatureForm, System

MOST_REMEMBERED = 10_000  # events; a few hundred bytes each


def signature_of(form: SignatureForm, secret: bytes, body: bytes) -> str:
    """What the header of a body says that is signed with a secret."""
    return form.form.replace("{hex}", hmac.new(secret, body, hashlib.sha256).hexdigest())


def is_signed(form: SignatureForm, secret: bytes, body: bytes, given: str | None) -> bool:
    """Whether a header is the signature of exactly these bytes, compared in constant time."""
    right = signature_of(form, secret, body).encode()
    return hmac.compare_digest(right, (given or "").strip().encode("utf-8", "surrogateescape"))


def is_of_an_offer(system: System, payload: Any) -> bool:
    """Whether an event is one that an offer comes with."""
    action = at_pointer(payload, system.action)
    return isinstance(action, str) and action in system.events


def event_id(system: System, headers: Mapping[str, str], payload: Any, body: bytes) -> str:
    """What tells an event from others: its own id, else the SHA-256 of its bytes.

    `headers` are by their names in lower case.
    """
    known = system.event_id
    stated: Any = headers.get(known.header.lower()) if known and known.header else None
    if stated is None and known:
        stated = at_pointer(payload, known.at)
    if isinstance(stated, str) and 0 < len(stated) <= 200:
        return f"id {stated}"
    return f"sha256 {hashlib.sha256(body).hexdigest()}"


class SeenEvents:
    """The events that came last, at most so many of them; safe between threads."""

    def __init__(self, most: int = MOST_REMEMBERED) -> None:
        self._most, self._seen, self._lock = most, OrderedDict[str, None](), Lock()

    def __len__(self) -> int:
        return len(self._seen)

    def claim(self, event: str) -> bool:
        """Whether an event is new; it is not from now on."""
        with self._lock:
            if event in self._seen:
                return False
            self._seen[event] = None
            while len(self._seen) > self._most:
                self._seen.popitem(last=False)
            return True

    def release(self, event: str) -> None:
        """An event that could not be answered may come again."""
        with self._lock:
            self._seen.pop(event, None)
