"""Page → the figures of its levers and its strategy: role, component, region, and what was not
understood."""

from __future__ import annotations

import re
from dataclasses import dataclass

from counteroffer.reader.areas import areas
from counteroffer.reader.figure import FigureRead, LeverRead
from counteroffer.reader.levers import lever_blocks, strategy_blocks, texts
from counteroffer.reader.markdown_blocks import Page
from counteroffer.reader.passage import Passage, understand
from counteroffer.reader.review import ReviewNote
from counteroffer.reader.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Prose:
    """The levers, the figures of the strategy, and the amounts of both that no word explains."""

    levers: tuple[LeverRead, ...]
    strategy: tuple[FigureRead, ...]
    review: tuple[ReviewNote, ...]


def read_prose(
    page: Page, bands: tuple[FigureRead, ...], words: Vocabulary, company: str = ""
) -> Prose:
    """Reads levers and strategy.

    `bands` say which regions and currencies the guide has, and how much pay is; the company's own
    offer is no example of another one.
    """
    known = areas(bands, words.prose)
    home = next(
        (band.currency for band in bands if band.currency in ("JPY", "CNY", "SEK", "NOK", "DKK")),
        None,
    )
    home = home or next((band.currency for band in bands if band.currency not in (None, "%")), None)
    employer = frozenset(word for word in re.findall(r"[\w']+", company) if len(word) > 2)
    levers: list[LeverRead] = []
    review: list[ReviewNote] = []
    for at, lever in enumerate(lever_blocks(page.blocks, words.prose)):
        said = understand(
            lever.blocks, Passage(words.prose, bands, known, employer, home, "lever", at)
        )
        line = lever.blocks[0].line if lever.blocks else lever.line
        levers.append(
            LeverRead(
                lever.number, lever.title, " ".join(texts(lever.blocks)).strip(), line, said.figures
            )
        )
        review += said.review
    said = understand(
        strategy_blocks(page.blocks, words.prose),
        Passage(words.prose, bands, known, employer, home, "headline"),
    )
    return Prose(tuple(levers), said.figures, (*review, *said.review))
