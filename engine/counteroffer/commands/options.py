"""Options that several commands share, and how a case is read from them."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from counteroffer.case import Case
    from counteroffer.fx import Rates
    from counteroffer.rulebook import Rulebook
    from counteroffer.source import Document

Command = TypeVar("Command", bound=Callable[..., Any])


def complete_guide(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    return [
        CompletionItem(name) for name in load_rules(ctx.params.get("rules") or ()).guide_ids() if incomplete in name
    ]


def _complete_region(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    book, guide = load_rules(ctx.params.get("rules") or ()), ctx.params.get("guide")
    names = book.guide(guide).guide.bands if guide in book.guide_ids() else book.places
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]


def _complete_fact(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    book = load_rules(ctx.params.get("rules") or ())
    profile = [name for name, kind in book.kinds.items() if kind == "profile"]
    return [
        CompletionItem(f"{name}=", help=book.declared[name].help) for name in profile if name.startswith(incomplete)
    ]


def _day(ctx: click.Context, param: click.Parameter, text: str | None) -> Any:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"a date is written 2026-12-04, not {text}") from None


rules_option = click.option(
    "--rules",
    multiple=True,
    metavar="DIR",
    help="A folder of your own rules, beside COUNTEROFFER_RULES; later ones win. Repeatable.",
)
engine_option = click.option(
    "--engine",
    type=click.Choice(["rete", "plain"]),
    help="Which engine fires the rules; the answers are the same. Default: rete where durable-rules can be imported.",
)
today_option = click.option(
    "--today",
    metavar="DATE",
    callback=_day,
    help="What 'expired' and the age of rates are judged by; a case's own comes first.",
)


locale_option = click.option(
    "--locale",
    metavar="LOCALE",
    help="Write amounts the way of a locale, de or en_GB; unambiguous in any unless asked.",
)


def case_options(command: Command) -> Command:
    """A case as an argument, and the options that state one or change it."""
    for option in reversed((
        click.argument("case", required=False, metavar="[CASE]"),
        click.option("--guide", metavar="ID", shell_complete=complete_guide, help="The guide: company/role."),
        click.option("--region", metavar="REGION", shell_complete=_complete_region, help="Settle in this region, whatever the case says."),
        click.option("--offer", metavar="FIGURES", help="The offer in hand: 'base=200K equity=80K/yr bonus=10%'."),
        click.option("--competing", multiple=True, metavar="OFFER", help="'Datadog base=210K equity=220K'. Repeatable."),
        click.option("--fact", multiple=True, metavar="NAME=VALUE", shell_complete=_complete_fact,
                     help="A fact about you: gpu_years=5, clouds=aws,gcp. Repeatable."),
        click.option("--home", metavar="CURRENCY", help="Also show figures in this currency."),
        click.option("--rate", multiple=True, metavar="PAIR=RATE", help="A rate before all others: GBP/USD=1.31. Repeatable."),
    )):  # fmt: skip
        command = option(command)
    return command


def rates_options(command: Command) -> Command:
    """Where exchange rates come from; gives the command one argument, `live`."""

    @wraps(command)
    def gathered(*, rates_file: str | None, live: bool, as_of: Any, **rest: Any) -> Any:
        return command(live=RatesFrom(rates_file, live, as_of), **rest)

    wrapped: Any = gathered
    for option in reversed((
        click.option("--rates-file", metavar="FILE", help='Rates before the snapshot\'s, as JSON: {"GBP/USD": "1.31"}.'),
        click.option("--live", is_flag=True, help="Ask for today's rates; the snapshot stands in where that fails."),
        click.option("--as-of", metavar="DATE", callback=_day, help="The rates of a past day, from the same server."),
    )):  # fmt: skip
        wrapped = option(wrapped)
    return cast(Command, wrapped)


@dataclass(frozen=True, slots=True)
class RatesFrom:
    """What the options say of where rates come from."""

    file: str | None
    live: bool
    as_of: date | None


def load_rates(wanted: RatesFrom, given: Iterable[str] = (), today: date | None = None) -> Rates:
    """The rates that the options ask for: given ones before a file's, before live ones or the snapshot."""
    from counteroffer.fx import Rates, read_rates_file

    rates = Rates.snapshot()
    if wanted.live or wanted.as_of:
        from counteroffer.fx_live import live_rates

        answer = live_rates(as_of=wanted.as_of)
        rates = replace(answer.rates, notes=answer.warnings)
    if wanted.file:
        rates = rates.with_rates(read_rates_file(Path(wanted.file)))
    pairs = dict(_pair("--rate", text) for text in given)
    return rates.with_given(pairs, today or date.today()) if pairs else rates


def load_rules(folders: Iterable[str]) -> Rulebook:
    """The rules that come with the package, those of the environment, and then the folders given."""
    from counteroffer.rulebook import Rulebook, default_rulebook, folders_from_environment

    return Rulebook(*folders_from_environment(), *folders) if folders else default_rulebook()


def read_case(
    case: str | None,
    rules: tuple[str, ...],
    guide: str | None,
    region: str | None,
    offer: str | None,
    competing: tuple[str, ...],
    fact: tuple[str, ...],
    home: str | None,
    rate: tuple[str, ...],
) -> tuple[Case, Rulebook, str | None]:
    """The case that an argument and options state, the rules, and the region to settle in if it is another."""
    from counteroffer.situation import read_whole
    from counteroffer.source import Document

    document = read_document(case) if case else None
    stated: dict[str, Any] = dict(document.value) if document and isinstance(document.value, dict) else {}
    if document is None and guide is None:
        raise click.UsageError("a case is needed: a file, - for standard input, or --guide and --region at least")
    book = load_rules(rules)
    if document is None and guide and region is None:
        regions = ", ".join(book.guide(guide).guide.bands)
        raise click.UsageError(f"which region? --region is one of {regions}, or a place that the guide does not have")
    if guide:
        stated["guide"] = guide
    if region and document is None:
        stated["region"] = region
    if offer is not None:
        before = stated.get("offer")
        stated["offer"] = {**(before if isinstance(before, dict) else {}), **_pairs("--offer", offer)}
    if competing:
        stated["competing"] = [*(stated.get("competing") or ()), *map(_competing, competing)]
    if fact:
        stated["candidate"] = {**(stated.get("candidate") or {}), **dict(_pair("--fact", text) for text in fact)}
    if home:
        stated["home"] = home
    if rate:
        stated["rates"] = {**(stated.get("rates") or {}), **dict(_pair("--rate", text) for text in rate)}
    if document is None:
        return read_whole(Document("", stated, (), {}, {}), book), book, None
    changed = document.with_value(stated) if isinstance(document.value, dict) else document
    return read_whole(changed, book, region), book, region


def read_document(case: str) -> Document:
    """The document behind a case argument: a file, or standard input for -."""
    from counteroffer.source import LARGEST, read, read_file

    if case != "-":
        return read_file(Path(case))
    return read(sys.stdin.buffer.read(LARGEST + 1), "<stdin>")


def _pair(option: str, text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip() or not value.strip():
        raise click.BadParameter(f"'{text}' is not of the form name=value", param_hint=option)
    return name.strip(), value.strip()


def _pairs(option: str, text: str) -> dict[str, str]:
    try:
        return dict(_pair(option, part) for part in shlex.split(text))
    except ValueError as error:
        raise click.BadParameter(f"{error}: '{text}'", param_hint=option) from None


def _competing(text: str) -> dict[str, str]:
    words = text.split()
    first = next((number for number, word in enumerate(words) if "=" in word), len(words))
    return {"company": " ".join(words[:first]), **_pairs("--competing", " ".join(words[first:]))}
