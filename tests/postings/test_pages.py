"""Pay in saved pages: JSON-LD, microdata, RDFa, a board's state and the text that is shown."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from tests.postings.support import figures, job_posting, monetary, page, read

BOTH = {"minValue": 41000, "maxValue": 47000}
PAY = (41000, 47000, "EUR", "year", "base")


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ({"baseSalary": monetary(**BOTH, unitText="YEAR")}, PAY),
        ({"baseSalary": monetary(**BOTH, unitText="Annually")}, PAY),
        ({"baseSalary": monetary(**BOTH, unitText="P.A.")}, PAY),
        ({"baseSalary": [monetary(**BOTH, unitText="year")]}, PAY),
        ({"baseSalary": monetary(minValue="41000", maxValue="47000", unitText="YEAR")}, PAY),
        ({"baseSalary": monetary(minValue="41.000", maxValue="47.000", unitText="YEAR")}, PAY),
        ({"baseSalary": monetary(None, **BOTH, unitText="YEAR"), "salaryCurrency": "EUR"}, PAY),
        ({"baseSalary": {"currency": "EUR", **BOTH, "unitText": "YEAR"}}, PAY),
        ({"baseSalary": {"currency": "EUR", "value": {**BOTH}, "unitText": "YEAR"}}, PAY),
        ({"baseSalary": "€41,000 - €47,000 per year"}, PAY),
        (
            {
                "baseSalary": {
                    "@type": "MonetaryAmount",
                    "currency": "EUR",
                    "value": "41000-47000 per year",
                }
            },
            PAY,
        ),
        (
            {
                "baseSalary": {
                    "@type": "PriceSpecification",
                    "priceCurrency": "EUR",
                    "minPrice": 41000,
                    "maxPrice": 47000,
                    "unitText": "YEAR",
                }
            },
            PAY,
        ),
        ({"baseSalary": 41000, "salaryCurrency": "EUR"}, (41000, 41000, "EUR", None, "base")),
        ({"baseSalary": "41000"}, (41000, 41000, None, None, "base")),
        (
            {"baseSalary": monetary(value=17.25, unitText="HOUR")},
            (Decimal("17.25"), Decimal("17.25"), "EUR", "hour", "base"),
        ),
        ({"baseSalary": monetary(minValue=41000)}, (41000, None, "EUR", None, "base")),
        ({"baseSalary": monetary(maxValue=41000)}, (None, 41000, "EUR", None, "base")),
        (
            {"baseSalary": monetary("INR", value="8-12 Lacs", unitText="YEAR")},
            (800000, 1200000, "INR", "year", "base"),
        ),
    ],
)
def test_a_base_salary_in_all_its_shapes(entries: dict[str, Any], expected: object) -> None:
    posting = job_posting(**entries)
    assert figures(posting) == figures(page(posting)) == [expected]


@pytest.mark.parametrize(
    "wrapped",
    [
        lambda one: [one],
        lambda one: {"@context": "https://schema.org", "@graph": [{"@type": "Organization"}, one]},
        lambda one: {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": one}]},
        lambda one: {**one, "@type": ["JobPosting", "Thing"]},
        lambda one: {**one, "@type": "http://schema.org/JobPosting"},
        lambda one: {"items": [{"id": "1", "title": "x", "_jobposting": one}]},
    ],
)
def test_a_posting_is_found_wherever_it_stands(wrapped: Any) -> None:
    posting = job_posting(baseSalary=monetary(**BOTH, unitText="YEAR"))
    assert figures(wrapped(posting)) == [PAY]
    assert figures(page(wrapped(posting))) == [PAY]


@pytest.mark.parametrize(
    "entries",
    [
        {"salaryCurrency": "EUR"},
        {"baseSalary": monetary(value="Competitive", unitText="HOUR")},
        {"baseSalary": monetary(value="", unitText="HOUR")},
        {"baseSalary": monetary(value=0, unitText="YEAR")},
        {"baseSalary": monetary(minValue=None, maxValue=None)},
        {"baseSalary": {}},
        {"baseSalary": None},
        {"description": "A fund of $40 million and 3,000 customers. Gym allowance: $60 a month."},
    ],
)
def test_a_posting_that_states_no_pay_gives_no_figure(entries: dict[str, Any]) -> None:
    assert figures(page(job_posting(**entries))) == []


def test_an_estimate_of_the_board_says_so() -> None:
    spread = {
        "@type": "MonetaryAmountDistribution",
        "currency": "USD",
        "duration": "P1Y",
        "percentile10": 30000,
        "median": 36000,
        "percentile90": 44000,
    }
    (one,) = read(job_posting(estimatedSalary=[spread])).figures
    assert (one.low, one.high, one.period) == (30000, 44000, "year")
    assert "estimate" in one.notes[0]


def test_a_survey_of_an_occupation_is_no_posting() -> None:
    assert not read(
        {
            "@type": "Occupation",
            "name": "Baker",
            "estimatedSalary": [{"name": "base", "currency": "USD", "median": 30000}],
        }
    ).figures


def test_two_postings_of_a_page_keep_their_titles_and_places() -> None:
    some = [
        job_posting(title=title, baseSalary=monetary(value=n))
        for title, n in (("A", 31000), ("B", 31000))
    ]
    saved = page(*some)
    found = read(saved)
    assert [one.posting for one in found.figures] == ["A", "B"]
    for one in found.figures:
        line, column = map(int, one.at.split(":"))
        assert saved.splitlines()[line - 1][column - 1 :].startswith("31000")


def test_a_broken_script_ends_nothing_and_is_told() -> None:
    good = job_posting(baseSalary=monetary(**BOTH, unitText="YEAR"))
    saved = page(good).replace("<head>", '<head><script type="application/ld+json">{ no }</script>')
    found = read(saved)
    assert figures(saved) == [PAY]
    assert [(one.at, one.why) for one in found.unread] == [("2:48", "this script is not JSON")]


def test_the_same_pay_in_data_and_in_the_text_counts_once() -> None:
    posting = job_posting(
        baseSalary=monetary(**BOTH, unitText="YEAR"),
        description="<p>Salary: &euro;41,000 - &euro;47,000</p>",
    )
    assert figures(page(posting, body="<h2>Pay</h2><p>€41.000 – €47.000 per year</p>")) == [PAY]


def test_text_that_contradicts_the_data_stays_beside_it_with_a_note() -> None:
    posting = job_posting(baseSalary=monetary(**BOTH), description="Salary: €52,000 a year")
    data, text = read(page(posting)).figures
    assert (data.low, text.low) == (41000, 52000)
    assert data.at in text.notes[0]


MICRODATA = """<html><body>
<div itemscope itemtype="https://schema.org/JobPosting"><h1 itemprop="title">Smith</h1>
<span itemprop="baseSalary" itemscope itemtype="https://schema.org/MonetaryAmount">
<meta itemprop="currency" content="EUR">
<span itemprop="value" itemscope itemtype="https://schema.org/QuantitativeValue">
<b itemprop="minValue">41000</b> to <b itemprop="maxValue">47000</b>
<meta itemprop="unitText" content="YEAR"></span></span></div></body></html>
"""


def test_microdata_and_rdfa() -> None:
    (one,) = read(MICRODATA).figures
    assert figures(MICRODATA) == [PAY]
    assert (one.at, one.posting) == ("6:24", "Smith")
    rdfa = (
        MICRODATA.replace("itemprop=", "property=")
        .replace("itemscope itemtype=", "typeof=")
        .replace("https://schema.org/", "")
    )
    assert figures(rdfa) == [PAY]


def test_the_state_of_a_hosted_board() -> None:
    ranges = [
        {"title": "Annual Salary:", "min": "£41,000", "max": "£47,000", "currency_type": "GBP"},
        {"title": "", "min": "R$4.500", "max": "R$5.200", "currency_type": "BRL"},
    ]
    state = json.dumps({"state": {"jobPost": {"title": "Smith", "id": 1, "pay_ranges": ranges}}})
    saved = f"<html><body><script>window.__remixContext = {state};</script></body></html>"
    assert figures(saved) == [
        (41000, 47000, "GBP", "year", "base"),
        (4500, 5200, "BRL", None, "base"),
    ]


SHOWN = """<!doctype html><html><body><nav>3,000 jobs</nav>
<h1>Smith</h1><script>var price = "$90,000";</script>
<dl><dt>Compensation</dt><dd>&pound;2,150 / month</dd><dt>Hours</dt><dd>40</dd></dl>
<p>We raised $90 million.</p></body></html>
"""


def test_the_text_of_a_page_is_read_and_named_by_its_place_in_the_file() -> None:
    found = read(SHOWN)
    assert figures(SHOWN) == [(2150, 2150, "GBP", "month", "base")]
    assert found.figures[0].at == "3:30"
    assert [one.text for one in found.unread] == ["$90 million"]


def test_a_page_without_justhtml_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    from counteroffer import CounterofferError

    monkeypatch.setitem(sys.modules, "justhtml", None)
    with pytest.raises(CounterofferError, match="pip install justhtml"):
        read(SHOWN)
    assert figures("Salary: £2,150 a month") == [(2150, 2150, "GBP", "month", "base")]
