"""Cases to test with: the six whose answers are known in full, and random ones."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import strategies as st

from counteroffer import Case, Counteroffer, CounterofferError, Rulebook, counter

Facts = dict[str, Any]
T = TypeVar("T")

TODAY = date(2026, 11, 20)
RULES = Rulebook()
STABILITY, MIDJOURNEY, HUGGING_FACE = (
    "stability-ai/devops-engineer",
    "midjourney/devops-engineer",
    "huggingface-enterprise/devops-engineer",
)
GUIDES = (STABILITY, MIDJOURNEY, HUGGING_FACE)
ELSEWHERE = ("toronto", "tokyo", "zurich", "mumbai", "berlin")  # regions that no guide has
COMPANIES = ("Google", "NVIDIA", "Databricks", "Datadog", "Cloudflare", "Acme", "Zeta Labs")

_STABILITY: Facts = {
    "guide": STABILITY,
    "region": "london",
    "candidate": {
        "skills": ["gpu", "kubernetes"],
        "gpu_years": 4,
        "experience": ["commercial-api-serving", "open-model-distribution"],
    },
    "offer": {"base": "£100K", "equity": "£100K/4yr"},
    "competing": [{"company": "Google", "base": "£110K", "equity": "£170K/4yr"}],
    "today": "2026-11-20",
}
_MIDJOURNEY: Facts = {
    "guide": MIDJOURNEY,
    "region": "san-francisco",
    "candidate": {
        "skills": ["gpu", "kubernetes"],
        "gpu_years": 5,
        "compute_savings_pct": 12,
        "owns_full_stack": True,
    },
    "offer": {"base": "$200K", "equity": "$80K/yr"},
    "competing": [
        {"company": "Datadog", "base": "$210K", "equity": "$220K/4yr"},
        {"company": "Cloudflare", "base": "$205K", "equity": "$200K/4yr"},
    ],
    "today": "2026-11-20",
}
_HUGGING_FACE: Facts = {
    "guide": HUGGING_FACE,
    "region": "san-francisco",
    "candidate": {
        "skills": ["gpu", "kubernetes"],
        "gpu_years": 4,
        "clouds": ["aws", "gcp", "azure"],
        "uptime_pct": "99.99",
    },
    "offer": {"base": "$180K", "equity": "$150K/4yr", "bonus": "5%"},
    "competing": [
        {"company": "NVIDIA", "base": "$210K", "equity": "$250K/4yr"},
        {"company": "Databricks", "base": "$205K", "equity": "$230K/4yr"},
    ],
    "today": "2026-11-20",
}

SAMPLES: Mapping[str, Facts] = {
    "stability-ai, London": _STABILITY,
    "stability-ai, Remote US": {
        **_STABILITY,
        "region": "remote-us",
        "offer": {"base": "$100K", "equity": "$100K/4yr"},
        "rates": {"GBP/USD": "1.31"},
    },
    "midjourney, San Francisco": _MIDJOURNEY,
    "huggingface-enterprise, San Francisco": _HUGGING_FACE,
    "huggingface-enterprise, New York": {**_HUGGING_FACE, "region": "new-york"},
    "huggingface-enterprise, Paris": {
        **_HUGGING_FACE,
        "region": "paris",
        "offer": {"base": "€150K", "equity": "€110K/4yr", "bonus": "5%"},
        "rates": {"USD/EUR": "0.86"},
    },
}


def sample(name: str, **changes: Any) -> Facts:
    """A copy of the sample whose name starts so, with whole entries changed; None takes an entry
    away."""
    found = next(facts for full, facts in SAMPLES.items() if full.startswith(name))
    facts = {**copy.deepcopy(found), **changes}
    return {entry: value for entry, value in facts.items() if value is not None}


def settled(facts: Facts, **options: Any) -> Counteroffer:
    """The answer to a case; on the plain engine unless another is named."""
    return counter(Case.of(**facts), **{"engine": "plain", "rulebook": RULES, **options})


def attempt(action: Callable[..., T], *arguments: Any) -> T | CounterofferError:
    """What comes out of it: a value, or one of the library's own errors; any other is a failure."""
    try:
        return action(*arguments)
    except CounterofferError as error:
        return error


def text_of(answer: Counteroffer) -> str:
    """An answer as JSON, for comparing to the letter and in order."""
    return json.dumps(asdict(answer))


def write(folder: Path, files: Mapping[str, Any]) -> Path:
    """A folder of rules: each file from a text, or from values written as JSON, which is YAML
    too."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return folder


def lever_file(when: str, says: str | list[Facts] = "I can do this.", **entries: Any) -> Facts:
    """A lever as its file has it."""
    return {
        "title": "Lever",
        "when": when,
        "says": [{"text": says}] if isinstance(says, str) else says,
        "cases": {"fires": [{}], "silent": [{}]},
        **entries,
    }


def guide_file(**entries: Any) -> Facts:
    """A small guide as its file has it: one region, called here."""
    return {
        "company": "Acme",
        "role": "Engineer",
        "as_of": "2026-01-01",
        "reference": "here",
        "bands": {
            "here": {
                "label": "Here",
                "currency": "USD",
                "base": "$100K-$200K",
                "equity": "$40K-$80K",
            }
        },
        "sources": ["a survey"],
        **entries,
    }


# Random cases


def regions_of(guide: str) -> list[str]:
    """A guide's own regions and some that it does not have."""
    return [*RULES.guide(guide).guide.bands, *ELSEWHERE]


