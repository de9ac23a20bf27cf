"""The compensation team's view: its figures, and that nothing private can be read off it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import click
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from counteroffer import Case, CounterofferError, Rulebook
from counteroffer.answers import recruiter
from counteroffer.answers.recruiter import RecruiterView, recruiter_view
from counteroffer.answers.setting import Setting
from counteroffer.authoring.schemas import schema
from counteroffer.cases.overrides import changed
from counteroffer.formats import FORMATS
from counteroffer.formats.recruiter import render
from tests.support.command import run
from tests.support.samples import (
    GUIDES,
    RULES,
    SAMPLES,
    TODAY,
    Facts,
    attempt,
    cases,
    guide_file,
    lever_file,
    sample,
    settled,
    write,
)
from tests.support.secrets import SECRETS, kept, with_kept

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.yaml"))


def view_of(facts: Facts, **options: Any) -> RecruiterView:
    return recruiter_view(Case.of(**facts), **{"engine": "plain", "rulebook": RULES, **options})


def everything(facts: Facts, rulebook: Rulebook = RULES) -> str:
    """All that a recruiter can be given of a case: every format, in two locales, and the trace."""
    case, outputs = Case.of(**facts), []
    for locale in (None, "de"):
        setting = Setting.of(rulebook=rulebook, today=TODAY)
        view, firing = recruiter.answer(setting, case, locale)
        outputs += [render(view, form, rulebook, locale) for form in FORMATS]
        outputs.append("\n".join(firing.trace))
    return "\f".join(outputs)


def printed_of(facts: Facts) -> str:
    """Every format."""
    return "".join(click.unstyle(render(view_of(facts), form, RULES)) for form in FORMATS)


# Non-interference


@given(st.data(), cases())
@settings(max_examples=120)
def test_changing_any_private_fact_changes_no_byte_of_any_output(
    data: st.DataObject, facts: Facts
) -> None:
    places = st.lists(st.integers(0, 3), min_size=3, max_size=3)
    one, other = (
        with_kept(facts, data.draw(kept(facts["guide"], facts["region"])), data.draw(places))
        for _ in range(2)
    )
    first, second = attempt(everything, one), attempt(everything, other)
    if isinstance(first, CounterofferError) or isinstance(second, CounterofferError):
        assert type(first) is type(second)
    else:
        assert first == second


def _loud() -> tuple[Facts, Facts]:
    """A case without anything private, and the same with secrets that change all of the candidate's
    own answer."""
    quiet = sample("huggingface", competing=None)
    secrets: Facts = {
        "candidate": {**quiet["candidate"], "minimum_base": "$287,654", "current_base": "€143,219"},
        "competing": [
            {
                "company": "Quiet Corp",
                "base": "$213,337",
                "equity": "$499,123/4yr",
                "private": True,
            },
            {"company": "Wait & See", "base": "£223,338", "evidence": "expected"},
            {"company": "Aardvark", "base": "CHF 233,339", "expires": "2026-11-19"},
        ],
        "home": "PLN",
    }
    return quiet, {**quiet, **secrets}


def test_secrets_that_change_the_whole_answer_change_nothing_for_the_recruiter() -> None:
    quiet, loud = _loud()
    mine, before = settled(loud), settled(quiet)
    assert (before.ask.base, mine.ask.base) == (210_000, 287_654)
    assert (before.floor, before.break_even, before.headline) != (
        mine.floor,
        mine.break_even,
        mine.headline,
    )
    assert mine.verdict == "counter"
    assert everything(quiet) == everything(loud)
    assert view_of(loud).ask.base == 210_000


@pytest.mark.parametrize("name", SAMPLES)
def test_nothing_that_the_candidate_keeps_is_in_the_output(name: str) -> None:
    facts, (_, loud) = sample(name), _loud()
    facts["candidate"] |= {
        fact: loud["candidate"][fact] for fact in ("minimum_base", "current_base")
    }
    facts["competing"] += loud["competing"]
    printed = printed_of(facts)
    for amount in ("287654", "143219", "213337", "499123", "223338", "233339"):
        assert amount not in printed.replace(",", "").replace(".", "")
    for word in (*SECRETS, "PLN", "CHF"):
        assert word not in printed
    for word in (
        "minimum",
        "current_base",
        "private",
        "expected",
        "floor",
        "stretch",
        "break",
        "headline",
        "verdict",
    ):
        assert word not in printed.casefold()


@pytest.mark.parametrize(
    ("name", "figures"),
    [
        # the floor and what it is worth, the break-even, and of the stretch what is no end of a
        # band
        ("huggingface-enterprise, San Francisco", (195_000, 259_750, 207_143, 223_810, 280_750)),
        ("midjourney", (215_000, 355_000, 125_000, 145_000, 390_000)),
        ("stability-ai, London", (147_500, 127_500, 175_000, 168_750)),
    ],
)
def test_floor_break_even_and_stretch_are_not_in_the_output(
    name: str, figures: tuple[int, ...]
) -> None:
    mine, printed = settled(sample(name)), printed_of(sample(name))
    assert mine.floor
    assert mine.break_even
    own = (
        mine.floor.base,
        mine.floor.annual,
        mine.break_even.base,
        mine.break_even.base_as_offered,
        mine.stretch.equity,
        mine.stretch.annual,
    )
    assert set(figures) <= set(own)
    for figure in figures:
        assert str(figure) not in printed.replace(",", "").replace(".", "")


@given(cases())
def test_what_a_lever_supports_is_never_more_than_the_ask(facts: Facts) -> None:
    view = attempt(view_of, facts)
    assume(not isinstance(view, CounterofferError))
    assert isinstance(view, RecruiterView)
    for lever in view.levers:
        assert lever.fired
        assert not lever.why_not
        for component, figure in lever.asks.items():
            assert figure <= getattr(view.ask, component)


def test_rates_for_private_facts_alone_are_not_shown() -> None:
    quiet, loud = _loud()
    rates = {"CHF/USD": "1.1234", "EUR/USD": "1.0987", "GBP/USD": "1.2876"}
    assert everything(quiet) == everything({**loud, "rates": rates})
    assert view_of({**loud, "rates": rates}).rates == ()


def test_an_offer_in_hand_that_is_private_is_left_out() -> None:
    facts = sample("midjourney")
    private = {**facts, "offer": {**facts["offer"], "private": True}}
    assert everything(private) == everything(
        {name: one for name, one in facts.items() if name != "offer"}
    )


@pytest.mark.parametrize("form", FORMATS)
def test_the_process_prints_the_same_bytes_whatever_is_private(form: str) -> None:
    outputs = set()
    for facts in _loud():
        for engine in ("plain", "rete"):
            options = (
                "--audience",
                "recruiter",
                "--format",
                form,
                "--trace",
                "--locale",
                "fr_CH",
                "--engine",
                engine,
            )
            done = run("ask", "-", *options, text=json.dumps(facts))
            assert done.returncode == 0, done.stderr
            outputs.add((engine, done.stdout, done.stderr))
    assert len(outputs) == 2  # a trace names its engine


# Private facts are data


OWN = {
    "facts.yaml": {
        "profile": {
            "children": {"type": "number", "private": True, "help": "C."},
            "owed": {"type": "money", "help": "O."},
            "needs_visa": {"type": "flag", "private": True, "help": "V."},
            "minimum_base": {"type": "money", "help": "Declared anew, and not private by itself."},
        }
    },
    "levers/own.yaml": lever_file(
        "children >= 1 or needs_visa or owed > 0 or years >= 3", "I have {years.unit}."
    ),
    "guides/acme/engineer.yaml": guide_file(
        levers={"own": {"figures": {"here": {"base": "190K", "equity": "70K"}}}}
    ),
}


def test_a_users_own_private_facts_change_nothing_either(tmp_path: Path) -> None:
    book = Rulebook(write(tmp_path, OWN))
    assert {"children", "needs_visa", "minimum_base", "current_base"} == book.private
    facts: Facts = {"guide": "acme/engineer", "region": "here", "offer": {"base": "120K"}}
    secrets: list[Facts] = [
        {"children": 2},
        {"children": 0, "needs_visa": True},
        {"owed": "9M"},
        {"owed": 0, "minimum_base": "$150K"},
    ]
    told = [everything({**facts, "candidate": secret}, book) for secret in secrets]
    assert set(told) == {everything(facts, book)}
    assert settled({**facts, "candidate": secrets[0]}, rulebook=book).ask.base == 190_000
    assert everything({**facts, "candidate": {"years": 4}}, book) != told[0]


@pytest.mark.parametrize("name", ["children", "needs_visa.unit", "minimum_base"])
def test_no_sentence_may_name_a_private_fact(name: str, tmp_path: Path) -> None:
    levers = {**OWN, "levers/own.yaml": lever_file("years >= 3", f"I have {{{name}}}.")}
    with pytest.raises(CounterofferError) as caught:
        Rulebook(write(tmp_path, levers)).guide("acme/engineer")
    assert (
        f"'{{{name}}}' can't be said here: it is private, and a sentence is for the other side"
        in str(caught.value)
    )


def test_no_sentence_may_hang_on_a_private_fact(tmp_path: Path) -> None:
    said = [{"text": "I have run it.", "needs": "known(minimum_base)"}]
    levers = {**OWN, "levers/own.yaml": lever_file("years >= 3", says=said)}
    with pytest.raises(CounterofferError) as caught:
        Rulebook(write(tmp_path, levers)).guide("acme/engineer")
    assert "a sentence for the other side can't need 'minimum_base': it is private" in str(
        caught.value
    )


# The figures


@pytest.mark.parametrize(
    ("name", "base", "equity", "move"),
    [
        (
            "stability-ai, London",
            ("0.40", "0.90"),
            ("0.36", "0.92"),
            (25_000, 70_000, 0, 42_500, 42_500),
        ),
        (
            "stability-ai, Remote US",
            ("-0.71", "1.31"),
            ("0.39", "1.12"),
            (105_000, 85_000, 0, 126_250, 126_250),
        ),
        ("midjourney", ("0.23", "0.92"), ("0.13", "0.88"), (45_000, 60_000, 0, 105_000, 105_000)),
        (
            "huggingface-enterprise, San Francisco",
            ("0.30", "0.90"),
            ("0.29", "0.95"),
            (30_000, 70_000, 25_000, 49_000, 74_000),
        ),
        (
            "huggingface-enterprise, New York",
            ("0.40", "0.90"),
            ("0.29", "0.95"),
            (25_000, 70_000, 24_000, 43_750, 67_750),
        ),
        (
            "huggingface-enterprise, Paris",
            ("0.23", "0.91"),
            ("0.09", "0.96"),
            (29_000, 77_000, 21_000, 49_700, 70_700),
        ),
    ],
)
def test_positions_and_the_move_of_the_six_cases(
    name: str, base: tuple[str, str], equity: tuple[str, str], move: tuple[int, ...]
) -> None:
    view = view_of(sample(name))
    assert {part: (band.offer, band.ask) for part, band in view.bands.items()} == {
        "base": base,
        "equity": equity,
    }
    found = view.move
    assert found is not None
    assert (found.base, found.equity, found.signing, found.annual, found.first_year) == move


def test_one_component_within_the_band_comes_first_and_is_exact() -> None:
    facts = sample(
        "huggingface",
        offer={"base": "$205,500", "equity": "$219K/4yr", "bonus": "5%"},
        competing=None,
    )
    view = view_of(facts)
    assert (view.ask.base, view.ask.equity, view.ask.annual) == (210_000, 220_000, 275_500)
    # (275,500 − 219,000 / 4) / 1.05 is 210,238.1, and (275,500 − 205,500 × 1.05) × 4 is 238,900.
    first, second = view.single_moves
    assert (first.component, first.figure, first.added, first.annual) == (
        "base",
        211_000,
        5_500,
        5_775,
    )
    assert (first.position, first.within) == ("0.92", True)
    assert (second.component, second.figure, second.position, second.within) == (
        "equity",
        239_000,
        "1.13",
        False,
    )
    facts["offer"] = {"base": "$214K", "equity": "$200K/4yr", "bonus": "5%"}
    facts["candidate"] = {"gpu_years": 4, "skills": ["kubernetes"]}
    view = view_of(facts)
    assert (view.ask.base, view.ask.equity, view.ask.annual) == (214_000, 220_000, 279_700)
    first = view.single_moves[0]
    assert (first.component, first.figure, first.added, first.annual) == (
        "equity",
        220_000,
        20_000,
        5_000,
    )
    assert (first.position, first.within) == ("0.95", True)
    assert (
        "in one component: RSUs / 4 years at US$220,000 (US$20,000 more, US$5,000 a year; "
        "0.95 in the band)" in (" ".join(render(view, "text", RULES).split()))
    )


@given(cases())
def test_offer_and_move_are_the_ask(facts: Facts) -> None:
    view = attempt(view_of, facts)
    assume(isinstance(view, RecruiterView))
    assert isinstance(view, RecruiterView)
    for part in ("base", "equity", "signing"):
        offered = getattr(view.offer, part, None) or 0
        assert offered + (getattr(view.move, part) if view.move else 0) == (
            getattr(view.ask, part) or 0
        )
    if view.move and view.offer and facts["offer"].get("currency") is None and not view.rates:
        assert (view.offer.annual or 0) + view.move.annual == (view.ask.annual or 0)
    if view.offer is None:
        assert view.single_moves == ()
        assert view.move is None or view.move.annual == (view.ask.annual or 0)


NO_BASE: Facts = {
    "region": "remote-us",
    "offer": {"equity": "USD 282000/3yr"},
    "today": "2026-11-20",
}


@given(cases(home_only=True))
@example({"guide": "midjourney/devops-engineer", **NO_BASE})
def test_a_single_move_is_the_least_on_the_step_that_is_worth_the_ask(facts: Facts) -> None:
    view = view_of(facts)
    guide, step = RULES.guide(facts["guide"]).guide, RULES.currency(view.currency).step
    assert [one.within for one in view.single_moves] == sorted(
        (one.within for one in view.single_moves), reverse=True
    )
    for one in view.single_moves:
        assert one.figure % step == 0
        worth = []
        for figure in (one.figure, one.figure - step):
            stated: Any = (
                {"amount": figure, "years": guide.years}
                if one.component == "equity"
                else max(figure, 5 * step)
            )
            answer = settled(changed(view.case, f"offer.{one.component}", stated))
            assert answer.offer is not None
            worth.append(answer.offer.annual or 0)
        assert view.ask.annual is not None
        assert worth[0] >= view.ask.annual > worth[1]
        assert view.offer is not None
        # Both totals are rounded, and so is what is added: to a unit each.
        assert abs(worth[0] - (view.offer.annual or 0) - (one.annual or 0)) <= 1


def test_without_an_offered_base_no_base_moves_and_nothing_makes_up_for_one() -> None:
    view = view_of(sample("midjourney", offer={"equity": "$80K/yr"}))
    assert (view.ask.base, view.single_moves) == (245_000, ())
    assert "in one component" not in render(view, "text", RULES)


def test_an_offer_that_meets_the_ask_needs_no_move() -> None:
    facts = sample("midjourney", offer={"base": "$250K", "equity": "$150K/yr"}, competing=None)
    view = view_of(facts)
    assert (view.move, view.single_moves) == (None, ())
    assert "none: the offer meets every component of the ask" in render(view, "markdown", RULES)


def test_without_an_offer_the_move_is_the_whole_ask() -> None:
    view = view_of(sample("huggingface", offer=None))
    assert view.move is not None
    assert (view.move.base, view.move.equity, view.move.signing) == (210_000, 220_000, 25_000)
    assert view.move.annual == view.ask.annual
    assert "every component: offer base US$210,000" in render(view, "text", RULES)


def test_levels_name_what_is_held_there() -> None:
    levels = {
        one.level: (one.alternative, one.annual) for one in view_of(sample("huggingface")).levels
    }
    assert levels == {
        "Google L4 SRE": (None, None),
        "Databricks DevOps Engineer": ("Databricks", 262_500),
        "NVIDIA Infrastructure Engineer": ("NVIDIA", 272_500),
        "Meta Production Engineer E4": (None, None),
    }


# The formats


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_every_view_fits_its_schema_and_its_keys(example: Path) -> None:
    view = recruiter_view(Case.load(example), rulebook=RULES)
    printed: Mapping[str, Any] = json.loads(render(view, "json", RULES))
    Draft202012Validator(schema("recruiter")).validate(printed)
    assert list(printed) == [
        "schema",
        "today",
        "rules",
        "case",
        "guide",
        "market",
        "region",
        "currency",
        "converted",
        "bands",
        "offer",
        "ask",
        "move",
        "single_moves",
        "levels",
        "alternatives",
        "levers",
        "talking_points",
        "rates",
        "warnings",
        "assumptions",
    ]
    assert printed["schema"] == "counteroffer-recruiter/1"


@given(cases(), st.sampled_from(FORMATS))
def test_every_view_has_every_format(facts: Facts, form: str) -> None:
    view = attempt(view_of, facts)
    assume(isinstance(view, RecruiterView))
    assert isinstance(view, RecruiterView)
    assert render(view, form, RULES).endswith("\n")


def test_the_figures_are_those_of_the_candidates_answer_where_nothing_is_private() -> None:
    for facts in SAMPLES.values():
        view, mine = view_of(facts), settled(facts)
        assert (view.ask, view.offer, view.talking_points) == (
            mine.ask,
            mine.offer,
            mine.talking_points,
        )
        assert replace(view.alternatives[0]) == mine.alternatives[0]


def test_the_day_decides_what_is_held() -> None:
    facts = sample("midjourney", today=None)
    facts["competing"][0]["expires"] = "2026-11-19"
    names = [
        [one.company for one in view_of(facts, today=day).alternatives]
        for day in (date(2026, 11, 19), TODAY)
    ]
    assert names == [["Cloudflare", "Datadog"], ["Cloudflare"]]
    assert set(GUIDES) >= {facts["guide"]}


def test_without_any_range_there_is_no_band_to_stand_in() -> None:
    held: dict[str, Any] = {"competing": [{"company": "Acme", "base": "200K"}]}
    offered: dict[str, Any] = {"offer": {"base": "180K"}}
    for stated in (dict[str, Any](), offered, {**offered, **held}):
        view = recruiter_view(Case.of({"region": "san-francisco", **stated}), today=TODAY)
        assert view.bands == {}
        assert render(view)
