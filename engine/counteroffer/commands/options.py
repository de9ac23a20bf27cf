"""Options that several commands share, and how a case is read from them."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from counteroffer.commands import completion
from counteroffer.commands.market_options import market_options, stated_market
from counteroffer.commands.stated_options import assembled, competing_offer, named, pairs

if TYPE_CHECKING:
    from counteroffer.calculator.calculator import Calculator
    from counteroffer.cases.case import Case
    from counteroffer.documents.document import Document
    from counteroffer.money.rates import Rates
    from counteroffer.rulebook.rulebook import Rulebook
    from counteroffer.text.errors import CaseError

Command = TypeVar("Command", bound=Callable[..., Any])


def _day(ctx: click.Context, param: click.Parameter, text: str | None) -> Any:
    from counteroffer.documents.fields import day

    try:
        return None if text is None else day(text)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


rules_option = click.option(
    "--rules",
    multiple=True,
    metavar="DIR",
    help="A folder of your own rules, beside COUNTEROFFER_RULES; later ones win. Repeatable.",
)
engine_option = click.option(
    "--engine",
    type=click.Choice(["rete", "plain"]),
    help=(
        "Which engine fires the rules; the answers are the same. Default: rete where durable-rules"
        " can be imported."
    ),
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
    for option in reversed(
        (
            click.argument("case", required=False, metavar="[CASE]"),
            click.option(
                "--guide",
                metavar="ID",
                shell_complete=completion.guides,
                help="The guide: company/role.",
            ),
            market_options,
            click.option(
                "--region",
                metavar="REGION",
                shell_complete=completion.regions,
                help="Settle in this region, whatever the case says.",
            ),
            click.option(
                "--offer",
                metavar="FIGURES",
                help="The offer in hand: 'base=200K equity=80K/yr bonus=10%'.",
            ),
            click.option(
                "--competing",
                multiple=True,
                metavar="OFFER",
                help="'Datadog base=210K equity=220K'. Repeatable.",
            ),
            click.option(
                "--fact",
                multiple=True,
                metavar="NAME=VALUE",
                shell_complete=completion.facts,
                help="A fact about you: gpu_years=5, clouds=aws,gcp. Repeatable.",
            ),
            click.option(
                "--profile",
                metavar="FILE",
                help="A résumé in JSON (jsonresume.org): years, skills and employers, to confirm.",
            ),
            click.option("--home", metavar="CURRENCY", help="Also show figures in this currency."),
            click.option(
                "--rate",
                multiple=True,
                metavar="PAIR=RATE",
                help="A rate before all others: GBP/USD=1.31. Repeatable.",
            ),
        )
    ):
        command = option(command)
    return command


def rates_options(command: Command) -> Command:
    """Where exchange rates come from; gives the command one argument, `live`."""

    @wraps(command)
    def gathered(*, rates_file: str | None, live: bool, as_of: Any, **rest: Any) -> Any:
        return command(live=RatesFrom(rates_file, live, as_of), **rest)

    wrapped: Any = gathered
    for option in reversed(
        (
            click.option(
                "--rates-file",
                metavar="FILE",
                help='Rates before the snapshot\'s, as JSON: {"GBP/USD": "1.31"}.',
            ),
            click.option(
                "--live",
                is_flag=True,
                help="Ask for today's rates; the snapshot stands in where that fails.",
            ),
            click.option(
                "--as-of",
                metavar="DATE",
                callback=_day,
                help="The rates of a past day, from the same server.",
            ),
        )
    ):
        wrapped = option(wrapped)
    return cast(Command, wrapped)


@dataclass(frozen=True, slots=True)
class RatesFrom:
    """What the options say of where rates come from."""

    file: str | None
    live: bool
    as_of: date | None


def load_rates(wanted: RatesFrom, given: Iterable[str] = (), today: date | None = None) -> Rates:
    """The rates that the options ask for: given ones before a file's, before live ones or the
    snapshot."""
    from counteroffer.money.rates import Rates, read_rates_file

    rates = Rates.snapshot()
    if wanted.live or wanted.as_of:
        from counteroffer.money.live_rates import live_rates

        answer = live_rates(as_of=wanted.as_of)
        notes = tuple(text for text in answer.warnings if text not in answer.far)
        rates = replace(answer.rates, notes=notes)
    if wanted.file:
        rates = rates.with_rates(read_rates_file(Path(wanted.file)))
    pairs = named("--rate", given)
    return rates.with_given(pairs, today or date.today()) if pairs else rates


def load_rules(folders: Iterable[str]) -> Rulebook:
    """The rules that come with the package, those of the environment, and then the folders
    given."""
    from counteroffer.rulebook.folders import folders_from_environment
    from counteroffer.rulebook.rulebook import Rulebook, default_rulebook

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
    profile: str | None = None,
    **market: str | None,
) -> tuple[Case, Rulebook, str | None]:
    """The case that an argument and options state, the rules, and the region to settle in if it is
    another.

    `market` has the options of `market_options`.
    """
    from counteroffer.cases.check import read_whole
    from counteroffer.documents.document import Document
    from counteroffer.money.rates import codes_of
    from counteroffer.text.errors import CaseError

    document = read_document(case) if case else None
    stated: dict[str, Any] = (
        dict(document.value) if document and isinstance(document.value, dict) else {}
    )
    book = load_rules(rules)
    posted, place, assumed = stated_market(market, partial(pairs, "--band"), book, region)
    if document is None and guide is None and region is None and not posted:
        raise click.UsageError(
            "a case is needed: a file, - for standard input, or --guide and --region, or where your"
            " company is not listed --company, --region and --band"
        )
    if document is None and region is None and place is None:
        known = f"one of {', '.join(book.guide(guide).guide.bands)}, or " if guide else ""
        raise click.UsageError(f"which region? --region is {known}a place that people are hired in")
    parts = _Stated(stated, {})
    parts.put(guide=guide, region=(region or place) if document is None else None, home=home)
    parts.merge("market", posted, "--band")
    if assumed:
        stated["assumptions"] = [*(stated.get("assumptions") or ()), *assumed]
    offered = stated.get("offer")
    offered = assembled(offered if isinstance(offered, dict) else {}, pairs("--offer", offer or ""))
    parts.merge("offer", offered, "--offer")
    parts.merge("candidate", named("--fact", fact), "--fact")
    if profile:
        _add_profile(parts, profile, book)
    parts.merge("rates", named("--rate", rate), "--rate", lambda pair: codes_of(pair) or pair)
    parts.append(list(map(competing_offer, competing)))
    changed = document or Document("", stated, (), {}, {})
    if document is None or isinstance(document.value, dict):
        changed = changed.with_value(stated, parts.given)
    also = region if document else None
    try:
        return read_whole(changed, book, also), book, also
    except CaseError as refused:
        raise _leading_on(refused, stated, offer) from None


def _leading_on(refused: CaseError, stated: Mapping[str, Any], offer: str | None) -> CaseError:
    """The same, and for a guide that there is not the command that does without one."""
    from counteroffer.text.errors import CaseError

    company, _, role = str(stated.get("guide") or "").partition("/")
    words = ["counteroffer", "ask", "--company", company or "Acme"]
    words += ["--role", role] if role else []
    words += ["--region", str(stated.get("region") or "berlin"), "--band", "85K-110K"]
    words += ["--offer", offer] if offer else []
    lead = f": {shlex.join(words)}"
    return CaseError(
        [
            replace(one, message=f"{one.message}{lead}")
            if one.code == "guide.unknown" and one.suggestion is None
            else one
            for one in refused.problems
        ]
    )


def _add_profile(parts: _Stated, file: str, book: Rulebook) -> None:
    """The facts of a résumé that nothing else states, and where each stands in it."""
    from counteroffer.cases.profile import facts_of_resume
    from counteroffer.documents.fields import day

    candidate = parts.value.get("candidate") or {}
    if not isinstance(candidate, dict):
        return
    stated = parts.value.get("today")
    try:
        today = stated if isinstance(stated, date) else day(str(stated or date.today()))
    except ValueError:  # the case's own problem
        today = date.today()
    found = facts_of_resume(read_document(file), book.profile, today)
    added = [one for one in found if one.name not in candidate]
    parts.value["candidate"] = {**candidate, **{one.name: one.value for one in added}}
    parts.given.update({("candidate", one.name): "--profile" for one in added})
    told = [*(parts.value.get("assumptions") or ()), *(one.told for one in added)]
    if added:
        parts.value["assumptions"] = told


def asked(
    given: Mapping[str, Any],
    live: RatesFrom,
    today: date | None,
    locale: str | None = None,
    engine: str | None = None,
) -> tuple[Calculator, Case]:
    """What is to answer, and the case: of options as `read_case` has them, and of the others."""
    from counteroffer.calculator.calculator import Calculator

    case, book, region = read_case(**given)
    return Calculator(book, load_rates(live), today, engine, locale, region), case


@dataclass(frozen=True, slots=True)
class _Stated:
    """What a case states, and which option each part comes from that stands in no file.

    What is malformed in the file stays as it is, for the case's model to refuse in its place.
    """

    value: dict[str, Any]
    given: dict[tuple[str | int, ...], str]

    def put(self, **texts: str | None) -> None:
        for name, text in texts.items():
            if text:
                self.value[name], self.given[name,] = text, f"--{name}"

    def merge(
        self, name: str, entries: Mapping[str, Any], option: str, same: Callable[[str], Any] = str
    ) -> None:
        """Put entries in the place of those with the same name, as `same` has it."""
        before = self.value.get(name)
        if not entries or not (before is None or isinstance(before, dict)):
            return
        names = set(map(same, entries))
        self.value[name] = {
            **{old: one for old, one in (before or {}).items() if same(old) not in names},
            **entries,
        }
        self.given.update(dict.fromkeys([(name, entry) for entry in entries], option))

    def append(self, offers: list[dict[str, Any]]) -> None:
        before = self.value.get("competing")
        if offers and (before is None or isinstance(before, list)):
            self.value["competing"] = [*(before or ()), *offers]
            first = len(before or ())
            self.given.update(
                {("competing", first + number): "--competing" for number in range(len(offers))}
            )


def read_document(case: str) -> Document:
    """The document behind a case argument: a file, or standard input for -."""
    from counteroffer.documents.document import read, read_file

    return read_file(Path(case)) if case != "-" else read(*read_bytes(case))


def read_bytes(name: str, most: int | None = None) -> tuple[bytes, str]:
    """The bytes of a file, or of standard input for -, and what it is called in errors; one of more
    than `most`, as a case or a guide may have, is cut."""
    from counteroffer.documents.document import LARGEST
    from counteroffer.text.errors import CaseError, Problem

    called = "<stdin>" if name == "-" else name
    most = LARGEST if most is None else most
    try:
        if name != "-":
            with Path(name).open("rb") as stream:
                return stream.read(most + 1), called
        if sys.stdin is None:
            raise OSError("standard input is closed")
        return sys.stdin.buffer.read(most + 1), called
    except (OSError, ValueError) as reason:
        why = getattr(reason, "strerror", None) or reason
        raise CaseError(
            [Problem(f"can't be read: {why}", called, code="document.unreadable")]
        ) from None
