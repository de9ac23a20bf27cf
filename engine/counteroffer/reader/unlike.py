"""Tables of pay that a guide in YAML has no form for: what was seen, and how to write it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from counteroffer.reader.figure import UnreadText
from counteroffer.reader.markdown_blocks import Block
from counteroffer.reader.mentions import mentions
from counteroffer.reader.vocabulary import Vocabulary

_FACTOR = re.compile(
    r"\s*(?:0?[.,][0-9]{1,3}|[0-9](?:[.,][0-9]{1,3})?)\s*[x×]?\s*|\s*[0-9]{2,3}\s?%\s*"
)
_NUMBER = re.compile(r"[0-9]{1,3}(?:[.,' ][0-9]{3})+(?:[.,][0-9]{2})?|[0-9]{4,}")
_RATE = re.compile(
    r"(?i)\d[KM]?\s?(?:/|per |an? )\s?(?:h|hr|hour|d|day|wk|week)\b|\b(?:hourly|daily|weekly) rate"
)
_WRITE = "write a table with columns such as Region, Level, Base Salary and Equity"


def factors(block: Block, words: Vocabulary) -> str | None:
    """The title of a column of multipliers; None where a table has none."""
    if len(block.cells) < 2:
        return None
    header, *rows = block.cells
    for column, title in enumerate(header):
        cells = [row[column].text for row in rows if column < len(row) and row[column].text.strip()]
        if words.says("factors", title.text) and cells and all(map(_FACTOR.fullmatch, cells)):
            return title.text.strip()
    return None


def formula_note(block: Block, title: str) -> UnreadText:
    """What to say of a guide whose pay is a benchmark times multipliers."""
    why = (
        f"pay is a formula with multipliers ('{title}'): a benchmark is what nobody is paid;"
        f" {_WRITE}, with the products worked out"
    )
    return UnreadText(block.line, _header(block), why, 1)


def unread_note(block: Block, words: Vocabulary) -> UnreadText | None:
    """What to say of a table that is not read as pay; None where it has no amounts."""
    titles = [cell.text for cell in block.cells[0]]
    texts = [cell.text for row in block.cells for cell in row]
    steps = [title for title in titles if words.says("steps", title)]
    if len(steps) > 1 and any(map(_NUMBER.search, texts)):
        why = (
            f"a table of pay by grade and step ({steps[0]} to {steps[-1]}): write each grade's"
            " range from its first step to its last, with its currency and period"
            " (Level | Base: €50K-€60K, or €4,000-€5,000/month)"
        )
        return UnreadText(block.line, _header(block), why, 1)
    if rate := next(filter(None, map(_RATE.search, texts)), None):
        why = (
            f"pay by the hour, day or week ('{rate.group().strip()}'), which is not read as a"
            " year's: write the base a year (2,080 hours, 260 days, 52 weeks)"
        )
        return UnreadText(block.line, _header(block), why, 1)
    for row in block.cells:
        if any(one.unit == "money" for cell in row for one in mentions(cell.text, None)):
            why = "a table with amounts that is not read as this role's pay"
            return UnreadText(row[0].line, _header(block), why, 1)
    return None


def net_note(line: int, text: str) -> UnreadText:
    """What to say of pay after tax."""
    why = "net pay, after tax: all else is before tax, so it is not read; state it gross"
    return UnreadText(line, text, why, 1)


def seen(notes: Iterable[UnreadText]) -> str:
    """What stands in a file that holds nothing to settle by, from the gravest of its notes."""
    grave = [one for one in notes if one.rank == 1][:3]
    return "; ".join(f"line {one.line}: {one.text}: {one.why}" for one in grave)


def _header(block: Block) -> str:
    return " | ".join(cell.text for cell in block.cells[0])
