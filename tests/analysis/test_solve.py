"""The smallest change that gives a result: against trying every value, and the reasons where none
gives it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from counteroffer import Case, CaseError, Rulebook
from counteroffer.analysis.least_change.boxes import Search
from counteroffer.analysis.least_change.question import Question
from counteroffer.analysis.least_change.search_grid import Scale
from counteroffer.analysis.least_change.search_grid import scale_of as scale_by_kind
from counteroffer.analysis.least_change.solve import Solution, solve
from counteroffer.analysis.least_change.target import FIGURES
from counteroffer.answers.setting import Setting
from counteroffer.cases.overrides import changed
from counteroffer.language.expr import facts_of
from tests.support.samples import (
    RULES,
    Facts,
    cases,
    guide_file,
    lever_file,
    sample,
    settled,
    write,
)

BY = (
    "offer.base",
    "offer.equity",
    "offer.signing",
    "offer.bonus",
    "competing.Google.base",
    "competing.Google.equity",
    "competing.NVIDIA.bonus",
    "competing.Acme.signing",
    "fx.GBP/USD",
    "fx.USD/EUR",
    "gpu_years",
    "uptime_pct",
    "minimum_base",
)


def solved(facts: Facts, want: str, by: str, **options: Any) -> Solution:
    return solve(Case.of(**facts), want, by, **{"rulebook": RULES, **options})


def solver(facts: Facts, want: str, by: str, rules: Rulebook = RULES) -> Question:
    return Question(Setting.of(rulebook=rules), Case.of(**facts), want, by)


def scale_of(one: Question) -> Scale:
    """The scale of the fact that a solver may change."""
    return scale_by_kind(one, RULES.declared[one.by].type if one.by in RULES.profile else None)


def narrowed(scale: Scale, around: int, width: int) -> Scale:
    """The scale with a few steps only, and the fact in the middle of them."""
    low, high = scale.domain[-1]
    middle = min(max(around, low + width), high - width)
    return replace(scale, domain=((middle - width, middle + width),), was=Fraction(middle))


def tried(one: Question, scale: Scale, name: str) -> dict[int, Any]:
    """The result at every step, each settled as a case of its own."""
    ((low, high),) = scale.domain
    return {step: one.settled(scale.stated(step))[name] for step in range(low, high + 1)}


def agrees(
    facts: Facts, name: str, sign: str, amount: int, by: str, around: int, rules: Rulebook = RULES
) -> None:
    """What the search finds is what trying every step finds: the nearest that is enough, and else
    the best."""
    one = solver(facts, f"{name}{sign}{amount}", by, rules)
    scale = narrowed(scale_of(one), around, 40)
    values = tried(one, scale, name)
    assert scale.was is not None

    def rank(step: int) -> tuple[Fraction, bool]:
        was = scale.was or Fraction(0)
        return abs(step - was), step < was

    enough = [
        step
        for step, value in values.items()
        if value is not None and (value <= amount if sign == "<=" else value >= amount)
    ]
    search = Search(one, scale, next(facts_of(one.want.condition)))
    assert search.first(one.want.condition) == min(enough, key=rank, default=None)
    known = [value for value in values.values() if value is not None]
    if known and not search.constant:
        best = min(known) if sign == "<=" else max(known)
        assert search.best(one.want) == (
            min((step for step, value in values.items() if value == best), key=rank),
            (),
        )


def test_a_rate_is_not_solved_for_where_an_earlier_ask_in_another_currency_follows_it() -> None:
    facts = sample("stability-ai, London", rounds=[{"ask": {"base": "USD 130000"}}])
    with pytest.raises(CaseError, match="state that round's ask in GBP"):
        solve(Case.of(**facts), "ask.base=120K", "fx.GBP/USD", rulebook=RULES)


@settings(max_examples=50)
@given(
    cases(), st.sampled_from(FIGURES), st.sampled_from([">=", "<="]), st.sampled_from(BY), st.data()
)
def test_the_smallest_change_is_what_trying_every_value_finds(
    facts: Facts, name: str, sign: str, by: str, data: st.DataObject
) -> None:
    assume(not (by.startswith("offer.") and "offer" in facts and facts["offer"].get("currency")))
    if by.startswith("fx."):
        facts = {
            entry: value for entry, value in facts.items() if entry != "rounds"
        }  # a rate refuses those of abroad
    try:
        one = solver(facts, f"{name}{sign}1", by)
        scale = scale_of(one)
    except CaseError:
        assume(False)
        return
    low, high = scale.domain[-1]
    was = int(scale.was) if scale.was is not None else low
    around = data.draw(
        st.sampled_from([was, was + 25, was - 25, *_edges(one, scale)])
        | st.integers(low, min(high, 4 * was + 400))
    )
    middle = min(max(around, low + 40), high - 40)
    near = one.settled(scale.stated(middle))[name]
    amount = max(1, (near if isinstance(near, int) else 100_000) + data.draw(st.integers(-60, 60)))
    agrees(facts, name, sign, amount, by, around)


def _edges(one: Question, scale: Scale) -> list[int]:
    """Where results turn: at the figures that are compared, where they are in the same unit."""
    names = (
        "offer_base",
        "offer_equity",
        "headline.base",
        "middle_base",
        "matched_base",
        "highest_held_base",
    )
    values = one.settled(None)
    return [
        value
        for name in names
        if isinstance(value := values.get(name), int) and scale.unit == one.known.place.currency
    ]


@pytest.fixture(scope="module")
def plain_guide(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    """A guide without a headline: what is held is matched without a cap, and a lever holds only in
    a middle range."""
    folder = tmp_path_factory.mktemp("rules")
    guide = guide_file(
        levers={"middling": {"figures": {"here": {"base": "180K"}}}}, floor={"here": "120K"}
    )
    lever = lever_file(
        "gpu_years >= 3 and gpu_years < 5 or gpu_years > 20",
        cases={"fires": [{"gpu_years": 3}], "silent": [{"gpu_years": 6}]},
    )
    write(folder, {"guides/acme/engineer.yaml": guide, "levers/middling.yaml": lever})
    return Rulebook(folder)


def acme(**entries: Any) -> Facts:
    return {
        "guide": "acme/engineer",
        "region": "here",
        "candidate": {"gpu_years": 10},
        "offer": {"base": "USD 110K"},
        "competing": [{"company": "Zed", "base": "USD 130K", "equity": "USD 90001/3yr"}],
        "today": "2026-11-20",
        **entries,
    }


@settings(max_examples=25)
@given(st.integers(50_000, 200_000), st.sampled_from(["<=", ">="]), st.integers(-300, 300))
def test_a_result_that_saws_is_solved_like_any_other(
    plain_guide: Rulebook, around: int, sign: str, off: int
) -> None:
    """Break-even against an offer whose equity is matched in steps: it rises with the offer and
    falls with each step."""
    one = solver(acme(), f"break_even.base{sign}1", "competing.Zed.equity", plain_guide)
    scale = narrowed(scale_of(one), around, 40)
    values = tried(one, scale, "break_even.base")
    amount = next(iter(values.values())) + off
    agrees(acme(), "break_even.base", sign, amount, "competing.Zed.equity", around, plain_guide)


def test_the_nearest_of_several_ranges_is_found(plain_guide: Rulebook) -> None:
    found = solved(acme(), "lever.middling", "gpu_years", rulebook=plain_guide)
    assert (found.value, found.change) == ("4.9", "-5.1")
    far = solved(
        acme(candidate={"gpu_years": 15}), "lever.middling", "gpu_years", rulebook=plain_guide
    )
    assert (far.value, far.change) == ("20.1", "5.1")
    assert (
        solved(acme(candidate={}), "lever.middling", "gpu_years", rulebook=plain_guide).value == 3
    )


@pytest.mark.parametrize(
    ("name", "want", "by", "value", "change"),
    [
        ("hugging", "floor.base=200K", "competing.NVIDIA.base", 215_000, 5_000),
        ("hugging", "floor.base=200K", "competing.nvidia.equity", 269_998, 19_998),
        ("hugging", "ask.base=240K", "offer.base", 240_000, 60_000),
        ("hugging", "break_even.base<=200K", "competing.NVIDIA.equity", 220_001, -29_999),
        ("hugging", "break_even.base<=190K", "offer.bonus", "14.48%", "9.48%"),
        ("hugging", "ask.base=$300K", "minimum_base", 300_000, None),
        ("hugging", "stretch.base=216K", "candidate.minimum_base", 216_000, None),
        ("hugging", "floor.base=200K", "competing.Datadog.base", 277_500, None),
        (
            "huggingface-enterprise, Paris",
            "break_even.base<=170K",
            "fx.EUR/USD",
            "1.2098",
            "0.0470093023256",
        ),
        ("stability-ai, Remote", "break_even.base=160K", "fx.GBP/USD", "1.3525", "0.0425"),
        ("midjourney", "verdict=accept", "offer.base", None, None),
    ],
)
def test_known_answers(name: str, want: str, by: str, value: Any, change: Any) -> None:
    found = solved(sample(name), want, by)
    assert (found.value, found.change) == (value, change)
    assert found.reached is (value is not None)


@pytest.mark.parametrize(
    ("want", "by", "typed"),
    [
        ("floor.base=200K", "competing.NVIDIA.base", lambda value: f"USD {value}"),
        ("break_even.base<=200K", "competing.NVIDIA.equity", lambda value: f"USD {value}"),
        ("break_even.base=215K", "competing.NVIDIA.equity", lambda value: f"USD {value}"),
        ("ask.annual=300K", "offer.base", lambda value: f"USD {value}"),
    ],
)
def test_the_change_is_enough_and_one_unit_less_of_it_is_not(
    want: str, by: str, typed: Any
) -> None:
    found = solved(sample("hugging"), want, by)
    assert isinstance(found.value, int)
    assert isinstance(found.change, int)
    short = found.value - (1 if found.change > 0 else -1)
    results = []
    for value in (found.value, short):
        answer = settled(changed(found.before.case, by, typed(value)))
        results.append(found.want.of(answer))
    enough, not_enough = results
    assert isinstance(enough, int)
    assert isinstance(not_enough, int)
    assert isinstance(found.want.amount, int)
    assert (
        (enough <= found.want.amount < not_enough)
        if found.want.sign == "<="
        else (not_enough < found.want.amount <= enough)
    )
    assert found.want.of(found.after) == enough


def test_the_first_accepted_offer_is_the_asked_one() -> None:
    facts = sample("stability", offer={"base": "£100K", "equity": "£170K/4yr"})
    found = solved(facts, "verdict=accept", "offer.base")
    assert (found.value, found.change, found.after.verdict) == (125_000, 25_000, "accept")


def test_what_is_so_already_needs_no_change() -> None:
    found = solved(sample("hugging"), "lever.multi-cloud", "clouds")
    assert (found.reached, found.value, found.change) == (True, found.was, ())
    assert found.before == found.after
    assert solved(sample("hugging"), "ask.base=200K", "offer.base").value == 180_000


@pytest.mark.parametrize(
    ("name", "want", "by", "best", "because"),
    [
        (
            "hugging",
            "ask.base=240K",
            "competing.NVIDIA.base",
            210_000,
            "the guide's headline caps the ask for base at US$210,000",
        ),
        (
            "hugging",
            "stretch.base=240K",
            "competing.NVIDIA.base",
            215_000,
            "nothing that fires proposes more base than US$215,000 (multi-cloud)",
        ),
        (
            "hugging",
            "verdict=accept",
            "offer.base",
            "counter",
            "the ask for equity is US$220,000, and US$150,000 is offered",
        ),
        (
            "hugging",
            "verdict=walk-away",
            "offer.base",
            "counter",
            "the offer is not said to be their last word",
        ),
        (
            "stability-ai, London",
            "lever.us-remote",
            "gpu_years",
            "silent",
            "region is london, needs remote-us",
        ),
        (
            "stability-ai, London",
            "ask.base=130K",
            "gpu_years",
            125_000,
            "the guide's headline caps the ask for base at £125,000",
        ),
        (
            "stability-ai, Remote",
            "floor.base=170K",
            "fx.GBP/USD",
            163_000,
            "The guide's floor for Remote US is US$163,000",
        ),
        (
            "hugging",
            "floor.base=1M",
            "competing.NVIDIA.base",
            210_000,
            "the floor never goes over the ask for base, US$210,000",
        ),
        (
            "hugging",
            "ask.base=1000M",
            "offer.base",
            100_000_000,
            "no offer.base over US$100,000,000 makes sense",
        ),
        (
            "hugging",
            "ask.signing=50K",
            "competing.NVIDIA.signing",
            25_000,
            "ask.signing does not depend on competing.NVIDIA.signing here",
        ),
    ],
)
def test_out_of_reach_says_the_best_and_why(
    name: str, want: str, by: str, best: Any, because: str
) -> None:
    found = solved(sample(name), want, by)
    assert (found.reached, found.best, found.value) == (False, best, None)
    assert any(because in reason for reason in found.because), found.because


def test_a_silent_lever_that_would_give_it_is_named() -> None:
    facts = sample("hugging", candidate={"clouds": ["aws"], "gpu_years": 4, "skills": []})
    found = solved(facts, "stretch.base=215K", "gpu_years")
    assert any(
        reason.startswith("multi-cloud would ask for US$215,000, but count(clouds) is 1")
        for reason in found.because
    )
    found = solved(sample("stability-ai, London"), "stretch.base=200K", "gpu_years")
    assert "us-remote is bound to Remote US" in found.because


@pytest.mark.parametrize(
    ("clouds", "added"),
    [
        (None, ("aws", "azure")),
        ([], ("aws", "azure")),
        (["gcp"], ("aws",)),
        (["amazon"], ("azure",)),
    ],
)
def test_the_fewest_tags_are_added_where_they_are_counted(
    clouds: Any, added: tuple[str, ...]
) -> None:
    facts = sample("hugging", candidate={"clouds": clouds} if clouds is not None else {})
    found = solved(facts, "lever.multi-cloud", "clouds")
    assert found.change == added
    assert next(lever.fired for lever in found.after.levers if lever.id == "multi-cloud")


def test_only_the_tags_that_are_lacking_are_added() -> None:
    found = solved(
        sample("hugging", candidate={"skills": ["cuda"], "gpu_years": 4}),
        "lever.gpu-infrastructure",
        "skills+",
    )
    assert (found.change, found.value) == (("kubernetes",), ("cuda", "kubernetes"))
    both = solved(sample("stability", candidate={}), "lever.dual-mode-infrastructure", "experience")
    assert both.change == ("commercial-api-serving", "open-model-distribution")
    never = solved(sample("hugging", candidate={}), "lever.enterprise-sla", "skills")
    assert not never.reached
    assert "uptime_pct is not stated" in never.because


def test_yes_or_no() -> None:
    found = solved(
        sample("midjourney", candidate={"gpu_years": 5}),
        "lever.full-stack-ownership",
        "owns_full_stack",
    )
    assert (found.was, found.value) == (None, True)
    assert solved(sample("hugging"), "verdict=walk-away", "offer.final").value is True
    assert not solved(sample("hugging"), "ask.base=240K", "offer.final").reached


def test_an_offer_that_is_not_held_is_a_hypothesis() -> None:
    found = solved(sample("hugging"), "floor.base=200K", "competing.Acme.base")
    assert (found.hypothesis, found.was, found.value) == (True, None, 277_500)
    before_any = solved(sample("hugging", offer=None), "ask.base=230K", "offer.base")
    assert (before_any.hypothesis, before_any.value) == (True, 230_000)


@pytest.mark.parametrize(
    ("entry", "said"),
    [({"evidence": "expected"}, "only expected"), ({"expires": "2026-11-19"}, "has expired")],
)
def test_an_offer_that_does_not_count_moves_nothing(entry: Facts, said: str) -> None:
    facts = sample("hugging", competing=[{"company": "NVIDIA", "base": "$210K", **entry}])
    found = solved(facts, "floor.base=200K", "competing.NVIDIA.base")
    assert found.because[0] == "floor.base does not depend on competing.NVIDIA.base here"
    assert any(said in reason for reason in found.because)


@pytest.mark.parametrize(
    ("want", "by", "said"),
    [
        ("floor.bas=200K", "offer.base", "did you mean 'floor.base'"),
        ("ask.base", "offer.base", "write ask.base=240K"),
        ("verdict=take", "offer.base", "is no target"),
        ("lever.multicloud", "clouds", "did you mean 'lever.multi-cloud'"),
        ("ask.base=lots", "offer.base", "ask.base=lots"),
        ("ask.base=£240K", "offer.base", "one whole amount in USD"),
        ("ask.base=1-2K", "offer.base", "one whole amount in USD"),
        ("ask.base=240K", "offer.bse", "did you mean 'offer.base'"),
        ("ask.base=240K", "competing.NVIDIA", "not a fact that can be solved for"),
        ("ask.base=240K", "competing.NVIDIA.expires", "not a fact that can be solved for"),
        ("ask.base=240K", "region", "not a fact that can be solved for"),
        ("", "", "is no target"),
    ],
)
def test_what_cannot_be_asked_is_said(want: str, by: str, said: str) -> None:
    with pytest.raises(CaseError, match="(?s)" + said.replace("(", r"\(").replace(".", r"\.")):
        solved(sample("hugging"), want, by)


def test_another_region_is_solved_in_its_own_currency() -> None:
    case = Case.load(Path(__file__).parents[2] / "examples" / "hugging-face-paris.yaml")
    found = solve(case, "floor.base=$200K", "competing.NVIDIA.base", region="san-francisco")
    assert (found.before.currency, found.value) == ("USD", 215_000)
    assert solve(case, "floor.base=170K", "competing.NVIDIA.base").before.currency == "EUR"
