"""Random folders of rules, and cases for them."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from counteroffer import Counteroffer, InputError, Rulebook
from tests.support.samples import (
    Facts,
    cases,
    guide_file,
    lever_file,
    settled,
    write,
)


@contextmanager
def rules_folder(files: Mapping[str, Any]) -> Iterator[Rulebook]:
    """A rulebook with these files beside those of the package."""
    with tempfile.TemporaryDirectory() as folder:
        yield Rulebook(write(Path(folder), files))


NUMBERS = {
    "gpu_years": 1,
    "years": 1,
    "uptime_pct": 4,
    "compute_savings_pct": 2,
    "held_offers": 0,
    "load": 3,
}


MONEY = (
    "offer_base",
    "offer_equity",
    "offer_annual",
    "highest_held_base",
    "best_held_annual",
    "matched_base",
    "matched_equity",
    "band_base_middle",
    "band_equity_middle",
)


FLAGS = ("owns_full_stack", "offer_stated", "leads")


COMPARISONS = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])


DECLARED = {
    "profile": {
        "load": {
            "type": "number",
            "decimals": 3,
            "min": -50,
            "max": 50,
            "help": "A number that can be negative.",
        },
        "leads": {"type": "flag", "help": "A yes or no."},
        "level": {"type": "tag", "help": "A word."},
    }
}


@st.composite
def numbers(draw: st.DrawFn, name: str) -> str:
    places = NUMBERS[name]
    number = Decimal(draw(st.integers(0, 50 * 10**places))).scaleb(-places)
    return f"{-number if name == 'load' and draw(st.booleans()) else number:f}"


comparisons = st.sampled_from(sorted(NUMBERS)).flatmap(
    lambda name: st.builds("{} {} {}".format, st.just(name), COMPARISONS, numbers(name))
)


measures = st.builds(
    "{} {} {}".format, st.sampled_from(MONEY), COMPARISONS, st.sampled_from([*MONEY, "0"])
)


counts = st.builds(
    "count({}) {} {}".format, st.sampled_from(["skills", "clouds"]), COMPARISONS, st.integers(0, 4)
)


memberships = st.builds(
    '"{}" {} {}'.format,
    st.sampled_from(["gpu", "k8s", "c++", "größe", "aws"]),
    st.sampled_from(["in", "not in"]),
    st.sampled_from(["skills", "clouds", "experience"]),
)


words = st.builds(
    '{} {} "{}"'.format,
    st.sampled_from(["region", "level"]),
    st.sampled_from(["==", "!="]),
    st.sampled_from(["here", "there", "senior"]),
)


knowns = st.builds(
    "known({})".format, st.sampled_from([*NUMBERS, *FLAGS, *MONEY, "skills", "level"])
)


siblings = st.builds("gpu_years {} years".format, COMPARISONS)


certain = st.one_of(comparisons, counts, memberships, words, siblings, st.sampled_from(FLAGS))


def nested(leaves: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Conditions of any, all and not over these, one in the other."""

    def compound(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        several = st.lists(inner, min_size=2, max_size=3)
        joined = st.builds(
            lambda word, terms: f"({f' {word} '.join(terms)})",
            st.sampled_from(["and", "or"]),
            several,
        )
        return joined | inner.map(lambda term: f"not ({term})")

    return st.recursive(leaves, compound, max_leaves=7)


conditions = nested(st.one_of(certain, measures, knowns))


figures = st.fixed_dictionaries(
    {},
    optional={
        part: st.integers(50, 400).map(lambda n: f"{n}K") for part in ("base", "equity", "signing")
    },
)


@st.composite
def ranges(draw: st.DrawFn) -> str:
    low = draw(st.integers(50, 200))
    return f"{low}K-{low + draw(st.integers(0, 100))}K"


@st.composite
def rulebooks(draw: st.DrawFn) -> Facts:
    """A folder of rules: random levers, some for every guide, and a guide with random figures."""
    files: Facts = {"facts.yaml": DECLARED}
    used = {}
    for number in range(draw(st.integers(1, 4))):
        asks = draw(
            st.sampled_from(
                [{}, {"base": {"figure": "matched_base"}}, {"equity": {"figure": "middle_equity"}}]
            )
        )
        file = lever_file(
            draw(conditions),
            draw(st.sampled_from(["I can.", "{gpu_years}", "{best.package}"])),
            asks=asks,
        )
        if draw(st.integers(0, 4)) == 0:
            files[f"levers/every-guide/l{number}.yaml"] = file
            continue
        files[f"levers/l{number}.yaml"] = file
        used[f"l{number}"] = {
            "figures": draw(
                st.dictionaries(st.sampled_from(["here", "there"]), figures, max_size=2)
            ),
            **draw(
                st.fixed_dictionaries(
                    {}, optional={"and": comparisons, "only_in": st.sampled_from(["here", "there"])}
                )
            ),
        }
    if draw(st.booleans()):
        used["competing-offers"] = {"figures": {"here": draw(figures)}}
    bands = {
        name: {
            "label": name.title(),
            "currency": draw(st.sampled_from(["USD", "GBP", "JPY"])),
            "base": draw(ranges()),
            **draw(st.fixed_dictionaries({}, optional={"equity": ranges()})),
        }
        for name in ("here", "there")
    }
    if any(band["currency"] == "JPY" for band in bands.values()):  # amounts of a like weight
        bands = json.loads(json.dumps(bands).replace("K", "00K"))
    some = st.fixed_dictionaries(
        {}, optional={"headline": st.builds(dict, here=figures), "floor": st.just({"here": "90K"})}
    )
    example = {"company": "Rival", "region": "here", "base": "100K", "equity": "80K/4yr"}
    files["guides/acme/engineer.yaml"] = guide_file(
        bands=bands,
        levers=used,
        years=draw(st.sampled_from([1, 4])),
        **draw(some),
        example_offers=[example] if draw(st.booleans()) else [],
    )
    return files


@st.composite
def small_cases(draw: st.DrawFn) -> Facts:
    """A case for the guide of a random rulebook."""
    facts = draw(cases())
    candidate = facts["candidate"] | draw(
        st.fixed_dictionaries(
            {},
            optional={
                "load": numbers("load"),
                "leads": st.booleans(),
                "level": st.sampled_from(["senior", "junior"]),
                "skills": st.lists(st.sampled_from(["gpu", "C++", "Größe"]), max_size=3),
            },
        )
    )
    return {
        **facts,
        "guide": "acme/engineer",
        "region": draw(st.sampled_from(["here", "there", "oslo"])),
        "candidate": candidate,
    }


def outcome(facts: Facts, **options: Any) -> Counteroffer | str:
    """The answer, or what is wrong with the case or the rules; that a rule does not fit an engine
    is no answer."""
    try:
        return settled(facts, **options)
    except InputError as error:
        return str(error)
