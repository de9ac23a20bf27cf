"""Page → the figures of its levers and its strategy: role, component, region, and what was not
understood."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from counteroffer.reader.areas import Areas, areas, locate
from counteroffer.reader.components import components
from counteroffer.reader.context import PassageFigures
from counteroffer.reader.figure import FigureRead, LeverRead, Part, Role, UnreadText
from counteroffer.reader.gate import gate
from counteroffer.reader.grammar import Grammar, found
from counteroffer.reader.level_names import LevelNames
from counteroffer.reader.levers import lever_blocks, texts
from counteroffer.reader.markdown_blocks import Block, Page
from counteroffer.reader.offers import companies
from counteroffer.reader.restatements import said_again
from counteroffer.reader.roles import role_of_title, roles
from counteroffer.reader.sentences import FigureDraft, Sentence, sentences
from counteroffer.reader.strategy import strategy_blocks
from counteroffer.reader.vocabulary import Vocabulary

MOST = 400  # amounts of one lever or strategy: five times the most that were seen
_LARGE, _SMALL = (
    12,
    Decimal("0.004"),
)  # of the highest band in a currency: what is more or less is no pay


@dataclass(frozen=True, slots=True)
class Passage:
    """What it takes to read one: the vocabulary, the guide's bands and regions, and the words of
    the employer's name."""

    words: Grammar
    bands: Sequence[FigureRead]
    areas: Areas
    employer: Collection[str]
    home: str | None
    part: Part
    levels: LevelNames
    lever: int | None = None
    about: str | None = None  # the component that the lever's title names


@dataclass(frozen=True, slots=True)
class Understood:
    """The figures in the order of the text, and what to look at."""

    figures: tuple[FigureRead, ...]
    review: tuple[UnreadText, ...]


def understand(blocks: Sequence[Block], passage: Passage) -> Understood:
    """Reads the sentences one after the other: what one leaves out may have been said before it."""
    stated = PassageFigures(passage.bands)
    figures: list[FigureRead] = []
    review: list[UnreadText] = []
    region: str | None = None
    seen = 0
    for block in blocks:
        level = _level_above(block, blocks, passage)
        said = role_of_title(block.section, passage.words) if block.kind == "item" else None
        for sentence in sentences(_untitled(block, passage.words), passage.home):
            if not sentence.amounts:
                region = None
                continue
            seen += len(sentence.amounts)
            if seen > MOST:
                why = (
                    f"a lever or a strategy with more than {MOST} amounts: "
                    "those from here on are not read"
                )
                return Understood(
                    tuple(figures),
                    (*review, UnreadText(sentence.line, sentence.text[:80].strip(), why)),
                )
            drafts, region, level = _drafts(sentence, passage, stated, (region, level, said))
            figures += (
                figure for one in drafts for figure in _figures(sentence, one, drafts, passage)
            )
            review += _unread(drafts, passage)
    return Understood(tuple(figures), tuple(review))


def _untitled(block: Block, words: Grammar) -> Block:
    """A block without the title of the strategy, which says nothing of its amounts."""
    first = block.lines[0] if block.lines else None
    if (
        first is None
        or not words.strategy.search(block.title)
        or not first.text.startswith(block.title)
    ):
        return block
    rest = first.text[len(block.title) :].lstrip(" :")
    return replace(block, lines=(replace(first, text=rest), *block.lines[1:]))


def _drafts(
    sentence: Sentence,
    passage: Passage,
    stated: PassageFigures,
    around: tuple[str | None, str | None, str | None],
) -> tuple[list[FigureDraft], str | None, str | None]:
    """The amounts of a sentence with all that it says of them; and its region and its level, for
    the sentence behind.

    `around`: the region of the sentence before, the level and the role that the titles above say.
    """
    text = sentence.text
    region, level, above = around
    second = "equity" if any(band.component == "equity" for band in passage.bands) else "bonus"
    drafts = components(
        text, [FigureDraft(one) for one in sentence.amounts], passage.words, second, passage.about
    )
    default = (
        above
        if passage.part == "headline" and above
        else "ask"
        if passage.part == "headline" or sentence.quoted
        else None
    )
    roles(
        text,
        drafts,
        passage.words,
        passage.employer,
        default,
        sentence.quoted or passage.part != "headline",
    )
    said = locate(text, drafts, passage.areas)
    for one in drafts:
        if not _pay(one, passage.bands):
            one.role = "none"
        if one.region is None and region and one.currency in passage.areas.own[region]:
            one.region = region
    said_again(text, drafts, passage.bands)
    level = _levels(text, drafts, passage, level)
    for one in drafts:
        one.repeat = not (sentence.labelled and one.explicit) and stated.repeats(one)
        if one.component is None and one.role in (
            "ask",
            "floor",
            "example-offer",
            "employer-counter",
        ):
            one.component = stated.component(one)
        if not one.repeat:
            gate(one, passage.bands)
        if one.role and one.component and not one.blank and not one.refused:
            stated.drafts.append(one)
    return drafts, said, level


def _pay(draft: FigureDraft, bands: Sequence[FigureRead]) -> bool:
    """Whether an amount is of the size of pay: a market's billions and the price of a share are
    not."""
    if draft.blank:
        return False
    if draft.unit != "money":
        return True
    highs = [
        Decimal(band.high)
        for band in bands
        if band.currency == draft.currency and band.component != "bonus"
    ]
    if not highs:
        return draft.low >= 500 and draft.high < 10**9
    return max(highs) * _SMALL <= draft.low and draft.high <= max(highs) * _LARGE


