"""What-if: every row is what `counter` says of that case; axes; factoring; what is refused;
laziness."""

from __future__ import annotations

import itertools
import random
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import counteroffer
from counteroffer import (
    Case,
    CaseError,
    Counteroffer,
    CounterofferError,
    EngineError,
    Rulebook,
    counter,
)
from counteroffer.analysis.what_if.axes import Axis, axes
from counteroffer.analysis.what_if.what_if import NUMBERS, explore_in, what_if
from counteroffer.answers.setting import Setting
from counteroffer.cases.normalise import situation
from counteroffer.cases.overrides import changed
from counteroffer.cases.parts import PARTS
from counteroffer.engines.rete import durable
from counteroffer.money.rates import Rates
from tests.support.rulebooks import rulebooks, rules_folder, small_cases
from tests.support.samples import (
    RULES,
    TODAY,
    Facts,
    attempt,
    cases,
    guide_file,
    lever_file,
    sample,
    write,
)

Vary = Mapping[str, Any]


def scenario(
    case: Case,
    found: tuple[Axis, ...],
    pick: tuple[int, ...],
    rules: Rulebook,
    engine: str = "plain",
) -> Counteroffer:
    """The answer to one scenario, from the case with each fact changed in turn and nothing else."""
    stated: Mapping[str, Any] = situation(
        case, rules, region=None, rates=Rates.snapshot(), today=TODAY
    ).understood
    region = None
    named = [(axis.path, axis.values[number]) for axis, number in zip(found, pick, strict=True)]
    whole = [
        path == "offer" or (path.startswith("competing.") and path.rpartition(".")[2] not in PARTS)
        for path, _ in named
    ]
    order = [
        (PARTS.index(path.rpartition(".")[2]) if path.rpartition(".")[2] in PARTS else 0)
        for path, _ in named
    ]
    for _, (path, value) in sorted(
        zip(zip(whole, order, strict=True), named, strict=True), key=lambda one: one[0]
    ):
        if path == "region":
            region = value
        else:
            stated = changed(stated, path, value)
    return counter(Case.of(**stated), region=region, rulebook=rules, engine=engine, today=TODAY)


def figures(answer: Counteroffer) -> tuple[Any, ...]:
    """An answer as a row has it."""
    numbers = {
        **{
            f"ask.{name}": getattr(answer.ask, name)
            for name in ("base", "equity", "signing", "annual")
        },
        **{
            f"stretch.{name}": getattr(answer.stretch, name)
            for name in ("base", "equity", "signing", "annual")
        },
        "floor.base": answer.floor and answer.floor.base,
        "walk_away.base": answer.walk_away and answer.walk_away.base,
        "break_even.base": answer.break_even and answer.break_even.base,
        "gap.annual": answer.gap and answer.gap.annual,
    }
    levers = "+".join(lever.id for lever in answer.levers if lever.fired)
    return (*(numbers[name] for name in NUMBERS), answer.verdict, levers)


def check(
    facts: Facts,
    vary: Vary,
    rules: Rulebook = RULES,
    rows: int = 60,
    engines: tuple[str, ...] = ("plain",),
) -> int:
    """Compare a sample of rows, or all, with the case that each stands for; how many were
    compared."""
    case = Case.of(**facts)
    base = situation(case, rules, region=None, rates=Rates.snapshot(), today=TODAY)
    found = axes(vary, rules.declared, base.place.guide.bands)
    picks = list(itertools.product(*(range(len(axis.values)) for axis in found)))
    chance = random.Random(len(picks))
    chosen = sorted(chance.sample(range(len(picks)), min(rows, len(picks))))
    made = attempt(lambda: explore_in(Setting.of(rulebook=rules, today=TODAY), case, vary))
    if isinstance(made, CaseError):  # then at least one of them is no case
        assert any(
            isinstance(attempt(scenario, case, found, pick, rules), CaseError) for pick in picks
        ), str(made)
        return 0
    assert not isinstance(made, BaseException), made
    frame = made.frame.sort("row").collect(engine="streaming")
    assert frame.height == len(picks)
    assert frame["row"].to_list() == list(range(len(picks)))
    for row in chosen:
        got = frame.row(row, named=True)
        for name in engines:
            wanted = figures(scenario(case, found, picks[row], rules, name))
            assert tuple(got[column] for column in (*NUMBERS, "verdict", "levers")) == wanted, (
                got,
                picks[row],
            )
        for axis, pick in zip(found, picks[row], strict=True):
            assert got[axis.path] == axis.labels[pick]
    return len(chosen)


