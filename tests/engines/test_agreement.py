"""The engines agree with each other, and the answer with itself: order, more facts, scale,
processes, threads, memory."""

from __future__ import annotations

import copy
import json
import os
import random
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counteroffer import Counteroffer, EngineError, Rulebook, RuleError
from counteroffer.answers.setting import Setting
from counteroffer.documents.reading import read_file
from counteroffer.engines.choose import engine as engine_named
from counteroffer.money.read_amount import Amount
from counteroffer.text.home import RULES as RULES_FOLDER
from tests.support.compared import at_least
from tests.support.engines import needs_rete
from tests.support.processes import in_a_new_process
from tests.support.rulebooks import (
    DECLARED,
    certain,
    nested,
    numbers,
    outcome,
    rulebooks,
    rules_folder,
    small_cases,
)
from tests.support.samples import (
    GUIDES,
    RULES,
    SAMPLES,
    STABILITY,
    TODAY,
    Facts,
    cases,
    guide_file,
    lever_file,
    regions_of,
    sample,
    settled,
    text_of,
    write,
)

# rete equals plain


@needs_rete
@settings(max_examples=250)
@given(cases(), st.data())
def test_rete_equals_plain_on_random_cases(facts: Facts, data: st.DataObject) -> None:
    region = data.draw(st.none() | st.sampled_from(regions_of(facts["guide"])))
    plain = settled(facts, region=region)
    rete = settled(facts, region=region, engine="rete")
    assert rete == plain
    assert text_of(rete) == text_of(plain)


@needs_rete
@settings(max_examples=80)
@given(rulebooks(), small_cases())
def test_rete_equals_plain_on_random_rulebooks(files: Facts, facts: Facts) -> None:
    with rules_folder(files) as rules:
        assert outcome(facts, rulebook=rules, engine="rete") == outcome(facts, rulebook=rules)


def test_the_random_rulebooks_hold_rules() -> None:
    """Few of them are refused, or the test above would compare little but errors."""
    answered = []

    @settings(max_examples=30, derandomize=True, database=None)
    @given(rulebooks(), small_cases())
    def run(files: Facts, facts: Facts) -> None:
        with rules_folder(files) as rules:
            answered.append(isinstance(outcome(facts, rulebook=rules), Counteroffer))

    run()
    assert sum(answered) > len(answered) / 2


@needs_rete
@pytest.mark.parametrize(
    ("facts", "when", "narrowed"),
    [
        ({"größe": {"type": "number"}}, "größe >= 2", None),
        ({"_1": {"type": "number"}}, "_1 >= 2", None),
        ({"x" * 120: {"type": "number"}}, "x" * 120 + " >= 2", None),
        ({"big": {"type": "number", "max": 10**30}}, "big >= 2", None),
        ({}, f'"{"x" * 120}" in skills', None),
        (
            {f"{letter}{number}": {"type": "flag"} for letter in "abcd" for number in range(6)},
            " and ".join(f"(a{number} or b{number})" for number in range(6)),
            " and ".join(f"(c{number} or d{number})" for number in range(6)),
        ),
    ],
    ids=["letters", "reserved", "long name", "great number", "long tag", "many ways"],
)
def test_what_an_engine_could_not_hold_is_refused_by_all_or_by_none(
    facts: Facts, when: str, narrowed: str | None
) -> None:
    """A rule that loads gives the same on every engine; one that does not fit is refused when it is
    loaded."""
    files = {
        "facts.yaml": {
            "profile": {name: {"help": "A fact.", **one} for name, one in facts.items()}
        },
        "levers/one.yaml": lever_file(when),
        "guides/acme/engineer.yaml": guide_file(
            levers={"one": {"and": narrowed} if narrowed else {}}
        ),
    }
    big = {"big": 10**20} if "big" in facts else {}
    case = {"guide": "acme/engineer", "region": "here", "candidate": big, "today": "2026-11-20"}
    with rules_folder(files) as rules:
        try:
            rules.guide("acme/engineer")
        except RuleError:
            return
        assert settled(case, rulebook=rules, engine="rete") == settled(case, rulebook=rules)


@needs_rete
def test_absurd_rates_give_the_same_on_every_engine() -> None:
    facts = sample(
        "huggingface",
        rates={"IDR/USD": "1000000000"},
        competing=[
            {"company": "Acme", "base": "IDR 1000000000000", "equity": "IDR 10000000000000/yr"}
        ],
    )
    assert outcome(facts, engine="rete") == outcome(facts)


