"""A tornado chart: how far each fact moves the ask and the floor, as text, SVG or HTML."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from counteroffer.analysis.risk.risk import Effect, FactMove, Risk
from counteroffer.answers.words import Words
from counteroffer.formats.charts.svg import INK, element, page, picture, text
from counteroffer.formats.tables import table
from counteroffer.language.compile import divide

NOTHING_MOVES = "no step that was tried moves the ask or the floor"
BAR = 6  # cells to either side of a bar in a terminal
LESS, MORE, GRID = "#9a4a00", "#1b5a9c", "#767676"  # each 4.5:1 or more on white
ROW, LABELS, PANEL, MARGIN = 34, 270, 330, 20
STYLE = f"""
body {{ font: 15px/1.5 system-ui, sans-serif; color: {INK}; background: #fff; margin: 1.5rem;
  max-width: 62rem; }}
svg {{ max-width: 100%; height: auto; }}
h1 {{ font-size: 1.3rem; }}
h2 {{ font-size: 1.1rem; }}
table {{ border-collapse: collapse; }}
th, td {{ text-align: left; padding: .25rem .9rem .25rem 0; border-bottom: 1px solid #ccc;
  font-weight: 400; }}
thead th {{ font-weight: 600; }}
"""


def _deltas(found: Risk, move: FactMove, side: str) -> list[int]:
    """What less and more of a fact add to the ask or to the floor, the widest of all steps."""
    return [
        max((_delta(found, one, side) for one in effects), key=abs, default=0)
        for effects in (move.lower, move.higher)
    ]


def _delta(found: Risk, effect: Effect, side: str) -> int:
    names = (
        ("floor",)
        if side == "floor"
        else ("annual",)
        if found.now.annual is not None
        else ("base",)
    )
    return (getattr(effect, names[0]) or 0) - (getattr(found.now, names[0]) or 0)


def _widest(found: Risk) -> int:
    return max(
        (
            abs(one)
            for move in found.tornado
            for side in ("ask", "floor")
            for one in _deltas(found, move, side)
        ),
        default=0,
    )


def bars(found: Risk, width: int | None = None) -> str:
    """The tornado for a terminal: a line a fact, or some where the width is less."""
    if not found.tornado:
        return NOTHING_MOVES
    widest = _widest(found) or 1
    rows = [["", "moved", "the ask", "", "the floor", "", ""]]
    for move in found.tornado:
        row = [move.path, _moved(move)]
        for side in ("ask", "floor"):
            deltas = _deltas(found, move, side)
            row += [_bar(deltas, widest), _signed(deltas)]
        turned = [effect.verdict for effect in move.tried if effect.verdict != found.now.verdict]
        rows.append([*row, f"→ {turned[0]}" if turned else ""])
    return table(rows, width=width)


def _moved(move: FactMove) -> str:
    """How a fact was moved: the steps that were tried, of many tags the two that move the most."""
    if move.by != "±1 tag":
        return ", ".join(one.said for one in move.tried)
    tags = [one.said for one in (move.less, move.more) if one]
    return ", ".join([*tags, *(one.said for one in move.lower if one.said[:1] not in "−+")])


def _drawn_steps(found: Risk, move: FactMove) -> str:
    """The steps that a chart shows: the fact's own where they move the most, else all."""
    plain = all(
        _deltas(found, move, side)
        == [_delta(found, one, side) if one else 0 for one in (move.less, move.more)]
        for side in ("ask", "floor")
    )
    if plain and move.by != "±1 tag":
        return move.by
    return _moved(move)


def _bar(deltas: list[int], widest: int) -> str:
    def cells(delta: int) -> int:
        return max(1, divide(abs(delta) * BAR, widest, "half-up")) if delta else 0

    below, above = cells(min(0, *deltas)), cells(max(0, *deltas))
    return " " * (BAR - below) + "█" * below + "│" + "█" * above + " " * (BAR - above)


def _signed(deltas: list[int]) -> str:
    ends = sorted({*deltas} - {0})
    return " ".join(f"{'+' if one > 0 else '−'}{abs(one):,}" for one in ends) or "0"


# a chart


