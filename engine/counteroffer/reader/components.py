"""Tell from the words around an amount which component it is: base, equity, signing, total."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from counteroffer.reader.grammar import Found, Grammar, found, masked
from counteroffer.reader.sentences import FigureDraft

_PARENS = re.compile(r"\([^()#]{0,120}\)|\[[^\[\]#]{0,120}\]")
_WORD = re.compile(r"[\w'’.]+")
_BREAK = re.compile(r"[,;—–()\[\]]|\s[-+/]{1,2}\s|\.\s|\+\s")
_CHAIN = re.compile(r"^\s*/\s*$|^\s*/\s*\D{0,30}$")
_OR = re.compile(
    r"^(?:\s*(?:in\s+)?year\s+\w{1,5})?[\s,]*(?:and|or|to)\b[^,;.]{0,30}$", re.IGNORECASE
)
_LIST = re.compile(r"^\s*(?:,|,?\s*(?:and|or))\s*$", re.IGNORECASE)
_ASIDE = re.compile(r"^\s*\([^#()]{0,30}$")
_YEARS = re.compile(
    r"^[^,;.#]{0,20}?(?:/\s?\d\s?-?yr|over\s+(?:the\s+)?(?:\d|two|three|four|five)\s+years?)",
    re.IGNORECASE,
)
_MOST_WORDS = 6
_PERCENTAGES = ("bonus", "profit_sharing")


def components(
    text: str,
    drafts: Sequence[FigureDraft],
    words: Grammar,
    second: str = "bonus",
    about: str | None = None,
) -> list[FigureDraft]:
    """Set each amount's component where the sentence says it.

    Returns the amounts without the percentages that are no pay. `second`: what stands beside the
    base in "$210K + $130K"; `about`: what a title above says that percentages without a word are
    of.
    """
    view = masked(text, [(one.start, one.end) for one in drafts])
    names = found(view, words.components)
    if any(one.unit == "percent" for one in drafts):
        probes = [FigureDraft(one.amount) for one in drafts]
        _named(view, probes, names, words)
        pairs = zip(drafts, probes, strict=True)
        drafts = []
        for one, probe in pairs:
            if one.unit == "percent" and probe.component is None and about in _PERCENTAGES:
                one.component = about
            elif one.unit == "percent" and probe.component not in _PERCENTAGES:
                continue
            drafts.append(one)
        view = masked(text, [(one.start, one.end) for one in drafts])
    _named(view, drafts, names, words)
    _chains(view, drafts, second)
    _inherited(view, drafts)
    return list(drafts)


def _named(
    view: str, drafts: Sequence[FigureDraft], names: Sequence[Found], words: Grammar
) -> None:
    """What the words right around each amount say."""
    used: set[int] = set()
    for at, draft in enumerate(drafts):
        left = drafts[at - 1].end if at else 0
        right = drafts[at + 1].start if at + 1 < len(drafts) else len(view)
        _own(view, draft, left, right, [one for one in names if one.start not in used], used, words)
        tail = view[draft.end : right]
        draft.yearly = draft.amount.mention.period == "year" or bool(
            words.yearly.search(re.split(r",|\swith\s|\sand\s", tail[:40])[0])
        )
        spread = draft.unit == "money" and (draft.amount.mention.years or _YEARS.match(tail))
        if draft.component is None and (spread or draft.unit == "shares"):
            draft.component, draft.explicit = "equity", True


def _inherited(view: str, drafts: Sequence[FigureDraft]) -> None:
    """Give an amount without a word the component of the amount before it.

    '$60K in year 1 and $40K in year 2', '$15K (can push to $20K)'.
    """
    for at in range(1, len(drafts)):
        gap = _PARENS.sub(" ", view[drafts[at - 1].end : drafts[at].start])
        if drafts[at].component is None and (
            (_OR.match(gap) and len(gap.split()) <= 4) or _ASIDE.match(gap)
        ):
            drafts[at].component, drafts[at].explicit = (
                drafts[at - 1].component,
                drafts[at - 1].explicit,
            )
    for at in reversed(
        range(1, len(drafts))
    ):  # "€90K, £80K and $120K base": one per currency, said once behind them
        one, after = drafts[at - 1], drafts[at]
        listed = _LIST.match(view[one.end : after.start]) and one.currency != after.currency
        if (
            listed
            and one.unit == after.unit == "money"
            and one.component is None
            and after.explicit
        ):
            one.component, one.explicit = after.component, True


def _own(
    view: str,
    draft: FigureDraft,
    left: int,
    right: int,
    names: Sequence[Found],
    used: set[int],
    words: Grammar,
) -> None:
    """Set the component that the words right before or right behind an amount name.

    Words before it come first.
    """
    asides = [match.span() for match in _PARENS.finditer(view, left, draft.start)]
    before = [one for one in names if left <= one.start and one.end <= draft.start]
    before = [one for one in before if not any(start < one.start < end for start, end in asides)]
    after = [one for one in names if draft.end <= one.start and one.end <= right]
    around = [one for one in names if one.start <= draft.start and draft.end <= one.end]
    taken = around[0] if around else None
    if taken is None and before and _linked(view[before[-1].end : draft.start], words):
        taken = before[-1]
    # 'That is worth a premium: $200K base' is a base, and 'total comp target: $290K' the total.
    if (
        taken is None
        or taken.name == "none"
        or re.search(r":|\s[—–]\s", view[taken.end : draft.start])
    ):
        behind = next((one for one in after if _follows(view[draft.end : one.start], words)), None)
        taken = behind or taken
    if (
        taken
        and "package" in taken.text.casefold()
        and after
        and not view[draft.end : after[0].start].strip()
    ):
        taken = after[0]  # an offer's "package is $185K base"
    if taken is not None:
        used.add(taken.start)
        draft.component, draft.explicit = taken.name, True
        if draft.unit == "shares" and taken.name not in ("other", "equity"):
            draft.component = "equity"


def _linked(gap: str, words: Grammar) -> bool:
    """Whether nothing but linking words stands between a component and the amount behind it."""
    gap = _PARENS.sub(" ", gap)
    if re.search(r"[;,+/\[)]|\.\s", gap):
        return False
    between = [word.strip(".").casefold() for word in _WORD.findall(gap)]
    return len(between) <= _MOST_WORDS and all(word in words.links for word in between)


def _follows(gap: str, words: Grammar) -> bool:
    """Whether the words between an amount and a component make it that component's amount.

    '$220K in liquid RSUs' does, '$220K, and a bonus' does not.
    """
    gap = re.sub(r"^\s*(?:\+|/\s?\d?-?yr|/year|/yr|\(\d-?yr\))?", " ", gap)
    gap = re.sub(
        r"(?<=\w)-(?=\w)", "", re.sub(r"^\s*(?:in|of)\b", " ", gap)
    )  # the "on" of "on-call" is no preposition
    return (
        not _BREAK.search(gap) and not words.stops.search(gap) and len(gap.split()) <= _MOST_WORDS
    )


def _chains(view: str, drafts: Sequence[FigureDraft], second: str) -> None:
    """Set the components of amounts with a slash between them.

    They are a pair of base and equity, one amount in two currencies, or one for each region.
    """
    at = 0
    while at < len(drafts):
        end = at + 1
        while end < len(drafts) and _joined(view, drafts[end - 1], drafts[end]):
            end += 1
        if end - at > 1:
            _chain(view, drafts[at:end], drafts[:at])
        at = end
    for at in range(1, len(drafts)):
        gap = view[drafts[at - 1].end : drafts[at].start].strip()
        one, other = drafts[at - 1], drafts[at]
        if gap in ("+", "and", "plus") and one.component is None and other.component is None:
            one.component, other.component = _pattern(drafts[: at - 1]) or ("base", second)


def _joined(view: str, one: FigureDraft, other: FigureDraft) -> bool:
    gap = _PARENS.sub(" ", view[one.end : other.start])
    if one.explicit:
        gap = re.sub(r"^[^/,;.]{0,40}", "", gap)
    return bool(_CHAIN.match(gap)) and len(gap.split()) <= 4


def _chain(view: str, chain: Sequence[FigureDraft], before: Sequence[FigureDraft]) -> None:
    said = next((one.component for one in reversed(chain) if one.component), None)
    currencies = {one.currency for one in chain if one.unit == "money"}
    regions = any("(" in view[one.end : other.start] for one, other in itertools.pairwise(chain))
    if len(chain) == 2 and len(currencies) == 1 and not regions:
        one, other = chain
        first, second = _pattern(before) or ("base", "equity")
        if one.component is None and other.component != "base":
            one.component, one.explicit = (
                (first if other.component in (None, "equity") else "base"),
                True,
            )
        if other.component is None:
            other.component = second if one.component != "equity" else "equity"
        other.explicit = True
        return
    for one in chain:
        if one.component is None and said:
            one.component, one.explicit = said, True


def _pattern(before: Sequence[FigureDraft]) -> tuple[str, str] | None:
    """The two components of the pair before, which a pair without words repeats."""
    said = [
        one.component for one in before if one.component in ("base", "equity", "bonus", "total")
    ]
    return (
        (said[0] or "base", said[1] or "equity") if len(said) >= 2 and said[0] != said[1] else None
    )
