"""A draft held against a case → all that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from counteroffer.replies.claims import claims_found
from counteroffer.replies.figures import FiguresHeld
from counteroffer.replies.finding import CODES, CheckedReply, ReplyFinding
from counteroffer.replies.known import KnownCase
from counteroffer.replies.plain_text import PlainText
from counteroffer.replies.promises import promises_found
from counteroffer.replies.reading import DraftReader, ReadSentence
from counteroffer.replies.spot import DraftSpot
from counteroffer.replies.words import ReplyVocabulary


def check_draft(draft: str, case: KnownCase, words: ReplyVocabulary) -> CheckedReply:
    """What of a draft is not true of the case, or not to be said."""
    reader, plain = DraftReader(words, case), PlainText.of(draft)
    own = (one for text in case.own for one in reader.sentences(PlainText.of(text)))
    figures = FiguresHeld(case, own)
    spots = list(_spots(reader.sentences(plain), case, words, figures))
    return CheckedReply(draft, tuple(_findings(draft, plain, spots)))


def _spots(
    sentences: Iterable[ReadSentence],
    case: KnownCase,
    words: ReplyVocabulary,
    figures: FiguresHeld,
) -> Iterator[DraftSpot]:
    for one in sentences:
        yield from figures.found(one)
        yield from claims_found(one, case, words)
        yield from promises_found(one, case, words)


def _findings(draft: str, plain: PlainText, spots: list[DraftSpot]) -> Iterator[ReplyFinding]:
    """The findings in the order of the draft; of two of a code that overlap the first, longest."""
    breaks = list(chain([-1], (at for at, char in enumerate(draft) if char == "\n")))
    ends: dict[str, int] = {}
    for spot in sorted(spots, key=lambda one: (one.start, -one.end, list(CODES).index(one.code))):
        if spot.start < ends.get(spot.code, -1):
            continue
        ends[spot.code] = spot.end
        start, end = plain.span(spot.start, spot.end)
        line = sum(at < start for at in breaks)
        yield ReplyFinding(
            spot.code,
            spot.severity or CODES[spot.code].severity,
            spot.message,
            spot.path,
            start,
            end,
            line,
            start - breaks[line - 1],
        )
