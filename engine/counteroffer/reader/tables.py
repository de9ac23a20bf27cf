"""Page → the figures of its pay tables: one for each cell, with alternates, and what can't be read,
with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from counteroffer.money.currencies import HOME_DOLLARS
from counteroffer.reader.bullets import bulleted
from counteroffer.reader.figure import FigureRead, UnreadText
from counteroffer.reader.layout import Cell, PayTable, pay_table
from counteroffer.reader.level_headings import by_heading
from counteroffer.reader.level_lines import in_lines
from counteroffer.reader.markdown_blocks import Page
from counteroffer.reader.mentions import Mention, cell_mentions
from counteroffer.reader.unlike import factors, formula_note, net_note, unread_note
from counteroffer.reader.vocabulary import Vocabulary

_YEARS = re.compile(r"(?i)\b([1-9])[\s-]*(?:yr|year)s?\b")
_YEARLY = re.compile(
    r"(?i)/ ?(?:yr|year|annum)\b|\bper"
    r" (?:year|annum)\b|\bannual(?:ly|ized|ised)?\b|\byearly\b|\bp\.a\."
)
_MONTHLY = re.compile(r"(?i)/ ?(?:mo|month)\b|\bper month\b|\bmonthly\b")
_THOUSANDS = re.compile(
    r"(?i)\b(?:all |figures|amounts|values|salaries|numbers)\b[^.]{0,40}\bin (?:[A-Z]{3}"
    r" )?thousands\b"
)
_UNITS = re.compile(r"\(([^)]*)\)|[/,]\s*([^(]*)")
_BARE = re.compile(r"[\d.,\s–-]*\d\s*")
_SPREAD = ("equity", "profit_sharing", "other", "carry", "unspecified")


@dataclass(frozen=True, slots=True)
class Bands:
    """The figures of all pay tables, in their order, the layout of the first, and what was not
    read."""

    figures: tuple[FigureRead, ...]
    layout: str
    review: tuple[UnreadText, ...]


def bands(page: Page, words: Vocabulary) -> Bands:
    """The figures of the pay tables of a page."""
    found, unread = _tables(page, words)
    for listing in (in_lines, bulleted):
        if not found and (listed := listing(page.blocks, words)):
            found.append((listed, 0))
    figures: list[FigureRead] = []
    review: list[UnreadText] = []
    formula = [(block, title) for block in page.blocks if (title := factors(block, words))]
    if formula:
        unread.append(formula_note(*formula[0]))
        found = [(table, power) for table, power in found if not _benchmark(table)]
    for table, power in found:
        for group in _ranges(table.cells):
            some, notes = _read(page, group, words, power)
            figures += some
            review += notes
        if table.layout == "level by region" and any(
            cell.component == "unspecified" for cell in table.cells
        ):
            first = table.cells[0].line
            why = "levels against regions, and no word on what is paid: probably base"
            review.append(UnreadText(first.line, page.source[first.line - 1].strip(), why))
    return Bands(
        tuple(figures),
        found[0][0].layout if found else "none",
        tuple(sorted((*review, *unread), key=lambda note: note.line)),
    )


def _tables(page: Page, words: Vocabulary) -> tuple[list[tuple[PayTable, int]], list[UnreadText]]:
    """The pay tables of a page, each with the power of ten that its figures are in; and notes."""
    found: list[tuple[PayTable, int]] = []
    unread: list[UnreadText] = []
    above = ""
    leveled = by_heading(page.blocks, words)
    for at, block in enumerate(page.blocks):
        if block.kind == "table":
            table = leveled.get(at) or pay_table(block, words)
            if table:
                found.append((table, 3 if _THOUSANDS.search(above) else 0))
            else:
                unread += filter(None, (unread_note(block, words),))
        elif block.kind != "heading":
            above = block.text
    return found, unread


def _benchmark(table: PayTable) -> bool:
    """Whether a table does not say what its figures are, and multipliers stand beside it."""
    return all(cell.component == "unspecified" for cell in table.cells)


def _ranges(cells: Sequence[Cell]) -> Iterator[tuple[Cell, ...]]:
    """Cells one by one, but the two ends of a range that has a column for each together."""
    at = 0
    while at < len(cells):
        cell = cells[at]
        ends = [
            other
            for other in cells[at : at + 3]
            if other.end
            and (other.component, other.region, other.level)
            == (cell.component, cell.region, cell.level)
        ]
        if cell.end == "low" and any(other.end == "high" for other in ends):
            yield tuple(ends)
            at += len(ends)
        else:
            yield (cell,)
            at += 1


def _read(
    page: Page, group: Sequence[Cell], words: Vocabulary, power: int
) -> tuple[list[FigureRead], list[UnreadText]]:
    read = [
        (cell, _mentions(cell, words, power))
        for cell in group
        if cell.end != "middle" or len(group) == 1
    ]
    if len(group) > 1:
        return _both_ends(page, read)
    (cell, found), *_ = read
    text = cell.line.text.strip()
    if text.casefold() in words.nothing:
        return [], []
    if _is_net(cell, words):
        return [], [net_note(cell.line.line, text)]
    chosen, alternates = _chosen(cell, found, words)
    if chosen is None:
        return [], [UnreadText(cell.line.line, text, "no figure", 1)]
    figures = [
        _figure(page, cell, chosen, False),
        *(_figure(page, cell, one, True) for one in alternates),
    ]
    notes = [
        UnreadText(cell.line.line, one.text, one.note) for one in (chosen, *alternates) if one.note
    ]
    beside = [one for one in found if one.unit == "money" and one not in (chosen, *alternates)]
    notes += [
        UnreadText(cell.line.line, one.text, f"stands beside {chosen.text}") for one in beside
    ]
    return figures, notes


def _is_net(cell: Cell, words: Vocabulary) -> bool:
    """Whether pay is after tax: the cell's own words count before those of its titles."""
    if cell.component not in ("base", "total", "unspecified"):
        return False
    net, gross = words.titles["net"], words.titles["gross"]
    if net.search(cell.line.text) or gross.search(cell.line.text):
        return bool(net.search(cell.line.text))
    return bool(net.search(cell.title)) and not gross.search(cell.title)