# Random axes

_BASES = [
    "absent",
    "95K",
    "100K",
    "$150K",
    "£120K",
    "189999",
    "190K",
    "190001",
    "215K",
    "€180K",
    "¥20M",
]
_EQUITY = ["absent", "100K", "150K/4yr", "80K/yr", "$200K/4yr", "90K/3yr"]
_POOL: dict[str, list[str]] = {
    "offer": ["absent", "held"],
    "offer.base": _BASES,
    "offer.equity": _EQUITY,
    "offer.signing": ["absent", "10K", "25K", "$30K"],
    "offer.bonus": ["absent", "5%", "7.25%", "10K", "$20K"],
    "offer.final": ["yes", "no"],
    "offer.currency": ["USD", "GBP", "EUR"],
    "offer.years": ["1", "4"],
    "competing.Google": ["absent", "held"],
    "competing.NVIDIA": ["absent", "held"],
    "competing.Google.base": _BASES,
    "competing.NVIDIA.base": _BASES[1:],
    "competing.NVIDIA.equity": _EQUITY,
    "competing.NVIDIA.expires": ["absent", "2026-11-19", "2026-11-20", "2026-11-21"],
    "competing.Google.evidence": ["absent", "expected", "written"],
    "competing.NVIDIA.private": ["yes", "no"],
    "competing.New One.base": _BASES[1:],
    "competing.Zeta Labs.bonus": ["10%", "20K"],
    "today": ["2026-11-18", "2026-11-20", "2026-11-22"],
    "fx.GBP/USD": ["1.20", "1.31", "1.45"],
    "fx.USD/EUR": ["0.80", "0.9"],
    "fx.EUR/USD": ["1.05", "1.2"],
    "fx.USD/JPY": ["110", "150.5"],
    "gpu_years": ["absent", "0", "0.5", "1.9", "2", "4"],
    "uptime_pct": ["unknown", "99", "99.9", "99.99%"],
    "compute_savings_pct": ["absent", "4.99", "5", "12%"],
    "owns_full_stack": ["absent", "yes", "no"],
    "minimum_base": ["absent", "100K", "£150K", "$300K"],
    "current_base": ["90K", "100K"],
    "clouds": ["absent", "aws", "aws+gcp", "aws+amazon"],
    "skills": ["absent", "gpu", "k8s+gpu", "rust"],
    "skills+": ["cuda", "gpu", "kubernetes+gpu"],
    "experience+": ["commercial-api-serving", "open-model-distribution+API serving"],
    "region": ["london", "san-francisco", "remote-us", "new-york", "paris", "toronto", "tokyo"],
    "home": ["GBP", "USD"],
}


@st.composite
def varied(draw: st.DrawFn, most: int = 3) -> dict[str, str]:
    paths = draw(st.lists(st.sampled_from(sorted(_POOL)), unique=True, min_size=1, max_size=most))
    return {
        path: ",".join(
            draw(st.lists(st.sampled_from(_POOL[path]), unique=True, min_size=1, max_size=5))
        )
        for path in paths
    }


@settings(max_examples=120)
@given(cases(), varied())
def test_every_row_is_what_counter_says_of_that_case(facts: Facts, vary: dict[str, str]) -> None:
    check(facts, vary, rows=12)