# Unknown is neither zero nor false


profile_facts = st.fixed_dictionaries(
    {},
    optional={
        "gpu_years": numbers("gpu_years"),
        "years": numbers("years"),
        "uptime_pct": numbers("uptime_pct"),
        "compute_savings_pct": numbers("compute_savings_pct"),
        "load": numbers("load"),
        "leads": st.booleans(),
        "owns_full_stack": st.booleans(),
        "level": st.sampled_from(["senior", "junior"]),
        **{
            name: st.lists(st.sampled_from(["gpu", "aws", "c++"]), max_size=3)
            for name in ("skills", "clouds", "experience")
        },
    },
)


@given(nested(certain), profile_facts, profile_facts)
def test_unknown_never_decides(engine: str, condition: str, some: Facts, others: Facts) -> None:
    """What is decided on some facts stays decided that way, whatever the others turn out to be."""
    files = {
        "facts.yaml": DECLARED,
        "levers/one.yaml": lever_file(condition),
        "guides/acme/engineer.yaml": guide_file(levers={"one": {}}),
    }

    def decided(candidate: Facts) -> bool | str | None:
        case = {
            "guide": "acme/engineer",
            "region": "here",
            "candidate": candidate,
            "today": "2026-11-20",
        }
        answer = outcome(case, rulebook=rules, engine=engine)
        return (
            answer
            if isinstance(answer, str)
            else next(one.fired for one in answer.levers if one.id == "one")
        )

    with rules_folder(files) as rules:
        before, after = decided(some), decided({**others, **some})
    assert before in (None, after)


# Order


def shuffled(value: Any, rng: random.Random) -> Any:
    """The same facts with entries, offers and tags in another order; rounds have theirs, the oldest
    first."""
    if isinstance(value, dict):
        names = rng.sample(sorted(value), len(value))
        return {
            name: value[name] if name == "rounds" else shuffled(value[name], rng) for name in names
        }
    return (
        [shuffled(one, rng) for one in rng.sample(value, len(value))]
        if isinstance(value, list)
        else value
    )


@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_facts_and_offers_never_matters(
    engine: str, facts: Facts, rng: random.Random
) -> None:
    assert text_of(settled(shuffled(facts, rng), engine=engine)) == text_of(
        settled(facts, engine=engine)
    )


