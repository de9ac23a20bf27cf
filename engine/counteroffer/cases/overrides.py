"""Change one fact of a case, as scenarios, solving and risk do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from counteroffer.cases.parts import OF_EQUITY, PAID, PARTS, Stated, is_part, owner, put
from counteroffer.language.declarations import closest, nearest
from counteroffer.text.errors import CaseError, Problem

ABSENT, HELD, UNKNOWN = "absent", "held", "unknown"


def changed(case: Mapping[str, Any], path: str, value: Any) -> Stated:
    """A case with the fact at `path` set to `value`, which is as one would type it.

    The case is as `Situation.understood` has it. Paths are `offer.base`, `competing.NVIDIA.base`,
    `offer` and `competing.NVIDIA` (`absent`, or `held`: neither merely expected nor expired),
    `fx.GBP/USD`, `region`, `level`, `home`, `today` and the candidate's facts by name, `gpu_years`;
    `skills+` adds tags to a list. `absent` or `unknown` takes away what is at the path. Raises
    CaseError for a path that no case has.
    """
    # What was assumed of the case as it stood need not hold of another.
    stated: Stated = {name: one for name, one in case.items() if name != "assumptions"}
    head, _, rest = path.partition(".")
    if head == "candidate" and rest:
        head, rest = rest, ""
    if head == "offer":
        stated["offer"] = _offer(stated.get("offer"), rest, value, path)
    elif head == "competing" and rest:
        stated["competing"] = _competing(
            stated.get("competing") or (), rest, value, path, str(stated.get("today", ""))
        )
    elif head == "fx" and rest:
        others = {
            pair: rate
            for pair, rate in (stated.get("rates") or {}).items()
            if _codes(pair) != _codes(rest)
        }
        stated["rates"] = others if _gone(value) else {**others, rest: value}
    elif path in ("region", "level", "home", "today"):
        stated[path] = value
    elif not rest:
        stated["candidate"] = _candidate(stated.get("candidate") or {}, head, value)
    else:
        raise _unknown(
            path,
            ["offer.base", "competing.COMPANY.base", "fx.GBP/USD", "region", "candidate.gpu_years"],
        )
    return {name: one for name, one in stated.items() if one is not None}


def _gone(value: Any) -> bool:
    return value is None or value in (ABSENT, UNKNOWN)


def _codes(pair: str) -> frozenset[str]:
    """The two currencies of a pair, in no order."""
    return frozenset(pair.upper().split("/"))


def _offer(offer: Any, part: str, value: Any, path: str) -> Stated | None:
    if not part:
        if not _gone(value) and not (value == HELD and offer):
            raise _unknown(path, [f"offer.{name}" for name in PARTS])
        return offer if value == HELD else None
    if not is_part(part):
        raise _unknown(path, [f"{path.removesuffix(f'.{part}')}.{name}" for name in PARTS])
    given = offer or {}
    entry = part in OF_EQUITY or (part.startswith("equity.") and "equity" not in given)
    if entry and not isinstance(given.get("equity"), Mapping):
        raise _unknown(path, [f"{path.removesuffix(f'.{part}')}.equity"])
    kept = put(given, part, None if _gone(value) else value)
    return kept if not _gone(value) or kept.keys() & set(PAID) else None


def _competing(offers: Any, rest: str, value: Any, path: str, today: str) -> list[Stated]:
    names = sorted((str(offer["company"]) for offer in offers), key=len, reverse=True)
    spelled = rest.casefold()
    company = next(
        (name for name in names if f"{spelled}.".startswith(f"{name.casefold()}.")), None
    )
    if company is None:
        named, part = owner(rest)
        if not named or not part:
            raise _unknown(path, [f"competing.{name}" for name in names])
        added = _offer(None, part, value, path)
        return [*offers, {"company": named, **added}] if added else list(offers)
    part = rest[len(company) + 1 :]
    found = next(offer for offer in offers if offer["company"] == company)
    inner: Stated | None = None
    if part:
        inner = _offer(
            {name: one for name, one in found.items() if name != "company"}, part, value, path
        )
    elif value == HELD:
        past = {"evidence"} if found.get("evidence") == "expected" else set[str]()
        past |= {"expires"} if str(found.get("expires", "9999")) < today else set[str]()
        inner = {name: one for name, one in found.items() if name not in past}
    elif not _gone(value):
        raise _unknown(
            f"{path}={value}", [f"competing.{company}=absent", f"competing.{company}=held"]
        )
    instead = [{"company": company, **inner}] if inner else []
    return [one for offer in offers for one in (instead if offer is found else [offer])]


def _candidate(facts: Mapping[str, Any], name: str, value: Any) -> Stated:
    if name.endswith("+"):
        listed = list(facts.get(name[:-1]) or ())
        added = [] if _gone(value) else _several(value)
        return {**facts, name[:-1]: [*listed, *added]}
    kept = {fact: one for fact, one in facts.items() if fact != name}
    return kept if _gone(value) else {**kept, name: value}


def _several(value: Any) -> list[Any]:
    """The tags that a value adds: those of a list, those of a text, or the value itself."""
    if isinstance(value, str):
        return value.split(",")
    return list(value) if isinstance(value, (list, tuple, set, frozenset)) else [value]


def _unknown(path: str, known: list[str]) -> CaseError:
    advice = nearest(path, known) or (f"; there are {', '.join(known)}" if known else "")
    word = f"'{path}' is not a fact of this case{advice}"
    return CaseError([Problem(word, code="path.unknown", suggestion=closest(path, known))])