tags = st.lists(st.sampled_from(["gpu", "GPUs", "k8s", "kubernetes", "cuda", "rust"]), max_size=4)
profiles = st.fixed_dictionaries(
    {},
    optional={
        "skills": tags,
        "experience": st.lists(
            st.sampled_from(
                ["commercial-api-serving", "API serving", "open-model-distribution", "training"]
            ),
            max_size=3,
        ),
        "gpu_years": st.sampled_from(["0", "0.5", "1", "1.9", "2", "2.0", "4", "30"]),
        "years": st.integers(0, 40),
        "clouds": st.lists(st.sampled_from(["aws", "amazon", "gcp", "Azure", "oci"]), max_size=4),
        "uptime_pct": st.sampled_from(["0", "99", "99.8999", "99.9", "99.99", "100"]),
        "compute_savings_pct": st.sampled_from(["0", "4.99", "5", "5%", "12", "100"]),
        "owns_full_stack": st.booleans(),
        "minimum_base": st.sampled_from(["$90K", "£150K", "€203456", "$300K"]),
        "current_base": st.sampled_from(["$91K", "£151K"]),
    },
)


@st.composite
def amounts(
    draw: st.DrawFn, edges: tuple[int, ...], currencies: tuple[str, ...], least: int
) -> str:
    """An amount as text with its currency: near the edges of the band, or anything that makes
    sense."""
    currency = draw(st.sampled_from(currencies))
    step = RULES.currency(currency).step
    anything = st.integers(least, 400).map(lambda thousands: thousands * step)
    odd = st.integers(least * step, 400 * step)
    near = (
        st.sampled_from(edges).flatmap(lambda edge: st.sampled_from([edge - 1, edge, edge + 1]))
        if edges
        else odd
    )
    return (
        f"{currency} "
        f"{draw(st.one_of(near if currency == currencies[0] else anything, anything, odd))}"
    )


@st.composite
def offers(
    draw: st.DrawFn, guide: str, region: str, *, here: bool, home_only: bool = False
) -> Facts:
    """An offer in hand (`here`) or from elsewhere, that states something."""
    bands = RULES.guide(guide).guide.bands
    band = bands.get(region) or bands[RULES.guide(guide).guide.reference]
    home = band.currency
    ends = [(int(one.low), int(one.high)) for one in (band.base, band.equity) if one]
    edges = [(low, (low + high) // 2, high) for low, high in ends]
    others: tuple[str, ...] = () if home_only else ("USD", "GBP", "EUR", "JPY", "INR")
    currency = draw(st.sampled_from((home, home, home, *others)))
    own = (currency,)
    stated: Facts = draw(
        st.fixed_dictionaries(
            {},
            optional={
                "base": amounts(edges[0] if currency == home else (), own, 10),
                "equity": st.builds(
                    "{}{}".format,
                    amounts(edges[-1] if currency == home else (), own, 1),
                    st.sampled_from(["/4yr", "/yr", "/3yr", ""]),
                ),
                "signing": amounts((), own, 1),
                "bonus": st.sampled_from(["5%", "10%", "7.25%"]) | amounts((), own, 1),
                "final": st.booleans(),
                "expires": st.sampled_from(["2026-11-19", "2026-11-20", "2026-11-21"]),
                "evidence": st.sampled_from(["written", "verbal", "expected"]),
                "private": st.booleans(),
            },
        )
    )
    if not stated.keys() & {"base", "equity", "signing", "bonus"}:
        stated["base"] = draw(amounts(edges[0] if currency == home else (), own, 10))
    if here:
        stated.pop("evidence", None)
        stated.pop("private", None)
    return stated


def _asked(offer: Facts) -> Facts:
    return {name: offer[name] for name in ("base", "equity", "signing") if name in offer}


@st.composite
def cases(draw: st.DrawFn, guides: tuple[str, ...] = GUIDES, *, home_only: bool = False) -> Facts:
    """A case of any guide in any region: facts known and not, offers whole, partial or absent, in
    many currencies."""
    guide = draw(st.sampled_from(guides))
    own = list(RULES.guide(guide).guide.bands)
    region = draw(st.sampled_from(own if home_only else regions_of(guide)))
    facts: Facts = {
        "guide": guide,
        "region": region,
        "candidate": draw(profiles),
        "today": "2026-11-20",
    }
    offer = draw(st.none() | offers(guide, region, here=True, home_only=home_only))
    if offer:
        facts["offer"] = offer
    rivals = draw(st.lists(st.sampled_from(COMPANIES), unique=True, max_size=3))
    another = offers(guide, region, here=False, home_only=home_only)
    competing = [{"company": company, **draw(another)} for company in rivals]
    if len(competing) > 1 and draw(st.booleans()):  # a tie
        competing[1] = {**competing[0], "company": competing[1]["company"]}
    if competing:
        facts["competing"] = competing
    if draw(st.booleans()):
        before = st.fixed_dictionaries(
            {"ask": offers(guide, region, here=True, home_only=home_only).map(_asked)}
        )
        facts["rounds"] = draw(st.lists(before.filter(lambda one: one["ask"]), max_size=2))
    if draw(st.booleans()):
        facts["home"] = draw(st.sampled_from(["GBP", "USD", "JPY"]))
    if draw(st.booleans()):
        facts["rates"] = draw(
            st.sampled_from([{"GBP/USD": "1.31"}, {"EUR/USD": "1.1", "USD/JPY": 150}])
        )
    return facts