@pytest.fixture(scope="module")
def reordered(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    """The rules of the package with the levers of each guide in the opposite order, and those facts
    too."""
    files: Facts = {}
    for guide in GUIDES:
        document = plain_values(read_file(RULES_FOLDER / "guides" / f"{guide}.yaml").value)
        levers = reversed(document["levers"].items())
        files[f"guides/{guide}.yaml"] = {**document, "levers": dict(levers)}
    facts = plain_values(read_file(RULES_FOLDER / "facts.yaml").value)
    files["facts.yaml"] = {"profile": dict(reversed(facts["profile"].items()))}
    return Rulebook(write(tmp_path_factory.mktemp("rules"), files))


def plain_values(value: Any) -> Any:
    return json.loads(json.dumps(value, default=str))


@given(cases())
def test_the_order_of_levers_in_a_guide_never_matters(
    engine: str, reordered: Rulebook, facts: Facts
) -> None:
    usual, other = settled(facts, engine=engine), settled(facts, engine=engine, rulebook=reordered)
    assert usual.rules != other.rules
    told = tuple(one for one in other.warnings if one.code != "guide-replaced")
    assert text_of(replace(other, rules=usual.rules, warnings=told)) == text_of(usual)


# More in the candidate's favour

BETTER: Mapping[str, Any] = {
    "skills": ["gpu", "kubernetes", "cuda", "k8s", "rust"],
    "experience": ["commercial-api-serving", "api-serving", "open-model-distribution", "training"],
    "clouds": ["aws", "amazon", "gcp", "azure", "Azure", "oci"],
    "gpu_years": ["0", "0.5", "1", "1.9", "2", "4", "30"],
    "uptime_pct": ["0", "99", "99.8999", "99.9", "99.99", "100"],
    "compute_savings_pct": ["0", "4.99", "5", "12", "100"],
    "owns_full_stack": [False, True],
}


@st.composite
def improved(draw: st.DrawFn, candidate: Facts) -> Facts:
    """The same candidate with more in their favour: further tags, greater numbers, owning the
    stack."""
    better = dict(candidate)
    for name in draw(st.lists(st.sampled_from(sorted(BETTER)), min_size=1, unique=True)):
        choice = BETTER[name]
        if isinstance(candidate.get(name), list) or name in ("skills", "experience", "clouds"):
            better[name] = [
                *candidate.get(name, []),
                *draw(st.lists(st.sampled_from(choice), max_size=3)),
            ]
        elif name == "owns_full_stack":
            better[name] = True
        else:
            least = Decimal(str(candidate.get(name, "0")).rstrip("%"))
            better[name] = draw(
                st.sampled_from([number for number in choice if Decimal(number) >= least])
            )
    return better


@settings(max_examples=150)
@given(cases(), st.data())
def test_more_facts_in_the_candidates_favour_never_lower_anything(
    facts: Facts, data: st.DataObject
) -> None:
    better = {**facts, "candidate": data.draw(improved(facts["candidate"]))}
    at_least(settled(better), settled(facts), "ask", "stretch")


def test_a_fact_that_brings_an_ask_does_not_lower_the_floor() -> None:
    """Before, nothing proposes a base, so there is no ask that a floor could be held under."""
    facts: Facts = {
        "guide": "midjourney/devops-engineer",
        "region": "san-francisco",
        "today": "2026-11-20",
        "offer": {"signing": "$1K"},
        "competing": [{"company": "Google", "base": "$201K", "equity": "$150001/yr"}],
    }
    at_least(
        settled({**facts, "candidate": {"owns_full_stack": True}}), settled(facts), "ask", "stretch"
    )


@settings(max_examples=150)
@given(cases(), st.data())
def test_a_further_held_offer_never_lowers_anything(facts: Facts, data: st.DataObject) -> None:
    others = st.lists(st.sampled_from(["Fifth", "Aardvark"]), min_size=1, unique=True)
    stated = st.fixed_dictionaries(
        {},
        optional={
            "base": st.sampled_from(["$50K", "£150001", "€400K"]),
            "signing": st.just("$10K"),
        },
    )
    rivals = [
        {
            "company": name,
            "equity": data.draw(st.sampled_from(["$10K/4yr", "$99999/yr"])),
            **data.draw(stated),
        }
        for name in data.draw(others)
    ]
    for rival in rivals:  # one offer is in one currency
        sign = str(rival.get("base", "$"))[0]
        rival |= {name: sign + value[1:] for name, value in rival.items() if name != "company"}
    less = settled(facts)
    more = settled({**facts, "competing": [*facts.get("competing", []), *rivals]})
    # An offer far from a converted band shows that the guide says nothing of the place.
    if says_nothing_of_the_place(more) and not says_nothing_of_the_place(less):
        assert {more.ask.how["base"], more.stretch.how["base"]} <= WITHOUT_A_GUIDE
        assert more.floor is None or more.floor.how == "minimum"
    else:
        at_least(more, less, "ask", "stretch")


WITHOUT_A_GUIDE = {"matched", "minimum", "offered", "asked", None}


def says_nothing_of_the_place(answer: Counteroffer) -> bool:
    return any(warning.code == "no-market-here" for warning in answer.warnings)


def test_a_held_offer_far_from_a_converted_band_takes_away_what_the_guide_proposes() -> None:
    """The one way in which a further held offer lowers figures: the band was converted from another
    region's, and the offer's base is under 0.8 of its low or over 1.25 of its high."""
    facts: Facts = {"guide": STABILITY, "region": "toronto", "today": "2026-11-20"}
    fifth = {"company": "Fifth", "base": "$50K", "equity": "$10K/4yr"}
    alone, beside = settled(facts), settled({**facts, "competing": [fifth]})
    assert (alone.ask.how["base"], alone.floor is None) == ("converted", False)
    assert says_nothing_of_the_place(beside)
    assert (beside.ask.how["base"], beside.floor) == ("matched", None)
    assert (beside.ask.base or 0) < (alone.ask.base or 0)


def test_where_the_guide_says_nothing_of_the_place_a_further_offer_lowers_nothing() -> None:
    facts: Facts = {
        "guide": STABILITY,
        "region": "toronto",
        "today": "2026-11-20",
        "candidate": {"minimum_base": "$40K"},
        "competing": [{"company": "Fifth", "base": "$50K", "equity": "$10K/4yr"}],
    }
    other = {"company": "Aardvark", "base": "$45K", "equity": "$99999/yr"}
    less, more = settled(facts), settled({**facts, "competing": [*facts["competing"], other]})
    assert says_nothing_of_the_place(less)
    assert less.floor
    assert less.walk_away
    at_least(more, less, "ask", "stretch")


def test_a_base_rounded_up_is_worth_no_more_than_a_unit_over_the_alternative() -> None:
    """With more equity asked the base is less, and rounds up by another part of a unit."""
    google = {"company": "Google", "base": "GBP 333000", "equity": "GBP 1000/4yr"}
    facts: Facts = {
        "guide": STABILITY,
        "region": "toronto",
        "today": "2026-11-20",
        "offer": {"base": "GBP 10000", "bonus": "5%"},
        "competing": [google],
    }
    fifth = {"company": "Fifth", "equity": "USD 10K/4yr"}
    less, more = settled(facts), settled({**facts, "competing": [google, fifth]})
    assert less.walk_away
    assert more.walk_away
    assert more.walk_away.base < less.walk_away.base
    assert less.walk_away.annual - more.walk_away.annual == 1
    at_least(more, less, "ask", "stretch")


# Scale


def tenfold(value: Any) -> Any:
    """A guide's values with every amount of money ten times as great; percentages as they are."""
    if isinstance(value, Amount) and value.currency != "%":
        return replace(value, low=value.low * 10, high=value.high * 10)
    if isinstance(value, Mapping):
        return {name: tenfold(one) for name, one in value.items()}
    if isinstance(value, tuple):
        return tuple(tenfold(one) for one in value)
    return value


@pytest.fixture(scope="module")
def scaled(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    """The rules with all figures, bands and steps ten times as great."""
    files: Facts = {"money.yaml": {"currencies": {}}}
    for code, currency in RULES.currencies.items():
        files["money.yaml"]["currencies"][code] = {
            "step": currency.step * 10,
            "sign": currency.sign,
        }
    for name in GUIDES:
        guide = RULES.guide(name).guide
        great = guide.model_copy(
            update={
                "floor": {
                    key: one.model_copy(update=tenfold(dict(one)))
                    for key, one in guide.floor.items()
                },
                "bands": {
                    key: band.model_copy(update=tenfold(dict(band)))
                    for key, band in guide.bands.items()
                },
                "headline": {
                    key: one.model_copy(update=tenfold(dict(one)))
                    for key, one in guide.headline.items()
                },
                "levers": {
                    key: lever.model_copy(
                        update={
                            "figures": {
                                at: one.model_copy(update=tenfold(dict(one)))
                                for at, one in lever.figures.items()
                            }
                        }
                    )
                    for key, lever in guide.levers.items()
                },
                "example_offers": tuple(
                    one.model_copy(update=tenfold(dict(one))) for one in guide.example_offers
                ),
            }
        )
        files[f"guides/{name}.yaml"] = great.model_dump(
            mode="json", by_alias=True, exclude_none=True
        )
    return Rulebook(write(tmp_path_factory.mktemp("rules"), files))


@st.composite
def round_cases(draw: st.DrawFn) -> Facts:
    """A case all of whose sums come out whole, so that nothing but steps is rounded."""
    guide = draw(st.sampled_from(GUIDES))
    region = draw(st.sampled_from(regions_of(guide)))
    bands = RULES.guide(guide).guide.bands
    currency = bands[region].currency if region in bands else "USD"

    @st.composite
    def offer(draw: st.DrawFn) -> Facts:
        code = draw(st.sampled_from([currency, "USD", "GBP", "EUR"]))
        years = draw(st.sampled_from([1, 2, 4, 5]))
        thousands = st.integers(20, 400).map(lambda n: f"{code} {n}000")
        equity = st.integers(1, 400).map(
            lambda n: {"amount": f"{code} {n * 20}000", "years": years}
        )
        stated: Facts = draw(
            st.fixed_dictionaries(
                {"base": thousands},
                optional={
                    "equity": equity,
                    "signing": thousands,
                    "bonus": st.sampled_from(["5%", "10%"]),
                },
            )
        )
        return stated

    rivals = draw(st.lists(st.sampled_from(["One", "Two"]), unique=True))
    facts: Facts = {
        "guide": guide,
        "region": region,
        "candidate": draw(profiles_without_money),
        "today": "2026-11-20",
        "competing": [{"company": name, **draw(offer())} for name in rivals],
        # Rates at which thousands stay whole, since what is in hand is rounded to a whole unit,
        # whatever the scale.
        "rates": {
            "EUR/USD": "1",
            "EUR/GBP": "0.5",
            "EUR/CAD": "2",
            "EUR/JPY": "100",
            "EUR/CHF": "1",
            "EUR/INR": "100",
        },
    }
    return {**facts, "offer": draw(offer())} if draw(st.booleans()) else facts


profiles_without_money = cases().map(
    lambda facts: {
        name: value for name, value in facts["candidate"].items() if not name.endswith("_base")
    }
)


def great(facts: Facts) -> Facts:
    def times(text: Any) -> Any:
        return {**text, "amount": times(text["amount"])} if isinstance(text, dict) else text + "0"

    def offer(one: Facts) -> Facts:
        return {
            name: times(value) if name in ("base", "equity", "signing") else value
            for name, value in one.items()
        }

    facts = {**facts, "competing": [offer(one) for one in facts["competing"]]}
    return {**facts, "offer": offer(facts["offer"])} if "offer" in facts else facts


@settings(max_examples=100)
@given(round_cases())
def test_ten_times_the_money_and_the_steps_give_ten_times_the_ask(
    scaled: Rulebook, facts: Facts
) -> None:
    one, ten = settled(facts), settled(great(facts), rulebook=scaled)
    for small, large in ((one.ask, ten.ask), (one.stretch, ten.stretch)):
        for part in ("base", "equity", "signing"):
            figure = getattr(small, part)
            assert getattr(large, part) == (None if figure is None else figure * 10)
        assert large.how == small.how
    assert [(lever.id, lever.fired) for lever in one.levers] == [
        (lever.id, lever.fired) for lever in ten.levers
    ]


# Processes, threads, memory


ANSWERS = """
import sys
from tests.support.samples import SAMPLES, settled, text_of
for facts in SAMPLES.values():
    print(text_of(settled(facts, engine=sys.argv[1])))
"""


def test_a_new_process_gives_the_same_to_the_letter(engine: str) -> None:
    here = "".join(text_of(settled(facts)) + "\n" for facts in SAMPLES.values())
    for seed in ("1", "20"):
        assert in_a_new_process(ANSWERS, engine, PYTHONHASHSEED=seed) == here


def test_eight_threads_give_what_one_gives(engine: str) -> None:
    work = [copy.deepcopy(facts) for facts in SAMPLES.values()] * 30
    expected = [settled(facts) for facts in work]
    fresh = Rulebook()  # so that the threads load the rules at once, too
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda facts: settled(facts, engine=engine, rulebook=fresh), work))
    assert answers == expected