@settings(max_examples=60)
@given(rulebooks(), small_cases(), varied())
def test_every_row_of_random_rulebooks(files: Facts, facts: Facts, vary: dict[str, str]) -> None:
    if "region" in vary:
        vary = {**vary, "region": "here,there,oslo"}
    with rules_folder(files) as rules:
        case = attempt(
            lambda: situation(
                Case.of(**facts), rules, region=None, rates=Rates.snapshot(), today=TODAY
            )
        )
        if not isinstance(case, CounterofferError):
            check(facts, vary, rules, rows=8)


_CODES = ("USD", "GBP", "EUR", "JPY", "INR", "NOK", "CAD", "PLN")
_WEIGHT = {"JPY": 150, "INR": 85, "NOK": 10, "PLN": 4}  # about a dollar's worth of each


def _paid(low: int, high: int, tail: str = "") -> st.SearchStrategy[str]:
    def written(code: str, thousands: int) -> str:
        return f"{code} {thousands * _WEIGHT.get(code, 1)}K{tail}"

    return st.builds(written, st.sampled_from(_CODES), st.integers(low, high))


_TYPED = {
    "base": _paid(90, 200),
    "equity": _paid(90, 300, "/4yr") | _paid(90, 300, "/3yr"),
    "bonus": _paid(9, 30) | st.just("7.25%"),
    "extras.car": _paid(3, 9),
}


@st.composite
def mixed(draw: st.DrawFn) -> tuple[Facts, dict[str, str]]:
    """A case whose components stand in any currencies, and axes over components in any others."""
    offers: list[Facts] = [{name: draw(one) for name, one in _TYPED.items()} for _ in range(2)]
    for one in offers:
        one["extras"] = [{"name": "car", "amount": one.pop("extras.car")}]
    region = draw(st.sampled_from(["london", "san-francisco", "oslo", "tokyo", "bangalore"]))
    facts: Facts = {
        "guide": draw(
            st.sampled_from(["stability-ai/devops-engineer", "midjourney/devops-engineer"])
        ),
        "region": region,
        "offer": offers[0],
        "competing": [{"company": "Harbour", **offers[1]}],
        "today": TODAY.isoformat(),
    }
    paths = [f"{offer}.{part}" for offer in ("offer", "competing.Harbour") for part in _TYPED]
    axes = draw(st.lists(st.sampled_from(paths), unique=True, min_size=1, max_size=3))
    vary = {}
    for path in axes:
        values = _TYPED[path.partition("ing.Harbour")[2][1:] or path.partition(".")[2]]
        vary[path] = ",".join(draw(st.lists(values, unique=True, min_size=1, max_size=4)))
        if draw(st.booleans()):
            vary[path] += ",absent"
    return facts, vary


@settings(max_examples=60)
@given(mixed())
def test_every_row_of_components_in_any_currencies_is_what_counter_says(
    given: tuple[Facts, dict[str, str]],
) -> None:
    """Nor is any of them refused as too large: what is paid anywhere fits."""
    check(*given, rows=6)


def test_what_changes_nothing_is_told_with_why() -> None:
    facts = {
        "guide": "huggingface-enterprise/devops-engineer",
        "region": "san-francisco",
        "offer": {"base": "$90/h", "equity": {"shares": 40_000, "price": "$6.50"}},
        "competing": [{"company": "Harbour", "base": "$200K"}],
    }
    yearly = {**facts, "offer": {"base": "$180K"}}
    hours, more = (
        {"offer.hours": "20,30,40"},
        {"offer.refresh": "10K,20K", "uptime_pct": "99,99.99"},
    )
    setting = Setting.of(rulebook=RULES, today=TODAY)
    hourly = explore_in(setting, Case.of(**facts), hours)
    assert not hourly.idle
    assert hourly.worths == {"offer.hours": (158_600, 252_200)}
    assert (
        "offer states no such base"
        in explore_in(setting, Case.of(**yearly), hours).idle["offer.hours"]
    )
    assert list(explore_in(setting, Case.of(**facts), more).idle) == ["offer.refresh"]


