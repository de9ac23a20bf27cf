"""Claims of offers: by whom, how many, and that they are in writing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from counteroffer.replies.known import HeldOffer, KnownCase
from counteroffer.replies.reading import Cue, ReadSentence, name_pattern
from counteroffer.replies.spot import DraftSpot
from counteroffer.replies.words import ReplyVocabulary
from counteroffer.text.errors import Way

_CAPITAL = re.compile(r"(?<=[\w,:(] )(?P<name>[A-Z][\w&.'-]*)(?!\w)")
_ALL = {"many": 2, "one": 1}


def claims_found(one: ReadSentence, case: KnownCase, words: ReplyVocabulary) -> Iterator[DraftSpot]:
    """What a sentence claims of offers from elsewhere, and the case does not hold."""
    yield from _companies(one, case)
    yield from _unknown_names(one, case, words)
    yield from _numbers(one, case, words)
    yield from _writing(one, case, words)


def _companies(one: ReadSentence, case: KnownCase) -> Iterator[DraftSpot]:
    """Companies whose offers are private or do not count, and such as the case does not know."""
    told: set[int] = set()
    for mention in one.mentions:
        hidden = next((no for no in case.not_held if no.company == mention.company), None)
        if hidden is None:
            continue
        claimed = hidden.private or one.topic_at(mention.start, mention.end) == "held"
        if claimed:
            told.add(mention.start)
            code = "private-fact" if hidden.private else "offer-not-held"
            yield _spot(one, mention, code, f"{hidden.company}: {hidden.why}", hidden.path)
    for claim in one.claims:
        if claim.start not in told and not _is_held(claim.company or "", case):
            message = f"the case holds no offer from {claim.company}{_who_is(case)}"
            yield _spot(one, claim, "offer-not-held", message, ("competing",))


def _spot(one: ReadSentence, cue: Cue, code: str, message: str, path: Way) -> DraftSpot:
    return DraftSpot(code, message, one.start + cue.start, one.start + cue.end, path)


def _who_is(case: KnownCase) -> str:
    names = [held.company for held in case.held]
    return f": name {' or '.join(names)}" if names else ", and none from elsewhere that is held"


def _is_held(name: str, case: KnownCase) -> bool:
    return any(name_pattern(held.company).search(name) for held in case.held)


def _unknown_names(
    one: ReadSentence, case: KnownCase, words: ReplyVocabulary
) -> Iterator[DraftSpot]:
    """Names that nothing of the case has, in what is said of an offer from elsewhere."""
    taken = [(claim.start, claim.end) for claim in (*one.claims, *one.mentions)]
    for match in _CAPITAL.finditer(one.text):
        name = match["name"].rstrip(".'")
        bare = name.removesuffix("'s").casefold()
        if bare in words.proper or bare in case.names or not bare.isalpha():
            continue
        if any(start <= match.start() < end for start, end in taken):
            continue
        if one.topic_at(match.start(), match.end()) != "held":
            continue
        message = f"is {name} who made this offer? The case holds none from there{_who_is(case)}"
        at = one.start + match.start("name")
        yield DraftSpot("offer-not-held", message, at, at + len(name), ("competing",), "warning")


def _numbers(one: ReadSentence, case: KnownCase, words: ReplyVocabulary) -> Iterator[DraftSpot]:
    """More offers than are held."""
    held = len(case.held)
    found = [
        (_count(match["count"], words), match)
        for match in words.counted.finditer(one.text)
        if not _yours(one, match)
    ]
    found += [
        (_ALL[name], match)
        for name, pattern in words.counts.items()
        for match in pattern.finditer(one.text)
        if not _yours(one, match)
    ]
    for count, match in found:
        if count > held:
            has = "one that may be named" if held == 1 else f"{held or 'none'} that may be named"
            yield DraftSpot(
                "more-offers-than-held",
                f"this claims {count if count > 1 else 'an'} offer{'s' if count > 1 else ''}"
                f"{' or more' if count > 1 else ''} from elsewhere; the case holds {has}",
                one.start + match.start(),
                one.start + match.end(),
                ("competing",),
            )


def _yours(one: ReadSentence, match: re.Match[str]) -> bool:
    """Whether the reader's own offer is meant: I have received your offer, an offer from you."""
    behind = one.text[match.end() :]
    ours = re.match(r"\s+(?:from|by|of|for)\s+(?:you|your|the|this)\b", behind, re.IGNORECASE)
    return bool(ours) or bool(re.search(r"\byour?\b", match.group(), re.IGNORECASE))


def _count(text: str, words: ReplyVocabulary) -> int:
    return int(text) if text.isdigit() else words.numbers.numerals.get(text.casefold(), 1)


def _writing(one: ReadSentence, case: KnownCase, words: ReplyVocabulary) -> Iterator[DraftSpot]:
    """Offers that are said to be in writing, and are not by the case."""
    if case.evidence == "verbal" and (match := words.written_theirs.search(one.text)):
        message = "their offer was made by word of mouth: offer.evidence is verbal"
        yield _at(one, match, message, ("offer", "evidence"))
    for pattern, carried in ((words.written, False), (words.written_back, True)):
        for match in pattern.finditer(one.text):
            topic = one.topic_at(match.start(), match.end())
            topic = one.before[0] if carried and topic in (None, "held") else topic
            if topic == "held":
                company = one.company_at(match.start(), match.end())
                yield from _held_in_writing(one, case, match, company or one.before[1])


def _held_in_writing(
    one: ReadSentence, case: KnownCase, match: re.Match[str], company: str | None
) -> Iterator[DraftSpot]:
    said = [held for held in case.held if company is None or held.company == company]
    if not said or any(held.evidence == "written" for held in said):
        return
    first: HeldOffer = said[0]
    how = (
        f"{first.company}'s offer is by word of mouth"
        if first.evidence == "verbal"
        else f"the case does not say that {first.company}'s offer is in writing"
    )
    yield _at(one, match, how, (*first.path, "evidence"))


def _at(one: ReadSentence, match: re.Match[str], message: str, path: Way) -> DraftSpot:
    return DraftSpot(
        "not-in-writing", message, one.start + match.start(), one.start + match.end(), path
    )
