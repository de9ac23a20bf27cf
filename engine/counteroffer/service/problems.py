"""What a request is refused for, as `application/problem+json` (RFC 9457)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import orjson
from fastapi import Response

from counteroffer.text.errors import (
    CounterofferError,
    DeadlineError,
    EngineError,
    LimitError,
    Problem,
    RateError,
    RuleError,
    problems_json,
)

MEDIA_TYPE = "application/problem+json"
NAMESPACE = "urn:counteroffer:problem:"

# The kinds of problem, the status of each, and its title.
KINDS: Mapping[str, tuple[int, str]] = {
    "malformed-json": (400, "The body is not JSON"),
    "unauthorized": (401, "A valid bearer token is needed"),
    "unsigned": (401, "A valid signature is needed"),
    "forbidden": (403, "Only this machine may ask for that"),
    "not-found": (404, "There is nothing at this address"),
    "method-not-allowed": (405, "This address does not take that method"),
    "too-large": (413, "The body is too large"),
    "unsupported-media-type": (415, "The body has another media type"),
    "invalid-case": (422, "The request can't be answered as it stands"),
    "no-rate": (422, "An exchange rate is missing or can't be used"),
    "too-much": (422, "The request asks for more than is answered at once"),
    "bug": (500, "The service has a mistake"),
    "unusable-rules": (500, "The rules of this service can't be used"),
    "busy": (503, "Too many requests are waiting"),
    "timeout": (504, "The answer takes too long"),
}
_BY_STATUS = {404: "not-found", 405: "method-not-allowed"}

# The kind of each error of the library; the first class that fits.
_OF_ERRORS: tuple[tuple[type[CounterofferError], str], ...] = (
    (DeadlineError, "timeout"),
    (LimitError, "too-much"),
    (EngineError, "too-much"),
    (RateError, "no-rate"),
    (RuleError, "unusable-rules"),
    (CounterofferError, "invalid-case"),
)


class Refusal(Exception):
    """A request that gets no answer: the kind of problem, what is wrong in detail, and headers.

    `errors` has an entry for each part of the body that is to blame, as `problems_json` has them.
    """

    def __init__(
        self,
        kind: str,
        detail: str,
        problems: Iterable[Problem] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.kind, self.detail = kind, detail
        self.errors = problems_json(problems)
        self.headers = dict(headers or {})

    def under(self, place: Callable[[str], str]) -> Refusal:
        """The same refusal for an entry of the body: `place` says what its pointers begin with."""
        moved = Refusal(self.kind, self.detail, headers=self.headers)
        moved.errors = [
            {**one, "pointer": place(one["pointer"]) + one["pointer"]} for one in self.errors
        ]
        return moved

    def response(self) -> Response:
        """The refusal as a response."""
        status, title = KINDS[self.kind]
        record: dict[str, Any] = {
            "type": NAMESPACE + self.kind,
            "title": title,
            "status": status,
            "detail": self.detail,
            **({"errors": self.errors} if self.errors else {}),
        }
        return Response(
            orjson.dumps(record), status, media_type=MEDIA_TYPE, headers=self.headers or None
        )


def refusal_of(error: CounterofferError) -> Refusal:
    """The refusal that an error of the library is to a client."""
    kind = next(kind for types, kind in _OF_ERRORS if isinstance(error, types))
    if kind == "unusable-rules":  # the files of the service are no business of its clients
        return Refusal(kind, "a rule or a guide of this service can't be used")
    return Refusal(kind, str(error), error.problems)


def refusal_of_status(status: int, headers: Mapping[str, str] | None = None) -> Refusal:
    """The refusal for a status that the framework raises by itself: 404, 405."""
    kind = _BY_STATUS.get(status, "bug")
    return Refusal(kind, KINDS[kind][1], headers=headers)