def svg(found: Risk, words: Words, *, heading: bool = True) -> str:
    """The tornado as an SVG; without `heading` for a page that has a heading of its own."""
    rows = found.tornado
    height = 130 + ROW * max(1, len(rows))
    width, top = MARGIN * 2 + LABELS + 2 * PANEL, 0 if heading else 36
    annual = found.now.annual if found.now.annual is not None else found.now.base
    effects = (
        f"{move.path} {_drawn_steps(found, move)}: ask {_signed(_deltas(found, move, 'ask'))}, "
        f"floor {_signed(_deltas(found, move, 'floor'))}"
        for move in rows
    )
    now = f"the ask ({words.money(annual)}) and the floor ({words.money(found.now.floor)})"
    desc = f"How far each fact moves {now}. {'; '.join(effects)}."
    parts: list[str] = []
    title = f"{words.title}: what moves the answer"
    if heading:
        parts.append(_text(MARGIN, 30, title, size=17, weight="600"))
    parts += _legend(MARGIN, 56)
    heads = (
        f"the ask, {words.money(annual)} {'a year' if found.now.annual is not None else 'of base'}",
        f"the floor, {words.money(found.now.floor)} of base",
    )
    widest = _widest(found) or 1
    for number, side in enumerate(("ask", "floor")):
        middle = MARGIN + LABELS + PANEL * number + PANEL // 2
        parts.append(_text(middle, 86, heads[number], anchor="middle", weight="600"))
        parts.append(element("line", x1=middle, x2=middle, y1=96, y2=height - 24, stroke=GRID))
        for row, move in enumerate(rows):
            parts += _drawn(middle, 104 + ROW * row, _deltas(found, move, side), widest)
    for row, move in enumerate(rows):
        parts.append(_text(MARGIN, 104 + ROW * row + 11, _short(move.path, 38)))
        parts.append(
            _text(MARGIN, 104 + ROW * row + 25, _short(_drawn_steps(found, move), 44), size=11)
        )
    if not rows:
        parts.append(_text(MARGIN, 120, NOTHING_MOVES))
    return picture((0, top, width, height - top), title, desc, parts, ids=("title", "desc")) + "\n"


def _drawn(middle: int, top: int, deltas: list[int], widest: int) -> Iterator[str]:
    """The two bars of one fact, for less and for more of it, with the figures at their ends."""
    room = PANEL // 2 - 70
    for delta, colour in sorted(
        zip(deltas, (LESS, MORE), strict=True), key=lambda pair: -abs(pair[0])
    ):
        if delta:
            size = max(1, divide(abs(delta) * room, widest, "half-up"))
            left = middle if delta > 0 else middle - size
            yield element("rect", x=left, y=top, width=size, height=ROW - 14, fill=colour)
    for end in {min(0, *deltas), max(0, *deltas)} - {0}:
        size = max(1, divide(abs(end) * room, widest, "half-up"))
        at = middle + size + 5 if end > 0 else middle - size - 5
        yield _text(at, top + 15, _signed([end]), anchor="start" if end > 0 else "end", size=12)
    if not any(deltas):
        yield _text(middle + 5, top + 15, "0", size=12)


def _legend(x: int, y: int) -> Iterator[str]:
    for at, colour, said in (
        (x, LESS, "the fact lower, or taken away"),
        (x + 230, MORE, "the fact higher, or added"),
    ):
        yield element("rect", x=at, y=y - 11, width=12, height=12, fill=colour)
        yield _text(at + 18, y, said, size=12)


def _text(
    x: int, y: int, said: str, *, anchor: str = "start", size: int = 13, weight: str = "400"
) -> str:
    return text(x, y, said, text_anchor=anchor, font_size=size, font_weight=weight)


def _short(said: str, most: int) -> str:
    return said if len(said) <= most else said[: most - 1] + "…"


def html(found: Risk, words: Words) -> str:
    """The chart in a page of its own, with its figures as a table beneath."""
    rows = "\n".join(
        "<tr>"
        + f"<th scope='row'>{escape(move.path)}</th><td>{escape(_drawn_steps(found, move))}</td>"
        + "".join(
            f"<td>{escape(_signed(_deltas(found, move, side)))}</td>" for side in ("ask", "floor")
        )
        + "</tr>"
        for move in found.tornado
    )
    title = f"{words.title}: what moves the answer"
    heads = "".join(
        f'<th scope="col">{head}</th>' for head in ("fact", "moved", "the ask", "the floor")
    )
    notes = "\n".join(f"<li>{escape(note)}</li>" for note in found.notes)
    main = f"""<h1>{escape(title)}</h1>
{svg(found, words, heading=False)}
<h2>The same in figures</h2>
<table>
<thead><tr>{heads}</tr></thead>
<tbody>
{rows}
</tbody>
</table>
<ul>
{notes}
</ul>
"""
    return page(title, STYLE, main)