def test_the_random_scenarios_hold_cases() -> None:
    """Most of them are no errors, or the tests above would compare little."""
    compared = []

    @settings(max_examples=40, derandomize=True, database=None)
    @given(cases(), varied())
    def run(facts: Facts, vary: dict[str, str]) -> None:
        compared.append(check(facts, vary, rows=1))

    run()
    assert sum(compared) > len(compared) / 2


# The seed guides in full

_GRIDS = {
    "stability-ai, London": {
        "offer.base": "90K:150K:2500",
        "offer.equity": "absent,100K,170K,175K",
        "competing.Google": "absent,held",
        "competing.Google.base": "104K:130K:1333",
        "gpu_years": "absent,0,1.9,2",
        "skills": "absent,gpu,rust",
        "minimum_base": "absent,110K,$150K",
        "offer.final": "yes,no",
    },
    "stability-ai, Remote US": {
        "offer.base": "absent,150K,188999,189K,204999,205K",
        "competing.Google.base": "100K:170K:2500",
        "fx.GBP/USD": "1.20:1.40:0.01",
        "experience+": "commercial-api-serving+open-model-distribution",
        "offer.bonus": "absent,5%,7.25%,20K",
        "region": "all",
    },
    "midjourney": {
        "offer.base": "195K:260K:5K",
        "offer.equity": "absent,80K/yr,140K/yr,150K/yr",
        "compute_savings_pct": "absent,4.99,5",
        "owns_full_stack": "absent,yes,no",
        "competing.Datadog.expires": "2026-11-19,2026-11-20",
        "competing.Cloudflare": "absent,held",
        "today": "2026-11-20,2026-11-21",
        "offer.final": "yes,no",
    },
    "huggingface-enterprise, San Francisco": {
        "offer.base": "160K:220K:5K",
        "offer.signing": "absent,25K,30K",
        "competing.NVIDIA.base": "190K:230K:1750",
        "competing.NVIDIA.equity": "absent,250K/4yr,300K/3yr,70K/yr",
        "clouds": "absent,aws,aws+amazon,aws+gcp",
        "uptime_pct": "absent,99.8999,99.9",
        "region": "all",
        "competing.Databricks": "absent,held",
    },
    "huggingface-enterprise, Paris": {
        "offer.base": "140K:190K:2500",
        "fx.USD/EUR": "0.80:0.92:0.005",
        "competing.NVIDIA.evidence": "absent,expected,written",
        "competing.New.base": "absent,£150K,$205K,₫5200M",
        "skills": "absent,gpu,gpu+k8s",
        "offer.currency": "EUR,USD",
    },
}


@pytest.mark.parametrize("name", _GRIDS)
def test_the_seed_grids(name: str) -> None:
    engines = ("plain", "rete") if durable.available() else ("plain",)
    assert check(sample(name), _GRIDS[name], rows=350, engines=engines) == 350


# What an axis means


def rows_of(
    vary: Vary, name: str = "huggingface-enterprise, San Francisco", **changes: Any
) -> pl.DataFrame:
    case = Case.of(**sample(name, **changes))
    setting = Setting.of(rulebook=RULES, today=TODAY)
    return explore_in(setting, case, vary).frame.sort("row").collect().drop("row")


def test_columns_are_the_paths_as_typed_and_then_the_figures() -> None:
    case = Case.of(**sample("huggingface"))
    frame = what_if(
        case, {"offer.base": "160K:170K:5K", "competing.NVIDIA": "absent,held"}, rulebook=RULES
    )
    assert isinstance(frame, pl.LazyFrame)
    assert frame.collect_schema().names() == [
        "offer.base",
        "competing.NVIDIA",
        *NUMBERS,
        "verdict",
        "levers",
    ]
    assert set(frame.collect_schema().dtypes()[:1] + frame.collect_schema().dtypes()[2:-2]) == {
        pl.Int64
    }
    assert counteroffer.what_if is what_if


