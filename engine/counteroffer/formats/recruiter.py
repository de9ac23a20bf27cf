"""The compensation team's view as text, Markdown or JSON (`counteroffer-recruiter/1`)."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from textwrap import fill

from counteroffer.answers.answer import LeverAnswer
from counteroffer.answers.record import dumped, plain_fields
from counteroffer.answers.recruiter import Level, RecruiterView, SingleMove
from counteroffer.answers.words import SharedWords
from counteroffer.formats import markdown, text
from counteroffer.formats.charts.gauge import SCALE, gauge, sides, strokes
from counteroffer.formats.tables import columns
from counteroffer.formats.terminal import style
from counteroffer.language.declarations import listed
from counteroffer.rulebook.guide import COMPONENTS
from counteroffer.rulebook.rulebook import Rulebook, default_rulebook
from counteroffer.text.phrases import capital

ABOUT = "for the compensation team: what the facts that both sides may know support"


def render(
    view: RecruiterView,
    form: str = "text",
    rulebook: Rulebook | None = None,
    locale: str | None = None,
) -> str:
    """The view in one of `formats.FORMATS`, ending in a newline; arguments as in
    `formats.render`."""
    rulebook = rulebook or default_rulebook()
    if form == "json":
        return dumped(plain_fields(view))
    words = RecruiterWords(view, rulebook, rulebook.formatter(locale), locale)
    return (
        "\n".join(_markdown(words) if form == "markdown" else _text(words, columns())).rstrip()
        + "\n"
    )


@dataclass(frozen=True, slots=True)
class RecruiterWords(SharedWords):
    """The view in words."""

    answer: RecruiterView

    def _label(self, name: str) -> str:
        return self.equity if name == "equity" else name

    def table(self) -> list[list[str]]:
        """Header and rows: component, offer, ask, what the offer lacks, how the ask came about."""
        view = self.answer
        rows = [["", "offer", "ask", "to add", "the ask is"]]
        for name in COMPONENTS:
            rows.append([self._label(name), *self._figures(name), view.ask.how.get(name) or ""])
        if bonus := self.bonus():
            rows.append(["bonus", bonus, bonus, "", "offered"])
        rows.append(["worth a year", *self._figures("annual"), ""])
        return [row for row in rows if row is rows[0] or any(row[1:])]

    def _figures(self, name: str) -> list[str]:
        figures = (getattr(one, name, None) for one in (self.answer.offer, self.answer.ask))
        added = getattr(self.answer.move, name, None) or None
        return ["" if figure is None else self.money(figure) for figure in (*figures, added)]

    def bands(self) -> Iterator[str]:
        """Each band, and where offer and ask stand in it."""
        for name, band in self.answer.bands.items():
            stand = [
                f"{whose} {at}"
                for whose, at in (("offer", band.offer), ("ask", band.ask))
                if at is not None
            ]
            ends = f"{self._label(name)} {self.money(band.low)} to {self.money(band.high)}"
            yield f"{ends}{f': {listed(stand)}' if stand else ''}"

    def moves(self) -> Iterator[str]:
        """The smallest move that reaches the ask, and the one component that would be worth as
        much."""
        move = self.answer.move
        if move is None:
            yield "none: the offer meets every component of the ask"
            return
        parts = [
            f"{self._label(name)} {self.money(added)}"
            for name in COMPONENTS
            if (added := getattr(move, name))
        ]
        first = (
            f", {self.money(move.first_year)} in the first"
            if move.first_year != move.annual
            else ""
        )
        verb = "add" if self.answer.offer else "offer"
        yield (
            f"every component: {verb} {listed(parts)}; that costs {self.money(move.annual)} a"
            f" year{first}"
        )
        singles = self.answer.single_moves
        if singles and singles[0].within:
            yield f"worth the ask a year, in one component: {self._single(singles[0])}"
        elif singles:
            both = " or ".join(self._single(one) for one in singles)
            yield f"worth the ask a year, in one component: none within the band; it takes {both}"

    def _single(self, move: SingleMove) -> str:
        costs = f"{self.money(move.added)} more, {self.money(move.annual)} a year"
        stands = f"; {move.position} in the band" if move.position else ""
        return f"{self._label(move.component)} at {self.money(move.figure)} ({costs}{stands})"

    def levels(self) -> Iterator[str]:
        for one in self.answer.levels:
            yield f"{one.level}{self._held(one)}"

    def _held(self, level: Level) -> str:
        if level.annual is None:
            return ""
        return f": an offer from {level.alternative}, {self.money(level.annual)} a year, is held"

    def arguments(self) -> Iterator[str]:
        for text_, sources in self.points():
            yield f"“{text_}”{f' [{sources}]' if sources else ''}"

    def evidence(self) -> Iterator[str]:
        for lever in self.answer.levers:
            yield f"{lever.id}{self._supports(lever)}: {self.facts(lever.facts) or 'the guide'}"

    def _supports(self, lever: LeverAnswer) -> str:
        asks = self.asks(lever)
        return f" supports {asks}" if asks else ""

    def mind(self) -> Iterator[str]:
        for notice in self.answer.warnings:
            yield f"[{notice.code}] {notice.message}"

    def sections(self) -> Iterator[tuple[str, Iterable[str]]]:
        """All that follows the figures: titles with their items."""
        yield "Smallest move to the ask (equity at its yearly average)", self.moves()
        yield "The same level elsewhere", self.levels()
        yield "Offers held elsewhere", self.alternatives()
        yield "What is argued", self.arguments()
        yield "Evidence, and what it supports of the ask", self.evidence()
        yield "Rates", self.rates()
        yield "Mind", self.mind()
        yield "Assumed", self.answer.assumptions

    @property
    def as_of(self) -> str:
        return f"as of {self.answer.today}, rules {self.answer.rules[:12]}"


def _text(words: RecruiterWords, width: int) -> Iterator[str]:
    view = words.answer
    yield style(fill(words.title, width), "bold")
    yield fill(ABOUT, width)
    yield ""
    yield from text.under_header(words.table(), (1, 2, 3), width)
    drawn = strokes(getattr(sys.stdout, "encoding", None))
    for name, band in view.bands.items():
        marks = sides(offer=getattr(view.offer, name, None), ask=getattr(view.ask, name))
        title = fill(f"{name.capitalize()} band{words.converted} ({SCALE})", width)
        yield from text.under(title, gauge(band.low, band.high, marks, words.money, width, drawn))
    for title, items in words.sections():
        yield from text.section(title, items, width)
    yield ""
    yield style(fill(words.as_of, width), "dim")


def _markdown(words: RecruiterWords) -> Iterator[str]:
    yield f"# {markdown.plain(words.title)}"
    yield ""
    yield f"{capital(ABOUT)}."
    yield ""
    for number, row in enumerate(words.table()):
        yield f"| {' | '.join(markdown.plain(cell) for cell in row)} |"
        if number == 0:
            yield "|---|--:|--:|--:|---|"
    yield ""
    yield from markdown.section(f"Position in the band{words.converted} ({SCALE})", words.bands())
    for title, items in words.sections():
        yield from markdown.section(title, items)
    yield f"{capital(words.as_of)}."