MEMORY = """
import random
from tests.support.samples import SAMPLES, settled

def pages():
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1])

rng, samples = random.Random(1), list(SAMPLES.values())
for number in range(20_000):
    facts = samples[number % 6]
    candidate = {**facts["candidate"], "gpu_years": rng.randrange(30), "years": rng.randrange(30)}
    settled({**facts, "candidate": candidate}, engine="rete")
    if number == 4_000:
        before = pages()
print(pages() - before)
"""


@pytest.mark.slow
@needs_rete
@pytest.mark.skipif(
    not Path("/proc/self/statm").exists(),
    reason="there is no /proc/self/statm here to read memory from",
)
def test_memory_stays_flat_over_20_000_cases() -> None:
    megabytes = int(in_a_new_process(MEMORY)) * os.sysconf("SC_PAGE_SIZE") / 2**20
    assert megabytes < 3


# By name


def test_an_unknown_engine_is_refused() -> None:
    with pytest.raises(EngineError, match="unknown engine 'reet'; there are rete and plain"):
        engine_named("reet")


@needs_rete
def test_rete_is_the_default_where_it_can_be_used() -> None:
    assert engine_named().name == "rete"
    assert engine_named("plain").name == "plain"


def test_an_engine_says_in_which_order_the_rules_fired(engine: str) -> None:
    from counteroffer import Case
    from counteroffer.answers.counter import answer

    setting = Setting.of(rulebook=RULES, engine=engine)
    _, firing = answer(setting, Case.of(**sample("huggingface")))
    names = [
        name.split(" #")[0].removeprefix("fires ").removeprefix("floor ").removeprefix("verdict ")
        for name in firing.trace
    ]
    fired = [name for name in names if not name.startswith("silent ")]
    levers = [
        "competing-offers",
        "enterprise-sla",
        "gpu-infrastructure",
        "market-band",
        "multi-cloud",
    ]
    assert list(dict.fromkeys(fired)) == [*levers, "headline", "guide-floor", "more-to-ask-for"]
    assert firing.headline


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str], engine: str) -> None:
    for facts in SAMPLES.values():
        settled(facts, engine=engine, today=TODAY)
    assert capfd.readouterr() == ("", "")
