"""What an attacker found: wrong numbers without a word, crashes, errors at the wrong place, text
that moves a cursor."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from counteroffer import Case, CaseError, CounterofferError, Rulebook
from counteroffer.cases.check import read_whole
from counteroffer.documents.document import LARGEST
from counteroffer.documents.reading import read
from counteroffer.money.rate import codes_of
from counteroffer.money.rates import Rates
from counteroffer.money.rates_file import read_rates_file
from counteroffer.text.errors import InputError, Problem, RateError
from tests.support.command import CASE, HUGGING_FACE, ROOT, run
from tests.support.samples import (
    RULES,
    TODAY,
    Facts,
    guide_file,
    lever_file,
    sample,
    settled,
    write,
)

GUIDE = "guides/acme/engineer.yaml"
HEAD = "guide: midjourney/devops-engineer\nregion: san-francisco\n"


def wrong(text: str) -> list[Problem]:
    """All that is wrong with a case file."""
    with pytest.raises(CaseError) as caught:
        read_whole(read(text, "case.yaml", CaseError), RULES)
    return list(caught.value.problems)


def refused(folder: Path, **entries: Any) -> str:
    """Why a guide is refused."""
    with pytest.raises(CounterofferError) as caught:
        Rulebook(write(folder, {GUIDE: guide_file(**entries)})).guide("acme/engineer")
    return str(caught.value)


def understood(region: str, base: Any, **offer: Any) -> Any:
    facts = {
        "guide": "midjourney/devops-engineer",
        "region": region,
        "offer": {"base": base, **offer},
        "today": TODAY,
    }
    return settled(facts).case["offer"]


# Wrong numbers without a word


@pytest.mark.parametrize(
    ("region", "base", "currency"),
    [
        ("tokyo", "CN¥900K", "CNY"),
        ("beijing", "JP¥6M", "JPY"),
        ("beijing", "¥6M JPY", "JPY"),
        ("tokyo", "¥900K CNY", "CNY"),
        ("san-francisco", "CN¥900K", "CNY"),
        ("san-francisco", "SEK 900 000 kr", "SEK"),
        ("tokyo", "¥9M", "JPY"),
    ],
)
def test_a_currency_that_is_written_is_the_currency(region: str, base: str, currency: str) -> None:
    if region not in RULES.places:
        region = "san-francisco"
    assert understood(region, base)["currency"] == currency


def test_a_shared_sign_waits_for_the_regions_currency() -> None:
    assert understood("san-francisco", "¥900K", currency="CNY")["currency"] == "CNY"
    assert "¥ can be JPY or CNY" in str(wrong(HEAD + "offer: {base: ¥900K}")[0])


@pytest.mark.parametrize(
    "entries",
    [
        {
            "bands": {
                "here": {"label": "Here", "currency": "USD", "base": "$1M", "equity": "40K-80K/yr"}
            }
        },
        {"headline": {"here": {"equity": "40K/yr"}}},
        {"levers": {"competing-offers": {"figures": {"here": {"equity": "40K/2yr"}}}}},
        {"headline": {"here": {"equity": "40K/4yr"}}, "years": 1},
    ],
)
def test_a_guide_has_one_period_for_equity(entries: Facts, tmp_path: Path) -> None:
    assert "every equity figure of this guide" in (text := refused(tmp_path, **entries))
    assert text.startswith(f"{tmp_path / GUIDE}:1:")


def test_an_example_offer_has_its_own_period(tmp_path: Path) -> None:
    example = {"company": "Zeta", "region": "here", "base": "$1M", "equity": "$40K/yr"}
    files = {GUIDE: guide_file(example_offers=[example], headline={"here": {"equity": "40K/4yr"}})}
    equity = Rulebook(write(tmp_path, files)).guide("acme/engineer").guide.example_offers[0].equity
    assert equity is not None
    assert equity.period == "year"


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ("offer: {base: 180K/4yr}", "an amount a year"),
        ("offer: {bonus: 20K/4yr}", "an amount a year"),
        ("candidate: {minimum_base: 800K/4yr}", "an amount a year"),
        ("offer: {bonus: 10%/mo}", "has no period"),
        ("offer: {signing: 2K/mo}", "has no period"),
        ("offer: {signing: 20K/yr}", "has no period"),
        ("offer: {signing: 20K/4yr}", "has no period"),
    ],
)
def test_a_period_stands_where_it_makes_sense(entry: str, reason: str) -> None:
    (problem,) = wrong(HEAD + entry)
    assert reason in problem.message
    assert problem.line == 3


def test_a_base_of_a_guide_is_a_years(tmp_path: Path) -> None:
    band = {"label": "Here", "currency": "USD", "base": "100K-200K/4yr"}
    assert "an amount a year" in refused(tmp_path, bands={"here": band})


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (("--offer", "base=1 base=2"), "base"),
        (("--fact", "years=1", "--fact", "years=2"), "years"),
        (("--rate", "GBP/USD=1", "--rate", "GBP/USD=2"), "GBP/USD"),
        (("--competing", "Google company=Foo base=200K"), "company"),
    ],
)
def test_an_option_states_a_name_once(arguments: tuple[str, ...], name: str) -> None:
    done = run("ask", HUGGING_FACE, *arguments)
    assert done.returncode == 2
    assert "stands twice" in done.stderr
    assert name in done.stderr


def test_quotes_around_a_company_are_not_its_name() -> None:
    offers = ('"Big Cloud" base=205K', "'Small Cloud' base=204K", "O'Reilly base=203K")
    given = (part for offer in offers for part in ("--competing", offer))
    answer = json.loads(run("ask", "-", *given, "--json", text=CASE).stdout)
    assert [one["company"] for one in answer["alternatives"]] == [
        "Big Cloud",
        "O'Reilly",
        "Small Cloud",
    ]


@pytest.mark.parametrize(
    ("fact", "value", "reason"),
    [
        ("uptime_pct", "99." + "9" * 30, "places after the point"),
        ("uptime_pct", "100." + "0" * 30 + "1", "makes sense"),
        ("gpu_years", "1_0", "needs a number"),
        ("gpu_years", "5%", "needs a number"),
        ("gpu_years", "1E1", "needs a number"),
        ("gpu_years", "٣", "needs a number"),
        ("uptime_pct", "99 years", "needs a number"),
        ("uptime_pct", "99%%", "needs a number"),
    ],
)
def test_a_number_is_read_exactly_or_not_at_all(fact: str, value: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        RULES.profile[fact].read(value)


def test_a_number_may_have_its_own_unit() -> None:
    assert RULES.profile["uptime_pct"].read("99.9900%") == 999900
    assert RULES.profile["gpu_years"].read("5 years") == RULES.profile["gpu_years"].read("5.") == 50
    assert RULES.profile["gpu_years"].read("1 year") == 10


@pytest.mark.parametrize(
    "other", ["Ｇｏｏｇｌｅ", "GOOGLE", "Goo\ufb02e".replace("\ufb02", "gl"), " Google "]
)
def test_one_company_stands_once_however_it_is_written(other: str) -> None:
    rivals = [{"company": "Google", "base": "$210K"}, {"company": other, "base": "$211K"}]
    with pytest.raises(CaseError, match="stands twice"):
        settled(sample("midjourney", competing=rivals))


@pytest.mark.parametrize(
    "name", ["\u3164", "Google\u200b", "Goo\u00adgle", "Google\ufe0f", "\u202eelgooG", "\u2800"]
)
def test_a_company_has_no_invisible_letters(name: str) -> None:
    with pytest.raises(CaseError, match="a company is a name of up to 100 characters"):
        Case.of(**sample("midjourney", competing=[{"company": name, "base": "$210K"}]))


def test_about_is_exact_and_said() -> None:
    offer = {"base": "~180K", "signing": "about 20K", "bonus": "~10%"}
    said = settled(sample("midjourney", offer=offer)).assumptions
    assert "base of about 180,000 is taken as exact" in said
    assert "signing of about 20,000 is taken as exact" in said
    assert "bonus of about 10% is taken as exact" in said


# Crashes and hangs


@pytest.mark.parametrize(
    ("entry", "arguments", "place"),
    [
        ("candidate: [a]", ("--fact", "years=1"), "4:12: 'candidate' needs entries"),
        ("rates: 5", ("--rate", "GBP/USD=1.3"), "4:8: 'rates' needs entries"),
        ("competing: 5", ("--competing", "Acme base=200K"), "4:12: 'competing' needs a list"),
        ("competing: {a: 1}", ("--competing", "Acme base=200K"), "4:12: 'competing' needs a list"),
    ],
)
def test_options_leave_what_is_malformed_to_be_refused(
    entry: str, arguments: tuple[str, ...], place: str
) -> None:
    done = run("ask", "-", *arguments, text=f"{HEAD}offer: {{base: 200K}}\n{entry}\n")
    assert done.returncode == 2
    assert f"<stdin>:{place}" in done.stderr


def test_a_hundred_offers_are_many() -> None:
    lines = [f"- {{company: C{number}, base: {200_000 + number}}}\n" for number in range(3_000)]
    assert settled(
        Case.loads(HEAD + "competing:\n" + "".join(lines[:100])).model_dump(exclude_none=True)
    ).ask.base
    (problem,) = wrong(HEAD + "competing:\n" + "".join(lines))
    assert (problem.line, problem.message) == (
        104,
        "'competing' has more than 100 entries; this is the next",
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize(
    ("redirection", "reason"),
    [
        (f"{HUGGING_FACE} > /dev/full", "can't write the answer"),
        ("- <&-", "<stdin>: can't be read"),
    ],
)
def test_a_full_or_a_closed_stream_is_one_line(redirection: str, reason: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "engine"), "PYTHONUTF8": "1"}
    command = f"{sys.executable} -m counteroffer ask {redirection}"
    done = subprocess.run(command, shell=True, capture_output=True, env=environment, timeout=60)
    text = done.stderr.decode()
    assert (done.returncode, text.count("\n")) == (2, 1)
    assert reason in text


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_what_an_output_cannot_encode_is_escaped(encoding: str) -> None:
    text = CASE.replace("200K", "€200K").replace("80K", "€80K")
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "engine"), "PYTHONIOENCODING": encoding}
    command = [sys.executable, "-m", "counteroffer", "ask", "-", "--json"]
    done = subprocess.run(
        command, input=text.encode(), capture_output=True, env=environment, timeout=60
    )
    assert done.returncode == 0
    assert json.loads(done.stdout.decode(encoding)) == json.loads(
        run("ask", "-", "--json", text=text).stdout
    )


def test_a_rates_file_is_read_up_to_a_limit(tmp_path: Path) -> None:
    path = tmp_path / "rates.json"
    path.write_text('{"GBP/USD": "1.3"}' + " " * LARGEST)
    with pytest.raises(RateError, match="is larger than"):
        read_rates_file(path)


def test_given_rates_are_limited() -> None:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    codes = [a + b + c for a in letters[:1] for b in letters for c in letters][:501]
    with pytest.raises(RateError, match="at most 500 rates can be given, not 501"):
        Rates.snapshot().with_given({f"{code}/USD": 1 for code in codes}, TODAY)


# Errors


@pytest.mark.parametrize(
    "entry", ["offer: {base: abc}", "guide: 1", "competing: [{company: A, base: abc}]"]
)
def test_one_mistake_is_told_once(entry: str) -> None:
    head = (
        HEAD.replace("guide: midjourney/devops-engineer\n", "")
        if entry.startswith("guide")
        else HEAD
    )
    assert len(wrong(head + entry)) == 1


def test_a_bad_entry_of_a_list_hides_no_other() -> None:
    rivals = (
        "competing:\n- {company: A, base: abc}\n- {company: B, base: 200}\n- {company: C, bonus: "
        "1_0%}\n"
    )
    assert [problem.line for problem in wrong(HEAD + rivals)] == [4, 5, 6]


def test_what_an_option_states_is_wrong_in_the_option() -> None:
    for option, text, said in (
        ("--offer", "base=abc", "--offer: offer.base: "),
        ("--fact", "yeers=1", "--fact: candidate.yeers: "),
        ("--competing", "Acme base=abc", "--competing: competing.2.base: "),
        (
            "--rate",
            "GBP/USD=abc",
            "--rate: rates.GBP/USD: the rate GBP/USD must be a positive number",
        ),
    ):
        done = run("ask", HUGGING_FACE, option, text)
        assert done.returncode == 2
        assert said in done.stderr
        assert "^" not in done.stderr


@pytest.mark.parametrize("stated", ["GBP/USD: 2", "USD/GBP: 0.5", "gbp/usd: 2"])
def test_a_rate_option_comes_before_the_rates_of_the_case(stated: str) -> None:
    text = f"{CASE}home: GBP\nrates: {{{stated}}}\n"
    answer = json.loads(run("ask", "-", "--rate", "GBP/USD=1.25", "--json", text=text).stdout)
    assert answer["case"]["rates"] == {"GBP/USD": "1.25"}
    assert codes_of("gbp/usd") == codes_of("USD/GBP") != codes_of("nothing")


def test_old_rates_of_the_home_currency_are_noted_too() -> None:
    facts = sample("midjourney", home="GBP", offer={"base": "$200K"}, competing=None)
    table = Rates.snapshot()
    newest = max(rate.date for rate in table.stated if rate.date)
    later, before = newest + timedelta(days=400), date(2020, 1, 1)
    old = settled({**facts, "today": later.isoformat()}, rates=table)
    assert "stale-rate" in [notice.code for notice in old.warnings]
    early = settled({**facts, "today": before.isoformat()}, rates=table)
    assert any(text.endswith(f"after {before}") for text in early.assumptions)


def test_regions_tells_of_old_rates() -> None:
    done = run("regions", "-", "--region", "tokyo", text=CASE.replace("2026-11-20", "2030-01-01"))
    assert "days old" in done.stdout


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"guide: a\nregion: \x1b[31m\n", "c.yaml:2:9"),
        (b"\x00", "c.yaml:1:1"),
        (b"guide: a\n\x01", "c.yaml:2:1"),
        ("guide: ä".encode() + b"\xff\n", "c.yaml:1:9"),
    ],
)
def test_a_character_that_cannot_be_read_has_a_place(data: bytes, place: str) -> None:
    with pytest.raises(InputError) as caught:
        read(data, "c.yaml")
    assert str(caught.value).startswith(f"{place}: ")
    assert "\x1b" not in str(caught.value)


def test_a_case_of_no_entries_has_a_place() -> None:
    with pytest.raises(CaseError, match=r"^<case>:1:1: a case needs entries"):
        Case.loads("hello")


def test_a_caret_stands_under_the_whole_of_an_escaped_text() -> None:
    plain, escapes = wrong(HEAD + 'offer: {base: "200K/fortnight", signing: "\\u0032K/fortnight"}')
    assert (plain.column, plain.width) == (20, 10)
    assert (escapes.column, escapes.width) == (43, len("\\u0032K/fortnight"))


def test_an_ask_of_an_unknown_component_is_marked_at_its_name(tmp_path: Path) -> None:
    files: Facts = {
        "levers/every-guide/one.yaml": lever_file(
            "years >= 1", asks={"bonus": {"figure": "middle_base"}}
        )
    }
    with pytest.raises(CounterofferError) as caught:
        Rulebook(write(tmp_path, files)).lever("one")
    head, source, caret = str(caught.value).splitlines()[:3]
    assert source[caret.index("^") :].startswith("bonus")
    assert "it can be 'base', 'equity' or 'signing'" in head


def test_thousands_are_advised_under_a_thousand_alone() -> None:
    assert "write 180000, or" in wrong(HEAD + "offer: {base: 180000.000}")[0].message
    assert "write 180K, or" in wrong(HEAD + "offer: {base: 180.000}")[0].message


def test_spaces_around_ids_are_none() -> None:
    case = Case.of(guide=" midjourney/devops-engineer ", region=" san-francisco\n")
    assert (case.guide, case.region) == ("midjourney/devops-engineer", "san-francisco")


def test_a_command_that_is_none_is_one_sentence() -> None:
    assert "No such command 'asq'; did you mean 'ask'?" in run("asq").stderr


# Text that moves a cursor, and what is never said

_RED = "\x1b[31m"


@pytest.mark.parametrize(
    "text",
    [
        'candidate: {"a\\e[31m": 1}',
        'offer: {equity: {amount: 80K, per: year, vehicle: "\\e[31m"}}',
        'offer: {base: "\\e[31m"}',
        '"\\u202e": 1',
    ],
)
def test_no_error_holds_what_moves_a_cursor(text: str) -> None:
    done = run("ask", "-", text=HEAD + text)
    assert done.returncode == 2
    assert not {"\x1b", "\u202e"} & set(done.stderr)


@pytest.mark.parametrize(("guide", "region"), [(_RED, "x"), ("midjourney/devops-engineer", _RED)])
def test_names_that_move_a_cursor_are_escaped(guide: str, region: str) -> None:
    with pytest.raises(CounterofferError, match=r"\\x1b\[31m"):
        settled({"guide": guide, "region": region})


@pytest.mark.parametrize(
    "files",
    [
        {GUIDE: guide_file(company=f"A{_RED}")},
        {
            GUIDE: guide_file(
                bands={"here": {"label": f"H{_RED}", "currency": "USD", "base": "$1M"}}
            )
        },
        {GUIDE: guide_file(), "levers/every-guide/one.yaml": lever_file("years >= 1", f"I {_RED}")},
        {GUIDE: guide_file(), f"levers/every-guide/{_RED}.yaml": lever_file("years >= 1")},
        {"money.yaml": {"currencies": {"USD": {"sign": "\u202e"}}}, GUIDE: guide_file()},
        {"facts.yaml": {"profile": {"x": {"type": "number", "help": _RED}}}, GUIDE: guide_file()},
    ],
)
def test_rules_hold_no_text_that_moves_a_cursor(files: Facts, tmp_path: Path) -> None:
    book = Rulebook(write(tmp_path, files))
    with pytest.raises(CounterofferError, match="can't be shown") as caught:
        settled({"guide": "acme/engineer", "region": "here"}, rulebook=book)
    assert not {"\x1b", "\u202e"} & set(str(caught.value))


def test_a_source_of_a_rate_is_plain_text(tmp_path: Path) -> None:
    path = tmp_path / "rates.json"
    path.write_text(json.dumps({"GBP/USD": {"rate": "1.3", "source": _RED}}))
    with pytest.raises(RateError, match="a source is a text of one line"):
        read_rates_file(path)


def test_nothing_of_money_that_the_candidate_keeps_is_sayable(tmp_path: Path) -> None:
    files = {
        "facts.yaml": {
            "profile": {
                "owed": {"type": "money", "help": "Owed."},
                "papers": {"type": "number", "help": "P."},
            }
        }
    }
    said = Rulebook(write(tmp_path, files)).sayable
    assert {"papers", "papers.unit", "gpu_years.unit"} <= said
    kept = ("minimum_base", "current_base", "owed")
    assert not said & {spelled for name in kept for spelled in (name, f"{name}.unit")}


def test_messages_are_short_however_long_the_input() -> None:
    long = "x" * 5_000
    for entry in (
        f"{long}: 1",
        f"candidate: {{{long}: 1, years: {long}}}",
        f"home: {long}",
        f"today: {long}",
        f"competing: [{{company: {long}, base: 1M}}]",
        f"offer: {{base: 1M, evidence: {long}}}",
    ):
        assert all(len(problem.message) < 250 for problem in wrong(HEAD + entry))
    assert len(wrong(f"guide: {long}\nregion: x")[0].message) < 250


def test_fifty_problems_are_shown() -> None:
    error = InputError(Problem(f"wrong {number}") for number in range(1_060))
    assert len(error.problems) == 1_060
    assert str(error).splitlines()[-2:] == ["wrong 49", "and 1,010 more"]


@pytest.mark.parametrize(
    "text", ["20261204", "2026-W49-5", "2026-12-4", "2026-12-04T24:00", "２０２６-12-04"]
)
def test_a_date_is_written_in_one_way(text: str) -> None:
    with pytest.raises(CaseError, match="a date is written 2026-12-04"):
        Case.of(**sample("midjourney", today=text))
    assert "a date is written 2026-12-04" in run("ask", HUGGING_FACE, "--today", text).stderr


# Guides


@pytest.mark.parametrize(
    ("entries", "reason"),
    [
        ({"vehicle": "rsuu"}, "unknown vehicle 'rsuu'; did you mean 'rsu'?"),
        (
            {"bands": {"here": {"label": "Here", "currency": "USD", "base": "0-0"}}},
            "a band of nothing",
        ),
        (
            {"bands": {"here": {"label": "Here", "currency": "USD", "base": "1M", "equity": "0"}}},
            "a band of nothing",
        ),
        (
            {
                "bands": {
                    name: {"label": "Here", "currency": "USD", "base": "1M"}
                    for name in ("here", "there")
                }
            },
            "is what here",
        ),
        (
            {
                "bands": {
                    "here": {"label": "There", "currency": "USD", "base": "1M"},
                    "there": {"label": "Where", "currency": "USD", "base": "1M"},
                }
            },
            "'There' is what there is called",
        ),
    ],
)
def test_a_guide_of_bad_names_or_bands_is_refused(
    entries: Facts, reason: str, tmp_path: Path
) -> None:
    assert reason in refused(tmp_path, **entries)
