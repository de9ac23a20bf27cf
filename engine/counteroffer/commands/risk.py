"""`counteroffer risk`: what the answer hangs on, as text, JSON or a chart."""

from __future__ import annotations

import json
import os
import textwrap
from collections.abc import Iterator
from dataclasses import asdict
from fractions import Fraction
from html import escape
from pathlib import Path
from typing import Any

import click

from counteroffer.commands.options import (
    case_options,
    load_rates,
    locale_option,
    rates_options,
    read_case,
    rules_option,
    today_option,
)
from counteroffer.commands.tables import table
from counteroffer.errors import CounterofferError
from counteroffer.formats.words import Words
from counteroffer.money import formatter
from counteroffer.plain import divide
from counteroffer.risk import Effect, Hinge, Move, Risk, risk

BAR = 6  # cells to either side of a bar in a terminal
LESS, MORE, INK, GRID = "#9a4a00", "#1b5a9c", "#1a1a1a", "#767676"  # each 4.5:1 or more on white
ROW, LABELS, PANEL, MARGIN = 34, 270, 330, 20


@click.command("risk")
@case_options
@click.option("--json", "as_json", is_flag=True, help="All of it as JSON.")
@click.option("--plot", metavar="FILE", help="Draw the tornado into a file that needs no other: out.svg or out.html.")
@locale_option
@rates_options
@today_option
@rules_option
def command(as_json: bool, plot: str | None, today: Any, live: Any, locale: str | None, **given: Any) -> None:
    """Tell what the answer hangs on: equity, bonus, the first year, and each fact of the case.

    The ask against the best held offer at target, in the first year (with signing and what vests in it), and with only
    what is guaranteed and can be sold; the discount on illiquid equity and the bonus payout at which they are level; each
    package year by year; and how far each fact moves the ask and the floor.

    \b
    counteroffer risk examples/stability-ai-london.yaml
    counteroffer risk examples/midjourney-san-francisco.yaml --plot tornado.html
    """
    if plot and Path(plot).suffix not in (".svg", ".html"):
        raise click.BadParameter(f"a chart is written as .svg or .html, not {plot}", param_hint="--plot")
    case, book, region = read_case(**given)
    found = risk(case, region=region, rulebook=book, rates=load_rates(live), today=today)
    words = Words(found.answer, book, formatter(book, locale))
    if plot:
        drawn = svg(found, words) if plot.endswith(".svg") else html(found, words)
        _write(Path(plot), drawn)
    if as_json:
        click.echo(json.dumps(record(found), indent=2, ensure_ascii=False))
    else:
        click.echo("\n".join(_lines(found, words)))