@pytest.mark.parametrize(
    ("path", "typed", "labels"),
    [
        ("offer.base", "160K:175K:5K", [160_000, 165_000, 170_000, 175_000]),
        ("offer.base", "160K:174K:5K", [160_000, 165_000, 170_000]),
        ("offer.base", "$160K:$170K:$5K", [160_000, 165_000, 170_000]),
        ("offer.base", "absent,160000,$170K", ["absent", "160000", "$170K"]),
        ("offer.base", "absent,160K,170K", [None, 160_000, 170_000]),
        ("offer.base", [None, 160_000], [None, 160_000]),
        ("offer.equity", "100K/4yr:120K/4yr:10K", [100_000, 110_000, 120_000]),
        ("offer.equity", "100K/4yr,80K/yr", ["100K/4yr", "80K/yr"]),
        ("offer.bonus", "5%:10%:2.5%", [5, Decimal("7.5"), 10]),
        ("offer.bonus", "5%,10K", ["5%", "10K"]),
        ("gpu_years", "0:6:2", [0, 2, 4, 6]),
        ("gpu_years", "0:1:0.5", [0, Decimal("0.5"), 1]),
        ("gpu_years", [0, Decimal("1.5"), None], [0, Decimal("1.5"), None]),
        ("fx.USD/EUR", "0.80:0.84:0.01", [Decimal(n) / 100 for n in range(80, 85)]),
        ("fx.USD/EUR", [0.8, "0.9"], [Decimal("0.8"), Decimal("0.9")]),
        ("today", "2026-11-20:2026-11-30:5", ["2026-11-20", "2026-11-25", "2026-11-30"]),
        ("clouds", "aws,aws+gcp", ["aws", "aws+gcp"]),
        ("clouds", [[], ["aws", "gcp"]], ["", "aws+gcp"]),
        ("skills+", "cuda", [None, "cuda"]),
        ("skills+", "c++,rust", [None, "c++", "rust"]),
        ("owns_full_stack", "yes,no", ["yes", "no"]),
        ("owns_full_stack", [True, False], ["yes", "no"]),
        ("region", "all", ["san-francisco", "new-york", "paris"]),
    ],
)
def test_values_as_typed(path: str, typed: Any, labels: list[Any]) -> None:
    assert rows_of({path: typed})[path].to_list() == labels


def test_rates_are_exact_to_the_last_step() -> None:
    rates = rows_of({"fx.GBP/USD": "1.20:1.40:0.01"}, "stability-ai, Remote US")["fx.GBP/USD"]
    assert rates.dtype == pl.Decimal(38, 2)
    assert rates.to_list() == [Decimal(n).scaleb(-2) for n in range(120, 141)]


def test_a_rate_replaces_the_same_pair_the_other_way_round() -> None:
    turned = rows_of({"fx.USD/GBP": "0.8"}, "stability-ai, Remote US")["break_even.base"].to_list()
    straight = rows_of({"fx.GBP/USD": "1.25"}, "stability-ai, Remote US")[
        "break_even.base"
    ].to_list()
    assert turned == straight != [None]


def test_an_offer_that_only_some_scenarios_have() -> None:
    frame = rows_of({"competing.Acme.base": "absent,300K", "competing.NVIDIA": "absent,held"})
    assert frame.filter(pl.col("competing.Acme.base") == 300_000)["break_even.base"].n_unique() == 1
    assert frame["break_even.base"].n_unique() == 3


def test_without_an_offer_the_first_facts_of_one_make_it() -> None:
    check(
        sample("huggingface", offer=None),
        {
            "offer.base": "absent,180K,210K",
            "offer.equity": "absent,150K,220K",
            "offer.signing": "absent,25K",
        },
        rows=99,
    )


