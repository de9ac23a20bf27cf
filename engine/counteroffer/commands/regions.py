"""`counteroffer regions`: the same facts in every region of the guide."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from counteroffer.answers.record import dumped
from counteroffer.answers.regions import RegionRow
from counteroffer.answers.words import short_rate
from counteroffer.commands.options import (
    asked,
    case_options,
    engine_option,
    locale_option,
    rates_options,
    rules_option,
    today_option,
)
from counteroffer.commands.output import tell
from counteroffer.formats.tables import table, window
from counteroffer.money.write_amount import Shown


@click.command("regions")
@case_options
@click.option("--json", "as_json", is_flag=True, help="The table as JSON.")
@locale_option
@rates_options
@today_option
@engine_option
@rules_option
def command(
    as_json: bool, today: Any, engine: str | None, live: Any, locale: str | None, **given: Any
) -> None:
    """Settle a case in every region of its guide, side by side.

    Each ask stands beside what plain exchange would have said of the reference region's ask:
    carried figures keep their position in the local band, converted ones can overshoot it (marked
    !).

    \b
    counteroffer regions examples/hugging-face-san-francisco.yaml --home GBP
    """
    calculator, case = asked(given, live, today, locale, engine)
    rows = calculator.regions(case)
    if as_json:
        click.echo(dumped([_record(row) for row in rows]), nl=False)
        return
    shown = calculator.rules.formatter(locale)
    tell(table(list(_cells(rows, shown)), range(2, 9), window()))
    if case.home:
        tell("\n" + table(list(_at_home(rows, shown)), range(1, 4), window()))
    tell("\n".join(_footnotes(rows)))


def _record(row: RegionRow) -> dict[str, Any]:
    answer = row.answer
    home = answer.home
    return {
        "region": row.region,
        "currency": answer.currency,
        "band": row.band and list(row.band),
        "how": answer.ask.how["base"],
        "position": row.position,
        "ask": answer.ask.base,
        "plain_fx": row.plain_fx,
        "stretch": answer.stretch.base,
        "floor": answer.floor and answer.floor.base,
        "annual": answer.ask.annual,
        "home": (
            home
            and {
                "currency": home.currency,
                "ask": home.ask["base"],
                "floor": home.floor and home.floor["base"],
                "annual": home.ask["annual"],
            }
        ),
        "rates": [
            {
                "from": rate.base,
                "to": rate.quote,
                "rate": rate.rate,
                "date": rate.date,
                "source": rate.source,
            }
            for rate in answer.rates
        ],
    }


def _cells(rows: tuple[RegionRow, ...], shown: Shown) -> Iterator[list[str]]:
    yield ["", "base is", "band", "ask", "position", "plain FX", "stretch", "floor", "a year"]
    for row in rows:
        answer, currency = row.answer, row.answer.currency

        def money(amount: int | None, code: str = currency) -> str:
            return "–" if amount is None else shown(amount, code)

        band = f"{money(row.band[0])}–{row.band[1]:,}" if row.band else "–"
        yield [
            row.label,
            answer.ask.how["base"] or "–",
            band,
            money(answer.ask.base),
            row.position or "–",
            money(row.plain_fx) + (" !" if row.overshoots else ""),
            money(answer.stretch.base),
            money(answer.floor.base if answer.floor else None),
            money(answer.ask.annual),
        ]


def _at_home(rows: tuple[RegionRow, ...], shown: Shown) -> Iterator[list[str]]:
    yield [
        f"in {rows[0].answer.home.currency if rows[0].answer.home else ''}",
        "ask",
        "floor",
        "a year",
    ]
    for row in rows:
        if home := row.answer.home:
            figures = (
                home.ask["base"],
                home.floor["base"] if home.floor else None,
                home.ask["annual"],
            )
            yield [
                row.label,
                *("–" if figure is None else shown(figure, home.currency) for figure in figures),
            ]


def _footnotes(rows: tuple[RegionRow, ...]) -> Iterator[str]:
    used = {(rate.base, rate.quote): rate for row in rows for rate in row.answer.rates}
    if used:
        yield ""
    for rate in used.values():
        yield (
            f"1 {rate.base} = {short_rate(rate.rate)} {rate.quote}, {rate.date or 'undated'},"
            f" {rate.source}"
        )
    notes = (
        notice.message
        for row in rows
        for notice in row.answer.warnings
        if notice.code in ("rates", "stale-rate")
    )
    yield from dict.fromkeys(notes)
    for row in rows:
        if row.overshoots:
            yield f"! plain exchange would ask for more than the band of {row.label} holds"
