"""Tell the role of each amount from the cues of its sentence.

A role is ask, floor, example offer, the employer's counter, the market, or none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from counteroffer.reader.grammar import Found, Grammar, found, masked
from counteroffer.reader.sentences import FigureDraft

# "Acme SRE roles are at $200K", but not "Kick off at $200K".
_AT = re.compile(
    r"^\W*(?!At\b|For\b|In\b)(?:[A-Z][\w.&-]*\s+){1,4}"
    r"(?:(?:roles?|offers?|engineers?|teams?|positions?)\s+)?(?:is\s+|are\s+)?at\s+#"
)
_OF_ANOTHER = re.compile(r"\w's?\s+$|\bare\s+$")
_SHORT = 4  # words of a title that says a role
_OPEN, _CLOSE = "([", ")]"


def role_of_title(title: str, words: Grammar) -> str | None:
    """The role that a title gives to the amounts below it; None for most titles.

    "Walk-away", "Their first offer".
    """
    names = {cue.name for cue in found(title, words.roles)} & {"floor", "employer-counter"}
    return names.pop() if len(names) == 1 and len(title.split()) <= _SHORT else None


def roles(
    text: str,
    drafts: Sequence[FigureDraft],
    words: Grammar,
    employer: Collection[str],
    default: str | None,
    quoted: bool = True,
) -> None:
    """Set the role and the tier of each amount.

    They are those of the last cue before it, inside the same parentheses or around them. `employer`
    are the words of the company's name: its own offer is no example. Without a cue, an amount whose
    component is said has the `default`.
    """
    view = masked(text, [(one.start, one.end) for one in drafts])
    depths = _depths(view)
    cues = [_own(view, cue, words, employer) for cue in found(view, words.roles)]
    for draft in drafts:
        here = depths[draft.start]
        fitting = [
            cue
            for cue in cues
            if cue.at <= draft.start and here[: len(depths[cue.start])] == depths[cue.start]
        ]
        unsaid = draft.unit == "money" and draft.currency is None and not draft.explicit
        if draft.component == "none" or unsaid:
            draft.role = "none"
        elif fitting and not _over(
            view, cue := max(fitting, key=lambda one: (one.at, one.end - one.start)), draft, words
        ):
            before = [
                one
                for one in fitting
                if one.name == "floor" and one.at < draft.start and cue.name == "floor"
            ]
            draft.role, draft.tier = (
                cue.name,
                _tier(before[-1] if before and cue.at == draft.start else cue, words),
            )
        elif not fitting and _AT.match(view) and not _named(view, employer):
            draft.role = "example-offer"
        elif draft.explicit and not _OF_ANOTHER.search(view[: draft.start]):
            draft.role = default
            if default == "ask" and not quoted and _employers(view, words, employer):
                draft.role = "employer-counter"
        if draft.role == "ask" and not quoted and _under(view, draft, words):
            draft.role, draft.tier = "floor", "floor"


def _over(view: str, cue: Found, draft: FigureDraft, words: Grammar) -> bool:
    """Whether a cue no longer holds for an amount, since a colon or a dash began something new.

    'Engineers at A earn $110K: $125K base' goes on with what is asked. So does 'I keep it up, and
    that is what earns: $125K base'.
    """
    if words.trailing.fullmatch(cue.text) and re.fullmatch(
        r"[^#.;]{0,30}(?::|\s[—–-])\s*", view[cue.end : draft.start]
    ):
        return True
    if cue.name in ("market", "example-offer"):
        return bool(re.search(r"#[^#()]*:\s[^#]*$", view[cue.at : draft.start]))
    return cue.name == "none" and bool(
        re.search(r"\w\s+\w[^#:]*:\s[^#]*$", view[cue.at : draft.start])
    )


def _employers(view: str, words: Grammar, employer: Collection[str]) -> bool:
    """Whether a sentence is about what the employer does: "The recruiter …", "They …", "Acme …"."""
    start = re.match(r"\W*", view)
    at = start.end() if start else 0
    first = re.match(r"\w+", view[at:])
    return bool(words.employers.match(view, at)) or (
        first is not None and first.group() in employer
    )


def _under(view: str, draft: FigureDraft, words: Grammar) -> bool:
    """Whether an amount stands right behind "below" or "less than"."""
    return any(
        not view[one.end() : draft.start].strip()
        for one in words.under.finditer(view[: draft.start])
    )


def _named(view: str, employer: Collection[str]) -> bool:
    return any(word in employer for word in re.findall(r"\w+", view[: view.find("#")]))


def _tier(cue: Found, words: Grammar) -> str | None:
    if cue.name != "floor":
        return None
    return next(
        (name for name, pattern in words.tiers.items() if pattern.search(cue.text)), "floor"
    )


def _own(view: str, cue: Found, words: Grammar, employer: Collection[str]) -> Found:
    """The cue, but none where it is the employer's own offer and not another company's.

    "your offer", "My Initech offer".
    """
    if cue.name != "example-offer" or "offer" not in cue.text.casefold():
        return cue
    before = re.findall(r"[\w']+", view[max(0, cue.start - 40) : cue.start])[-2:]
    spoken = {word.removesuffix("'s") for word in before if word[:1].isupper()}
    if (
        before
        and (before[-1].casefold() in words.own or spoken & set(employer))
        and "competing" not in cue.text.casefold()
    ):
        return Found("none", cue.text, cue.start, cue.end, cue.at)
    return cue


def _depths(text: str) -> list[tuple[int, ...]]:
    """For each character, where the parentheses that stand around it open."""
    depths: list[tuple[int, ...]] = []
    now: tuple[int, ...] = ()
    for at, char in enumerate(text):
        if char in _OPEN and len(now) < 8:
            now = (*now, at)
        depths.append(now)
        if char in _CLOSE:
            now = now[:-1]
    depths.append(now)
    return depths