def test_of_many_values_the_ones_between_are_not_read_one_by_one() -> None:
    found = rows_of({"offer.base": "100K:300K:1"})
    assert found.height == 200_001
    assert found["offer.base"].to_list() == list(range(100_000, 300_001))
    case = sample("huggingface")
    for base in (100_000, 123_457, 189_999, 190_000, 214_999, 215_001, 299_999):
        answer = counter(
            Case.of(**{**case, "offer": {**case["offer"], "base": base}}),
            rulebook=RULES,
            engine="plain",
        )
        row = found.row(base - 100_000, named=True)
        assert tuple(row[name] for name in (*NUMBERS, "verdict", "levers")) == figures(answer)


def test_more_levers_than_one_table_of_patterns_holds(tmp_path: Path) -> None:
    """Thirty levers of one fact, some fired and some not, in the order of their ids."""
    own = {f"l{n:02}": {"figures": {"here": {"base": f"{150 + n}K"}}} for n in range(30)}
    files = {
        **{f"levers/l{n:02}.yaml": lever_file(f"gpu_years >= {n}") for n in range(30)},
        "guides/acme/engineer.yaml": guide_file(levers=own),
    }
    rules = Rulebook(write(tmp_path, files))
    facts = {
        "guide": "acme/engineer",
        "region": "here",
        "offer": {"base": "100K"},
        "today": "2026-11-20",
    }
    assert check(facts, {"gpu_years": "0:29:1"}, rules) == 30


# Big numbers


@pytest.mark.parametrize(
    ("region", "rates"), [("ho-chi-minh-city", None), ("jakarta", {"USD/IDR": "16123.4567"})]
)
def test_amounts_in_dong_and_rupiah_by_way_of_cross_rates(region: str, rates: Any) -> None:
    rivals = [
        {"company": "NVIDIA", "base": "$210K"},
        {"company": "Databricks", "equity": "$230K/4yr"},
    ]
    vary = {
        "region": region,
        "competing.NVIDIA.base": "absent,₫5B,₫9999999999,IDR 3B,£150K",
        "offer.base": "160K:200K:20K",
        "fx.EUR/USD": "1.0511,1.1,1.2345678",
        "competing.Databricks.equity": "₫40B/3yr,$230K/4yr",
    }
    assert check(sample("huggingface", rates=rates, competing=rivals), vary, rows=90) == 90


@pytest.mark.parametrize("region", ["jakarta", "tokyo"])
@pytest.mark.parametrize(
    "vary",
    [
        {
            "offer.base": "₫4B,₫9999999999",
            "competing.NVIDIA.base": "IDR 2B,IDR 3000000001",
            "fx.EUR/USD": "1.0511,1.2345678",
        },
        {"offer.base": "₫4B:₫9B:₫765432109", "fx.USD/VND": "25123.4567:25987.6543:131.731"},
    ],
)
def test_offers_in_dong_and_rupiah_with_bonuses(vary: dict[str, str], region: str) -> None:
    facts = sample(
        "huggingface",
        rates={"EUR/VND": "27123.456789", "EUR/IDR": "18123.987654321"},
        offer={"base": "₫5B", "equity": "₫4B/4yr", "bonus": "₫500M"},
        competing=[
            {"company": "NVIDIA", "base": "IDR 3B", "equity": "IDR 2B/3yr", "bonus": "IDR 100M"}
        ],
    )
    assert check(facts, {**vary, "region": region}, rows=30) > 7


def test_absurd_values_are_refused_and_never_wrap() -> None:
    """The greatest amounts that a case can state, at rates that nobody has seen."""
    facts = sample("stability-ai, Remote US")
    found = attempt(
        lambda: explore_in(
            Setting.of(rulebook=RULES),
            Case.of(**facts),
            {"competing.Google.base": "£99M,£100M", "fx.GBP/USD": "1.3,900000000"},
        )
    )
    assert isinstance(found, (EngineError, CaseError)), found


# What is refused


