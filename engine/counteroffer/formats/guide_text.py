"""A guide as text: what it pays, argues, asks and says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from textwrap import fill

from counteroffer.answers.would_say import blanks_of, condition_in_words, would_say
from counteroffer.formats.guides import replaced_lines
from counteroffer.formats.tables import columns
from counteroffer.money.read_amount import Amount
from counteroffer.rulebook.guide import COMPONENTS, Figures, FloorFigures
from counteroffer.rulebook.guides import GuideRules
from counteroffer.rulebook.levels import listing
from counteroffer.rulebook.levers import Lever
from counteroffer.rulebook.rulebook import Rulebook


def text(rules: GuideRules, book: Rulebook) -> str:
    """Bands, levers with what they would say, headline, floor, what to know of it, sources.

    Wrapped at the width of the terminal.
    """
    width = columns()

    def wrapped(line: str) -> str:
        margin = f"{line[: len(line) - len(line.lstrip())]}  "
        return fill(
            line,
            width,
            subsequent_indent=margin,
            break_long_words=False,
            break_on_hyphens=False,
        )

    return "\n".join(map(wrapped, _lines(rules, book)))


def _lines(rules: GuideRules, book: Rulebook) -> Iterator[str]:
    guide = rules.guide
    vehicle = book.vehicles.get(guide.vehicle)
    period = "a year" if guide.years == 1 else f"over {guide.years} years"
    yield f"{guide.name} ({rules.id}), as of {guide.as_of}"
    yield from replaced_lines(book, (rules.id,))
    yield (
        f"equity is {vehicle.name if vehicle else guide.vehicle} {period}; figures are carried from"
        f" {guide.reference}"
    )
    if rules.levels:
        yield f"a case says which level: {listing(rules.levels)}"
    yield from ("", "Bands")
    for name, band in guide.bands.items():
        bonus = f", bonus {_bonus(band.bonus, band.currency, book)}" if band.bonus else ""
        signing = f", signing {_range(band.signing, band.currency, book)}" if band.signing else ""
        equity = f", equity {_range(band.equity, band.currency, book)}" if band.equity else ""
        level = f" ({band.name})" if band.level else ""
        base = _range(band.base, band.currency, book)
        yield f"  {name}{level}: base {base}{equity}{bonus}{signing}"
    yield from ("", "Levers: when each counts, and what it would say")
    for lever in rules.levers:
        yield from _lever(lever, rules, book)
    entries: tuple[tuple[str, Mapping[str, Figures | FloorFigures]], ...]
    entries = (
        ("Headline", guide.headline),
        ("Floor", guide.floor),
        ("They may answer", guide.employer_counter),
    )
    for title, by_region in entries:
        if by_region:
            yield from ("", title)
            for region, one in by_region.items():
                yield f"  {region}: {_figures(one, guide.bands[region].currency, book)}"
    for title, texts in (
        ("Same level as", guide.levels),
        (
            "Contradictions",
            tuple(f"[{finding.code}] {finding.message}" for finding in rules.findings),
        ),
        ("Assumptions", guide.assumptions),
        (
            "To be reviewed",
            tuple(f"line {one.line}: {one.text}: {one.why}" for one in guide.needs_review),
        ),
        ("Sources", guide.sources),
    ):
        if texts:
            yield from ("", title)
            yield from (f"  {text}" for text in texts)


def _lever(lever: Lever, rules: GuideRules, book: Rulebook) -> Iterator[str]:
    guide, own = rules.guide, lever.own
    bound = f", in {guide.bands[own.only_in].label} alone" if own and own.only_in else ""
    yield f"  {lever.id}{bound}: when {condition_in_words(lever.when, book)}"
    for region, figures in own.figures.items() if own else ():
        yield f"    asks in {region}: {_figures(figures, guide.bands[region].currency, book)}"
    sentences = tuple(would_say(lever, rules, book))
    for one in sentences:
        where = f", when {one.where}" if one.where else ""
        yield f'    would say{where}: "{one.text}"'
    if not sentences:
        yield f"    would say {blanks_of(book).own_words}"


def _range(amount: Amount, currency: str, book: Rulebook) -> str:
    ends = dict.fromkeys((int(amount.low), int(amount.high)))
    return "–".join(book.formatter()(end, currency) for end in ends) + (
        "+" if amount.open_ended else ""
    )


def _bonus(amount: Amount, currency: str, book: Rulebook) -> str:
    if amount.currency != "%":
        return _range(amount, currency, book)
    return "–".join(f"{end:f}" for end in dict.fromkeys((amount.low, amount.high))) + " %"


def _figures(figures: Figures | FloorFigures, currency: str, book: Rulebook) -> str:
    stated = (
        (component, getattr(figures, component, None)) for component in (*COMPONENTS, "total")
    )
    texts = [
        f"{component} {_range(amount, currency, book)}{_whose(component, figures)}"
        for component, amount in stated
        if amount
    ]
    for tier, word in (("accept_at", "accept at"), ("walk_away", "walk away under")):
        if inner := getattr(figures, tier, None):
            texts.append(f"{word} {_figures(inner, currency, book)}")
    return ", ".join(texts)


def _whose(component: str, figures: Figures | FloorFigures) -> str:
    """What stands behind a figure that an import put there, since none was read."""
    assumed = figures.assumed
    own = not assumed if isinstance(assumed, bool) else component not in assumed
    return "" if own else " (assumed: none was read)"