def _level_above(block: Block, blocks: Sequence[Block], passage: Passage) -> str | None:
    """The level that the titles above a block name.

    The heading of one level's pay table says nothing of a strategy that stands below all of them.
    """
    of_table = passage.levels.of_title(block.section) == block.section
    alone = len({one.section for one in blocks}) == 1
    section = "" if of_table and alone and passage.part == "headline" else block.section
    titles = f"{section} {block.title}"
    match = passage.words.level.search(titles)
    return passage.levels.of_title(titles) or (match.group() if match else None)


def _levels(
    text: str, drafts: Sequence[FigureDraft], passage: Passage, level: str | None
) -> str | None:
    """Sets the level of each amount; the last one that is named holds for what follows.

    '$165K base for P2; $190K base for P3' names a level behind the amounts of each part.
    """
    words, named = passage.words, passage.levels.found(text)
    for one in drafts:
        end = next(
            (at for at in (text.find(mark, one.end) for mark in (";",)) if at >= 0), len(text)
        )
        match = re.search(rf"\bfor\s+({words.level.pattern})", text[one.end : end])
        before = [label for at, label in named if at < one.start]
        last = before[-1] if before else named[0][1] if len(named) == 1 else level
        code = match.group(1) if match else None
        one.level = (passage.levels.labels.get(code, code) if code else None) or last
    return named[-1][1] if named else level


def _figures(
    sentence: Sentence, draft: FigureDraft, drafts: Sequence[FigureDraft], passage: Passage
) -> Iterator[FigureRead]:
    if (
        draft.role in (None, "none")
        or draft.repeat
        or draft.refused
        or draft.blank
        or not draft.component
        or draft.component == "none"
    ):
        return
    if draft.role == "market" and not draft.explicit:
        return
    if _unsettled(draft, passage):
        return
    named = (
        companies(sentence.text, draft, drafts, passage.words)
        if draft.role == "example-offer"
        else ()
    )
    if draft.role == "example-offer" and not named:
        named = (
            next(
                (one.company for one in reversed(drafts) if one.company and one.end <= draft.start),
                None,
            )
            or "",
        )
    figure = _figure(draft, passage)
    if not named:
        yield figure
    for name in named:
        draft.company = name or None
        yield replace(figure, company=draft.company)


def _unsettled(draft: FigureDraft, passage: Passage) -> str:
    """Why a figure that is understood stands for nothing here; "" for most."""
    offered = draft.role == "example-offer" and passage.part == "headline"
    if offered and draft.component not in ("base", "equity", "total"):
        return f"{draft.component}: an example offer has a base, an equity and a total"
    if draft.role == "floor" and passage.part == "lever":
        return f"{draft.component}: a floor inside a lever"
    return ""


def _figure(draft: FigureDraft, passage: Passage) -> FigureRead:
    mention = draft.amount.mention
    role: Role = draft.role  # type: ignore[assignment]
    if passage.part == "lever" and role == "example-offer":
        # What a lever cites to argue with: offers that a floor is argued from are in the strategy.
        role = "market"
    return FigureRead(
        part=passage.part,
        role=role,
        component=draft.component or "base",
        region=draft.region,
        level=draft.level,
        low=mention.low,
        high=mention.high,
        currency=mention.currency,
        line=draft.amount.line,
        text=mention.text,
        alternate=draft.alternate,
        period="year" if draft.yearly else mention.period,
        years=mention.years,
        unit="money" if mention.unit == "placeholder" else mention.unit,
        tier=draft.tier if role == "floor" else None,
        lever=passage.lever,
    )


def _unread(drafts: Sequence[FigureDraft], passage: Passage) -> Iterator[UnreadText]:
    for one in drafts:
        if one.role and one.component and not one.repeat and (why := _unsettled(one, passage)):
            yield UnreadText(one.amount.line, one.amount.mention.text, why, 4)
            continue
        silent = one.role is None and not one.repeat and one.unit == "money" and not one.blank
        why = one.refused or ("no word beside the amount says what it is" if silent else "")
        if why:
            yield UnreadText(one.amount.line, one.amount.mention.text, why)


def _about(title: str, words: Vocabulary) -> str | None:
    """The component that a lever's title names, where it names one."""
    named = {one.name for one in found(title, words.prose.components)} - {"none", "other"}
    return named.pop() if len(named) == 1 else None


@dataclass(frozen=True, slots=True)
class Prose:
    """The levers, the figures of the strategy, and the amounts of both that no word explains."""

    levers: tuple[LeverRead, ...]
    strategy: tuple[FigureRead, ...]
    review: tuple[UnreadText, ...]
    blocks: tuple[Block, ...] = ()  # that were read


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
    levels = LevelNames.of(band.level for band in bands)
    employer = frozenset(word for word in re.findall(r"[\w']+", company) if len(word) > 2)
    levers: list[LeverRead] = []
    review: list[UnreadText] = []
    blocks: list[Block] = []
    for at, lever in enumerate(lever_blocks(page.blocks, words.prose)):
        blocks += lever.blocks
        said = understand(
            lever.blocks,
            Passage(
                words.prose,
                bands,
                known,
                employer,
                home,
                "lever",
                levels,
                at,
                _about(lever.title, words),
            ),
        )
        line = lever.blocks[0].line if lever.blocks else lever.line
        levers.append(
            LeverRead(
                lever.number, lever.title, " ".join(texts(lever.blocks)).strip(), line, said.figures
            )
        )
        review += said.review
    strategy = strategy_blocks(page.blocks, words.prose)
    said = understand(
        strategy,
        Passage(words.prose, bands, known, employer, home, "headline", levels),
    )
    return Prose(tuple(levers), said.figures, (*review, *said.review), (*blocks, *strategy))
