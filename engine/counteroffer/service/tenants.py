"""Who asks, and by which rules: a calculator for everyone, or one for each tenant.

A folder of tenants has a folder for each, named as the tenant is: in it `rules/`, a folder of rules
as `--rules` takes it, and `tokens`, a file with the SHA-256 of each of its bearer tokens in
hexadecimal, one a line; what follows a `#` is a comment. Tokens themselves are stored nowhere.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from counteroffer.calculator.calculator import Calculator
from counteroffer.rulebook.rulebook import Rulebook
from counteroffer.service.problems import Refusal
from counteroffer.service.settings import ServiceSettings
from counteroffer.text.errors import CounterofferError, Problem, RuleError

EVERYONE = "everyone"
_SHA256 = re.compile(r"[0-9a-f]{64}")
_LOG = logging.getLogger("counteroffer.service")


@dataclass(frozen=True)
class Tenant:
    """One who asks: the name, what answers, and the SHA-256 of the rules in force."""

    name: str
    calculator: Calculator
    digest: str


@dataclass(frozen=True)
class Tenants:
    """All who may ask. Without tokens everyone may, by the same rules."""

    everyone: Tenant
    by_token: Mapping[bytes, Tenant] = field(default_factory=dict)

    def of(self, authorization: str | None) -> Tenant:
        """The tenant whose token is in the `Authorization` header of a request.

        Every token is compared, so that the time says nothing of them. Raises Refusal.
        """
        if not self.by_token:
            return self.everyone
        scheme, _, token = (authorization or "").partition(" ")
        given = hashlib.sha256(token.strip().encode("utf-8", "surrogateescape")).digest()
        found = [
            tenant for known, tenant in self.by_token.items() if hmac.compare_digest(known, given)
        ]
        if scheme.lower() != "bearer" or not found:
            told = "send the token of a tenant: Authorization: Bearer TOKEN"
            raise Refusal("unauthorized", told, headers={"WWW-Authenticate": "Bearer"})
        return found[0]


class TenantsInForce:
    """The tenants as they were loaded last; a load that fails changes nothing but `fault`."""

    def __init__(self, settings: ServiceSettings) -> None:
        self._settings = settings
        self.now = load_tenants(settings)
        self.fault: str | None = None

    def reload(self) -> None:
        """Read all rules again; answers go by the old ones until that is done."""
        try:
            loaded = load_tenants(self._settings)
        except CounterofferError as error:
            self.fault = str(error)
            _LOG.error("the rules in force stay: %s", error)
            return
        self.now, self.fault = loaded, None


def load_tenants(settings: ServiceSettings) -> Tenants:
    """Read the rules of everyone and of each tenant, every guide of them.

    Raises RuleError for rules or tokens that can't be used.
    """
    everyone = _tenant(EVERYONE, settings, settings.rules)
    by_token: dict[bytes, Tenant] = {}
    for folder in _folders(settings.tenants):
        tenant = _tenant(folder.name, settings, (*settings.rules, folder / "rules"))
        for token in _tokens(folder / "tokens"):
            if token in by_token:
                raise _fault(folder / "tokens", "has a token of another tenant, or one twice")
            by_token[token] = tenant
    if settings.tenants and not by_token:
        raise _fault(settings.tenants, "has no tenant: put NAME/rules and NAME/tokens there")
    return Tenants(everyone, by_token)


def _folders(tenants: Path | None) -> list[Path]:
    if tenants is None:
        return []
    if not tenants.is_dir():
        raise _fault(tenants, "is no folder")
    return sorted(path for path in tenants.iterdir() if path.is_dir())


def _tenant(name: str, settings: ServiceSettings, folders: tuple[Path, ...]) -> Tenant:
    book = Rulebook.load(*folders)
    # what can't be used is known before anyone asks
    digests = [f"{guide} {book.guide(guide).digest}" for guide in book.guide_ids()]
    calculator = Calculator(
        book, today=settings.today, engine=settings.engine, limits=settings.limits
    )
    digest = hashlib.sha256("\n".join(digests).encode()).hexdigest()
    return Tenant(name, calculator, digest)


def _tokens(path: Path) -> Iterator[bytes]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, ValueError) as reason:
        why = getattr(reason, "strerror", None) or reason
        raise _fault(path, f"can't be read: {why}") from None
    for number, line in enumerate(lines, 1):
        token = line.partition("#")[0].strip()
        if token and not _SHA256.fullmatch(token):
            told = "is no SHA-256 of a token, of 64 hexadecimal digits: printf %s TOKEN | sha256sum"
            raise RuleError([Problem(told, str(path), number, 1)])
        if token:
            yield bytes.fromhex(token)


def _fault(path: Path, told: str) -> RuleError:
    return RuleError([Problem(told, str(path))])