@pytest.mark.parametrize(
    ("vary", "said"),
    [
        (
            {"offer.base": "160,170"},
            ["offer.base=160: ", "far too small: write 160K", "offer.base=170: "],
        ),
        ({"offer.base": "160K:150K:5K"}, ["ends before it begins"]),
        ({"offer.base": "160K:170K:0"}, ["step of a range is above zero"]),
        ({"offer.base": "£160K:$170K:5K"}, ["of one kind"]),
        ({"offer.base": "0:9999999:1"}, ["more than 1,000,000 values"]),
        ({"offer.base": "160K,,170K"}, ["empty value"]),
        ({"offer.base": "160K,160K"}, ["is there twice"]),
        ({"offer.base": []}, ["there is no value"]),
        ({"offer.base": "£160KK"}, ["offer.base=£160KK"]),
        ({"offer.bsae": "160K"}, ["'offer.bsae' is not a fact", "offer.base"]),
        ({"gpu_yeers": "1"}, ["unknown fact 'gpu_yeers'; did you mean 'gpu_years'?"]),
        ({"gpu_years": "1,many"}, ["gpu_years=many: "]),
        ({"competing.Nobody": "absent,held"}, ["competing.Nobody"]),
        ({"competing.NVIDIA": "absent,perhaps"}, ["competing.NVIDIA=perhaps"]),
        ({"region": "paris,pariss"}, ["region=pariss: ", "did you mean 'paris'?"]),
        ({"fx.USD/EUR": "0.8,0"}, ["fx.USD/EUR=0: ", "above zero"]),
        ({"ask.base": "1,2"}, ["'ask.base' is worked out"]),
        (
            {"offer.base": "160,170K", "gpu_years": "many", "today": "soon"},
            ["offer.base=160: ", "gpu_years=many: ", "today=soon: "],
        ),
    ],
)
def test_mistakes_name_the_axis_and_the_value_all_at_once(vary: Vary, said: list[str]) -> None:
    with pytest.raises(CaseError) as error:
        explore_in(Setting.of(rulebook=RULES), Case.of(**sample("huggingface")), vary)
    for part in said:
        assert part in str(error.value)


def test_what_goes_wrong_only_together_names_both() -> None:
    facts = sample("huggingface", offer={"base": "$180K"})
    with pytest.raises(
        CaseError, match=r"^offer\.base=180K with offer\.currency=VND: .* far too small[^\n]*$"
    ):
        explore_in(
            Setting.of(rulebook=RULES),
            Case.of(**facts),
            {"offer.base": "100M,180K", "offer.currency": "USD,VND"},
        )


def test_too_many_rows_are_refused_before_anything_is_read() -> None:
    axis = "100K:200K:1"
    with pytest.raises(EngineError, match="scenarios are too many: at most 2,000,000,000"):
        explore_in(
            Setting.of(rulebook=RULES),
            Case.of(**sample("huggingface")),
            {"offer.base": axis, "competing.NVIDIA.base": axis},
        )


# Laziness and memory


def test_only_what_is_selected_is_computed() -> None:
    frame = what_if(
        Case.of(**sample("huggingface")),
        {"offer.base": "160K:220K:1K", "gpu_years": "0,2"},
        rulebook=RULES,
    )
    few = frame.select("offer.base", "ask.base").explain()
    assert "verdict" not in few
    assert "break_even" not in few
    assert len(few) < len(frame.explain()) / 2


def test_the_frame_is_computed_in_a_stream() -> None:
    vary = {
        "offer.base": "160K:220K:100",
        "competing.NVIDIA.base": "160K:220K:100",
        "gpu_years": "0:6:1",
    }
    frame = what_if(Case.of(**sample("huggingface")), vary, rulebook=RULES)
    counted = (
        frame.group_by("verdict")
        .agg(pl.len(), pl.col("ask.base").max())
        .collect(engine="streaming")
    )
    assert counted["len"].sum() == 601 * 601 * 7


def test_rows_are_told_apart_by_region() -> None:
    frame = rows_of({"region": "all", "offer.base": "180K"})
    assert frame["currency"].to_list() == ["USD", "USD", "EUR"]
    assert frame["ask.base"].to_list() == [210_000, 205_000, 179_000]
