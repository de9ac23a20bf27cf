"""`counteroffer guide`: find and read guides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import click

from counteroffer.answers.record import dumped
from counteroffer.commands.lazy import lazy_group
from counteroffer.commands.options import complete_guide, load_rules, rules_option
from counteroffer.money.read_amount import Amount
from counteroffer.rulebook.guide import COMPONENTS, Figures, FloorFigures
from counteroffer.rulebook.guides import GuideRules
from counteroffer.rulebook.levels import listing
from counteroffer.rulebook.rulebook import Rulebook

LAZY = ("check", "figures", "import", "search")


@click.group("guide", cls=lazy_group(LAZY, "counteroffer.commands.guide_"))
def command() -> None:
    """Find, read, check and import guides.

    \b
    counteroffer guide list
    counteroffer guide show stability-ai/devops-engineer
    counteroffer guide search "sre at stability"
    counteroffer guide import guide.md -o my-rules
    """


@command.command("list")
@rules_option
def list_(rules: tuple[str, ...]) -> None:
    """List every guide with its regions, and below it its earlier versions: a case may name one of
    these.

    \b
    counteroffer guide list
    """
    from counteroffer.formats.guides import lines
    from counteroffer.rulebook.headers import heads

    for line in lines(sorted(heads(load_rules(rules)), key=lambda one: one.id.partition("@"))):
        click.echo(line)


@command.command()
@click.argument("guide", shell_complete=complete_guide)
@click.option("--json", "as_json", is_flag=True, help="The guide as JSON.")
@rules_option
def show(guide: str, as_json: bool, rules: tuple[str, ...]) -> None:
    """Show what a guide says: bands, levers and what they need, headline, floor, sources.

    \b
    counteroffer guide show stability-ai/devops-engineer
    """
    book = load_rules(rules)
    found = book.guide(guide)
    if as_json:
        click.echo(dumped(found.guide.model_dump(mode="json", by_alias=True)), nl=False)
    else:
        click.echo("\n".join(_lines(found, book)))


def _lines(rules: GuideRules, book: Rulebook) -> Iterator[str]:
    guide = rules.guide
    vehicle = book.vehicles.get(guide.vehicle)
    period = "a year" if guide.years == 1 else f"over {guide.years} years"
    yield f"{guide.name} ({rules.id}), as of {guide.as_of}"
    yield (
        f"equity is {vehicle.name if vehicle else guide.vehicle} {period}; figures are carried from"
        f" {guide.reference}"
    )
    if rules.levels:
        yield f"a case says which level: {listing(rules.levels)}"
    yield "\nBands"
    for name, band in guide.bands.items():
        level = f" ({band.name})" if band.level else ""
        bonus = f", bonus {_bonus(band.bonus, band.currency, book)}" if band.bonus else ""
        signing = f", signing {_range(band.signing, band.currency, book)}" if band.signing else ""
        equity = f", equity {_range(band.equity, band.currency, book)}" if band.equity else ""
        base = _range(band.base, band.currency, book)
        yield f"  {name}{level}: base {base}{equity}{bonus}{signing}"
    yield "\nLevers"
    for lever in rules.levers:
        own = lever.own
        bound = f" (only in {own.only_in})" if own and own.only_in else ""
        yield (
            f"  {lever.id}{bound}: when"
            f" {_when(lever.document.value['when'], own.narrowed if own else None)}"
        )
        for region, figures in own.figures.items() if own else ():
            yield f"    asks in {region}: {_figures(figures, guide.bands[region].currency, book)}"
    entries: tuple[tuple[str, Mapping[str, Figures | FloorFigures]], ...]
    entries = (
        ("Headline", guide.headline),
        ("Floor", guide.floor),
        ("They may answer", guide.employer_counter),
    )
    for title, by_region in entries:
        if by_region:
            yield f"\n{title}"
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
            yield f"\n{title}"
            yield from (f"  {text}" for text in texts)


def _when(shared: str, narrowed: str | None) -> str:
    return f"({shared}) and ({narrowed})" if narrowed else shared


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
        f"{component} {_range(amount, currency, book)}" for component, amount in stated if amount
    ]
    for tier, word in (("accept_at", "accept at"), ("walk_away", "walk away under")):
        if inner := getattr(figures, tier, None):
            texts.append(f"{word} {_figures(inner, currency, book)}")
    return ", ".join(texts)