def _write(path: Path, text: str) -> None:
    """Write a whole file or none."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise CounterofferError(f"{path}: can't be written: {error.strerror or error}") from error


def percent(part: Fraction | None) -> str | None:
    """A part of the whole in percent, to one decimal, half-up."""
    if part is None:
        return None
    tenths = divide(part.numerator * 1000, part.denominator, "half-up")
    return f"{tenths // 10}.{tenths % 10}"


def record(found: Risk) -> dict[str, Any]:
    """All of it as JSON has it; fractions as texts, with their percentage beside them."""

    def part(of: Fraction | None) -> dict[str, str] | None:
        return None if of is None else {"fraction": str(of), "percent": str(percent(of))}

    hinges = [{**asdict(one), "discount": part(one.discount), "payout": part(one.payout)} for one in found.hinges]
    return {
        "guide": found.answer.guide, "region": found.answer.region, "currency": found.answer.currency,
        "today": found.answer.today, "lenses": [asdict(one) for one in found.lenses], "hinges": hinges,
        "years": [asdict(one) for one in found.years], "now": asdict(found.now),
        "tornado": [asdict(one) for one in found.tornado], "still": list(found.still), "notes": list(found.notes),
    }  # fmt: skip


# text


def _lines(found: Risk, words: Words) -> Iterator[str]:
    money = words.money
    yield click.style(words.title, bold=True)
    best = found.lenses[0]
    yield (f"the ask is worth {money(best.ask)} a year" +
           (f", {best.against}'s offer {money(best.best)}" if best.against else ", and nothing is held"))  # fmt: skip
    if found.hinges:
        yield from _section("Against what is held")
        rows = [["", "the ask", "best held", "", "level at a base of"]]
        rows += [[one.view, money(one.ask), money(one.best), one.against or "",
                  money(one.break_even) if one.break_even else "any"] for one in found.lenses]  # fmt: skip
        yield from (f"  {line}" for line in table(rows, right={1, 2, 4}).splitlines())
        for one in found.lenses:
            if one.break_even_without is not None:
                text = f"{one.view}: {money(one.break_even_without)} if the equity held elsewhere can't be sold"
                yield from _wrapped(text)
        yield from _section("How far it can fall")
        for hinge in found.hinges:
            yield from _wrapped(_hinge(hinge, words))
    yield from _section("Year by year")
    yield from (f"  {line}" for line in table(list(_years(found, words)), right=set(range(2, 7))).splitlines())
    yield from _section("What moves it, each fact by itself")
    yield from (f"  {line}" for line in _tornado(found).splitlines())
    if found.still:
        yield from _wrapped(f"Neither the ask a year nor the floor is moved by {', '.join(found.still)}.")
    if found.notes:
        yield from _section("Mind")
        for note in found.notes:
            yield from _wrapped(note)


def _section(title: str) -> Iterator[str]:
    yield ""
    yield click.style(title, bold=True)


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, 100, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)


def _hinge(hinge: Hinge, words: Words) -> str:
    """One package in a sentence."""
    money = words.money
    named = {"ask": "The ask", "floor": "The floor, with the asked equity,", "offer": "The offer as it stands"}
    parts = []
    if hinge.discount is not None:
        parts.append(f"level at a discount of {percent(hinge.discount)} % on its equity")
    if hinge.payout is not None:
        parts.append(f"level when {percent(hinge.payout)} % of the bonus is paid")
    must = f"its equity must pay {money(hinge.equity)} a year" if hinge.equity else "its equity may pay nothing"
    text = "; ".join([*parts, *hinge.why, f"to match, {must}"])
    return f"{named[hinge.package]} ({money(hinge.worth)}) against {hinge.against} ({money(hinge.best)}): {text}."


def _years(found: Risk, words: Words) -> Iterator[list[str]]:
    yield ["", "year", "base", "bonus", "signing", "vests", "total"]
    for one in found.years:
        for number, year in enumerate(one.years, 1):
            figures = (year.base, year.bonus, year.signing, year.equity, year.total)
            yield [
                one.name if number == 1 else "",
                str(number),
                *(words.money(figure) if figure else "–" for figure in figures),
            ]


def _deltas(found: Risk, move: Move, side: str) -> list[int]:
    """What less and more of a fact add to the ask or to the floor."""
    return [_delta(found, effect, side) for effect in (move.less, move.more)]


def _delta(found: Risk, effect: Effect | None, side: str) -> int:
    if effect is None:
        return 0
    names = ("floor",) if side == "floor" else ("annual",) if found.now.annual is not None else ("base",)
    return (getattr(effect, names[0]) or 0) - (getattr(found.now, names[0]) or 0)


def _widest(found: Risk) -> int:
    return max(
        (abs(one) for move in found.tornado for side in ("ask", "floor") for one in _deltas(found, move, side)),
        default=0,
    )


def _tornado(found: Risk) -> str:
    if not found.tornado:
        return "no fact moves the ask or the floor"
    widest = _widest(found) or 1
    rows = [["", "moved", "the ask", "", "the floor", "", ""]]
    for move in found.tornado:
        row = [move.path, _moved(move)]
        for side in ("ask", "floor"):
            deltas = _deltas(found, move, side)
            row += [_bar(deltas, widest), _signed(deltas)]
        turned = [effect.verdict for effect in (move.less, move.more) if effect and effect.verdict != found.now.verdict]
        rows.append([*row, f"→ {turned[0]}" if turned else ""])
    return table(rows)


def _moved(move: Move) -> str:
    """How a fact was moved; the tags by name."""
    return "/".join(effect.said for effect in (move.less, move.more) if effect) if move.by == "±1 tag" else move.by


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
    """The tornado as an SVG that stands by itself; without its heading it is for a page that has one."""
    rows = found.tornado
    height = 130 + ROW * max(1, len(rows))
    width, top = MARGIN * 2 + LABELS + 2 * PANEL, 0 if heading else 36
    annual = found.now.annual if found.now.annual is not None else found.now.base
    effects = (
        f"{move.path} {_moved(move)}: ask {_signed(_deltas(found, move, 'ask'))}, "
        f"floor {_signed(_deltas(found, move, 'floor'))}"
        for move in rows
    )
    now = f"the ask ({words.money(annual)}) and the floor ({words.money(found.now.floor)})"
    desc = f"How far each fact moves {now}. {'; '.join(effects)}."
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 {top} {width} {height - top}" width="{width}" '
        f'height="{height - top}" '
        f'role="img" aria-labelledby="title desc" font-family="system-ui, sans-serif" font-size="13" fill="{INK}">',
        f'<title id="title">{escape(words.title)}: what moves the answer</title>',
        f'<desc id="desc">{escape(desc)}</desc>',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
    ]
    if heading:
        parts.append(_text(MARGIN, 30, f"{words.title}: what moves the answer", size=17, weight="600"))
    parts += _legend(MARGIN, 56)
    heads = (f"the ask, {words.money(annual)} {'a year' if found.now.annual is not None else 'of base'}",
             f"the floor, {words.money(found.now.floor)} of base")  # fmt: skip
    widest = _widest(found) or 1
    for number, side in enumerate(("ask", "floor")):
        middle = MARGIN + LABELS + PANEL * number + PANEL // 2
        parts.append(_text(middle, 86, heads[number], anchor="middle", weight="600"))
        parts.append(f'<line x1="{middle}" x2="{middle}" y1="96" y2="{height - 24}" stroke="{GRID}"/>')
        for row, move in enumerate(rows):
            parts += _drawn(middle, 104 + ROW * row, _deltas(found, move, side), widest)
    for row, move in enumerate(rows):
        parts.append(_text(MARGIN, 104 + ROW * row + 11, _short(move.path, 38)))
        parts.append(_text(MARGIN, 104 + ROW * row + 25, _short(_moved(move), 44), size=11))
    if not rows:
        parts.append(_text(MARGIN, 120, "no fact moves the ask or the floor"))
    return "\n".join([*parts, "</svg>"]) + "\n"


def _drawn(middle: int, top: int, deltas: list[int], widest: int) -> Iterator[str]:
    """The bars of one fact: what less of it adds, and what more does, with the figures at their ends."""
    room = PANEL // 2 - 70
    for delta, colour in sorted(zip(deltas, (LESS, MORE), strict=True), key=lambda pair: -abs(pair[0])):
        if delta:
            size = max(1, divide(abs(delta) * room, widest, "half-up"))
            left = middle if delta > 0 else middle - size
            yield f'<rect x="{left}" y="{top}" width="{size}" height="{ROW - 14}" fill="{colour}"/>'
    for end in {min(0, *deltas), max(0, *deltas)} - {0}:
        size = max(1, divide(abs(end) * room, widest, "half-up"))
        at = middle + size + 5 if end > 0 else middle - size - 5
        yield _text(at, top + 15, _signed([end]), anchor="start" if end > 0 else "end", size=12)
    if not any(deltas):
        yield _text(middle + 5, top + 15, "0", size=12)


def _legend(x: int, y: int) -> Iterator[str]:
    for at, colour, said in ((x, LESS, "the fact lower, or taken away"), (x + 230, MORE, "the fact higher, or added")):
        yield f'<rect x="{at}" y="{y - 11}" width="12" height="12" fill="{colour}"/>'
        yield _text(at + 18, y, said, size=12)


def _text(x: int, y: int, said: str, *, anchor: str = "start", size: int = 13, weight: str = "400") -> str:
    return (
        f'<text x="{x}" y="{y}" text-anchor="{anchor}" font-size="{size}" font-weight="{weight}">{escape(said)}</text>'
    )


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def html(found: Risk, words: Words) -> str:
    """The chart in a page of its own, with its figures as a table beneath."""
    rows = "\n".join(
        "<tr>"
        + f"<th scope='row'>{escape(move.path)}</th><td>{escape(_moved(move))}</td>"
        + "".join(f"<td>{escape(_signed(_deltas(found, move, side)))}</td>" for side in ("ask", "floor"))
        + "</tr>"
        for move in found.tornado
    )
    title = escape(f"{words.title}: what moves the answer")
    heads = "".join(f'<th scope="col">{head}</th>' for head in ("fact", "moved", "the ask", "the floor"))
    notes = "\n".join(f"<li>{escape(note)}</li>" for note in found.notes)
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 15px/1.5 system-ui, sans-serif; color: {INK}; background: #fff; margin: 1.5rem; max-width: 62rem; }}
svg {{ max-width: 100%; height: auto; }}
h1 {{ font-size: 1.3rem; }}
h2 {{ font-size: 1.1rem; }}
table {{ border-collapse: collapse; }}
th, td {{ text-align: left; padding: .25rem .9rem .25rem 0; border-bottom: 1px solid #ccc; font-weight: 400; }}
thead th {{ font-weight: 600; }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
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
</main>
</body>
</html>
"""