def _both_ends(
    page: Page, read: Sequence[tuple[Cell, tuple[Mention, ...]]]
) -> tuple[list[FigureRead], list[UnreadText]]:
    (first, low), (last, high) = read[0], read[-1]
    text = f"{first.line.text} {last.line.text}"
    if not low or not high or low[0].currency != high[0].currency:
        return [], [UnreadText(first.line.line, text, "no figure at both ends", 1)]
    source = page.source[first.line.line - 1]
    start = source.find(first.line.text)
    end = source.find(last.line.text, start + len(first.line.text))
    joined = replace(
        low[0],
        high=high[0].high,
        text=source[start : end + len(last.line.text)] if 0 <= start < end else source.strip(),
    )
    return [_figure(page, first, joined, False)], []


def _mentions(cell: Cell, words: Vocabulary, power: int) -> tuple[Mention, ...]:
    said = [*words.stated_currencies(cell.title), *words.stated_currencies(cell.region or "")]
    home = (
        said[0]
        if said
        else words.place_currency(cell.region or "") or ("USD" if "$" in cell.title else None)
    )
    dollars = [code for code in said if code in HOME_DOLLARS]
    dollar = dollars[0] if dollars and "USD" not in said else None
    scale = next((power for power, some in words.scales if some.search(_units(cell.title))), power)
    text = cell.line.text
    if "%" in cell.title and _BARE.fullmatch(text):
        return tuple(
            replace(one, text=text.strip(), end=len(text))
            for one in cell_mentions(text + "%", home)
        )
    found = cell_mentions(text, home, scale, dollar)
    unsure = (
        ""
        if said or "$" in cell.title
        else f"no currency is said: {f'that of {cell.region}' if home else 'none'}"
    )
    return tuple(
        (
            replace(one, currency=home, note=unsure)
            if one.unit == "money" and not (one.currency or one.note)
            else one
        )
        for one in found
    )


def _units(title: str) -> str:
    """What a title says in brackets, or behind a slash or a comma: where units stand."""
    return " ; ".join(" ".join(part) for part in _UNITS.findall(title))


def _chosen(
    cell: Cell, found: Sequence[Mention], words: Vocabulary
) -> tuple[Mention | None, list[Mention]]:
    """The figure of a cell, and the same figure said again."""
    money = [one for one in found if one.unit == "money"]
    percent = [one for one in found if one.unit == "percent"]
    shares = [one for one in found if one.unit == "shares"]
    if not money:
        if cell.component in ("base", "total", "unspecified") or not (percent or shares):
            return None, []
        return (shares or percent)[0], (percent if shares else [])[:0]
    said = [*words.stated_currencies(cell.region or ""), *words.stated_currencies(cell.title)]
    own = said[0] if said else words.place_currency(cell.region or "")
    chosen = next((one for one in money if one.currency == own), money[0])
    alternates = [
        one
        for one in money
        if (one.currency, one.period, one.years) != (chosen.currency, chosen.period, chosen.years)
    ]
    if cell.component == "bonus":
        alternates += percent
    return chosen, [*alternates, *shares]


def _figure(page: Page, cell: Cell, one: Mention, alternate: bool) -> FigureRead:
    text = (
        one.text
        if one.text in page.source[cell.line.line - 1]
        else page.source[cell.line.line - 1].strip()
    )
    period, years = one.period, one.years
    if not period and not years and one.unit != "percent":
        period, years = _time(cell)
    unclear = cell.component == "other" and one.unit == "percent"  # of what, no column's title says
    return FigureRead(
        "band",
        "band",
        cell.component,
        cell.region,
        cell.level,
        one.low,
        one.high,
        None if unclear else one.currency,
        cell.line.line,
        text,
        alternate,
        period,
        years,
        one.unit,
    )


def _time(cell: Cell) -> tuple[str | None, int | None]:
    """The period or the years that the titles of a cell say."""
    if cell.component in _SPREAD and (years := _YEARS.search(cell.title)):
        return None, int(years.group(1))
    if _MONTHLY.search(cell.title):
        return "month", None
    return ("year" if _YEARLY.search(cell.title) else None), None
