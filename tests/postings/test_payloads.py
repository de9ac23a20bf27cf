"""Pay in the answers of recruiting systems."""

from __future__ import annotations

import html
from decimal import Decimal
from typing import Any

import pytest

from tests.postings.support import figures, read

YEARLY = (52000, 61000, "EUR", "year", "base")


def test_workable_has_ends_and_a_currency_in_small_letters_and_no_period() -> None:
    job = {
        "title": "Glazier",
        "shortcode": "A1",
        "salary": {"salary_from": 52000, "salary_to": 61000, "salary_currency": "eur"},
    }
    assert figures({"jobs": [job]}) == [(52000, 61000, "EUR", None, "base")]


def test_recruitee_has_ends_as_texts() -> None:
    salary = {"min": "52000", "max": "61000", "period": "year", "currency": "EUR"}
    assert figures({"offers": [{"id": 1, "title": "Cook", "salary": salary}]}) == [YEARLY]


def test_recruitee_typed_in_thousands_is_told_and_never_repaired() -> None:
    salary = {"min": "52.00", "max": "61.00", "period": "year", "currency": "EUR"}
    found = read({"offers": [{"id": 1, "title": "Cook", "salary": salary}]})
    assert not found.figures
    assert [(one.at, one.text) for one in found.unread] == [("/offers/0/salary", "52.00 – 61.00")]


@pytest.mark.parametrize(
    "entries",
    [
        {
            "salary_min": 52000,
            "salary_max": 61000,
            "salary_currency": "EUR",
            "salary_period": "yearly",
        },
        {"min-salary": 52000, "max-salary": 61000, "currency": "EUR", "salary-time-unit": "yearly"},
        {"annualSalaryMin": "52000", "annualSalaryMax": "61000", "salaryCurrency": "EUR"},
        {
            "compensation_minimum": 52000,
            "compensation_maximum": 61000,
            "compensation_currency": "EUR",
            "compensation_frequency": "year",
        },
        {"salaryMin": 52000, "salaryMax": 61000, "salaryCurrency": "EUR", "salaryPeriod": "yearly"},
        {"compensation": {"min": 52000, "max": 61000, "currency": "EUR", "period": "YEARLY"}},
        {
            "salary": {
                "from": {"amount": 52000, "currency": "EUR"},
                "to": {"amount": 61000, "currency": "EUR"},
                "interval": "annual",
            }
        },
        {"salary": "€52,000 - €61,000 per year"},
        {
            "payRange": {
                "lower": "52000.0",
                "upper": "61000.0",
                "unit": "EUR",
                "frequency": "Annually",
            }
        },
        {
            "salaryRange": {
                "min": 52000,
                "max": 61000,
                "currency": "EUR",
                "interval": "per-year-salary",
            }
        },
        {
            "wage": {
                "minimum": 52000,
                "maximum": 61000,
                "currencyCode": "EUR",
                "payPeriod": "1 YEAR",
            }
        },
    ],
)
def test_the_same_pay_in_the_spelling_of_many_systems(entries: dict[str, Any]) -> None:
    job = {"id": 7, "title": "Carpenter", "location": "Ghent", **entries}
    assert figures(job) == [YEARLY]
    assert figures({"data": [job]}) == [YEARLY]


@pytest.mark.parametrize(
    ("interval", "period"),
    [
        ("per-month-salary", "month"),
        ("per-semi-month-salary", "half month"),
        ("per-bi-week-salary", "two weeks"),
        ("per-week-salary", "week"),
        ("per-day-wage", "day"),
        ("per-hour-wage", "hour"),
    ],
)
def test_intervals_of_lever(interval: str, period: str) -> None:
    pay = {"min": 900.5, "max": 1000, "currency": "USD", "interval": interval}
    assert figures([{"id": "x", "text": "Tailor", "salaryRange": pay}]) == [
        (Decimal("900.5"), 1000, "USD", period, "base")
    ]


def test_a_one_time_payment_is_no_pay_for_a_period() -> None:
    pay = {"min": 900, "max": 900, "currency": "USD", "interval": "one-time-payment"}
    found = read([{"id": "x", "text": "Tailor", "salaryRange": pay}])
    assert not found.figures
    assert "paid once" in found.unread[0].why


def test_a_period_that_is_not_known_is_told() -> None:
    pay = {"min": 900, "max": 950, "currency": "USD", "interval": "per-moon"}
    (one,) = read([{"id": "x", "text": "Tailor", "salaryRange": pay}]).figures
    assert one.period is None
    assert "per-moon" in one.notes[0]


def test_fields_of_an_offer_of_lever() -> None:
    fields = [
        {"text": "Base salary", "identifier": "base_salary", "value": "£64,250"},
        {"text": "Sign-on bonus", "identifier": "sign_on", "value": 4000},
        {"text": "Salary currency", "identifier": "salary_currency", "value": "GBP"},
        {"text": "Salary interval", "identifier": "salary_interval", "value": "per-year-salary"},
        {"text": "Options", "identifier": "equity_options", "value": "3,000"},
        {"text": "Bonus target", "identifier": "bonus_target", "value": "12%"},
        {"text": "Salary amount", "identifier": "salary_amount", "value": None},
    ]
    found = read({"data": [{"id": "o", "status": "sent", "fields": fields}]})
    base, signing = found.figures
    assert (base.low, base.currency, base.period, base.inferred) == (64250, "GBP", "year", ())
    assert (signing.component, signing.low, signing.currency) == ("signing", 4000, "GBP")
    assert signing.inferred == ("currency",)
    assert signing.at == "/data/0/fields/1/value"
    assert {one.why for one in found.unread} == {
        "a number of shares or options, not an amount",
        "a percentage, not an amount",
    }


def test_an_offer_of_ashby_takes_its_period_from_a_field_beside_the_salary() -> None:
    version = {
        "startDate": "2031-02-03",
        "salary": {"currencyCode": "SEK", "value": 41000},
        "customFields": [
            {"title": "Pay Frequency", "value": "Monthly"},
            {"title": "Signing Bonus", "value": {"currencyCode": "SEK", "value": 9000}},
        ],
    }
    assert figures({"success": True, "results": {"id": "1", "latestVersion": version}}) == [
        (41000, 41000, "SEK", "month", "base"),
        (9000, 9000, "SEK", None, "signing"),
    ]


def tier(title: str, low: int, high: int, **more: Any) -> dict[str, Any]:
    salary = {
        "summary": more.pop("summary", ""),
        "compensationType": "Salary",
        "interval": "1 YEAR",
        "currencyCode": "USD",
        "minValue": low,
        "maxValue": high,
    }
    equity = {
        "summary": "Offers Equity",
        "compensationType": "EquityCashValue",
        "interval": "1 YEAR",
        "currencyCode": "USD",
        "minValue": None,
        "maxValue": None,
    }
    return {"title": title, "components": [equity, salary], **more}


def ashby(*tiers: dict[str, Any], **more: Any) -> dict[str, Any]:
    pay = {"compensationTiers": list(tiers), "summaryComponents": [], **more}
    return {
        "apiVersion": "1",
        "jobs": [{"id": "1", "title": "Sailor", "location": "Porto", "compensation": pay}],
    }


def test_tiers_of_ashby_with_the_same_figures_are_two_entries() -> None:
    found = read(ashby(tier("North", 70000, 80000), tier("South", 70000, 80000)))
    assert [one.location for one in found.figures] == ["North", "South"]
    assert found.figures[1].at == "/jobs/0/compensation/compensationTiers/1/components/1"
    assert [one.why for one in found.unread] == ["no amount is given"] * 2


@pytest.mark.parametrize(
    ("more", "component"),
    [
        ({"summary": "OTE $70K – $80K"}, "ote"),
        ({"additionalInformation": "Figures are on-target earnings, split 60/40"}, "ote"),
        ({"summary": "Base salary $70K – $80K", "additionalInformation": "OTE is higher"}, "base"),
        ({}, "base"),
    ],
)
def test_a_salary_of_ashby_that_words_say_to_be_on_target_is_no_base(
    more: dict[str, Any], component: str
) -> None:
    (one,) = read(ashby(tier("Any", 70000, 80000, **more))).figures
    assert one.component == component


def test_a_summary_of_ashby_counts_only_where_there_are_no_tiers() -> None:
    text = {"compensationTierSummary": "CA$61.5K – CA$70K • Offers Equity"}
    assert figures(ashby(**text)) == [(61500, 70000, "CAD", None, "base")]
    assert len(read(ashby(tier("A", 61500, 70000), **text)).figures) == 1


def greenhouse(*ranges: dict[str, Any], content: str = "", title: str = "Nurse") -> dict[str, Any]:
    return {
        "id": 3,
        "title": title,
        "location": {"name": "Oslo"},
        "content": html.escape(content),
        "pay_input_ranges": list(ranges),
    }


def cents(low: int | None, high: int | None, title: str = "", **more: Any) -> dict[str, Any]:
    return {"min_cents": low, "max_cents": high, "currency_type": "USD", "title": title, **more}


BLOCK = (
    '<div class="pay-range"><span>$61,000</span><span>&mdash;</span><span>$70,500 USD</span></div>'
)


def test_ranges_of_greenhouse_are_in_cents_and_their_titles_tell_the_period() -> None:
    some = (
        cents(6100000, 7050000, "Annual Salary:"),
        cents(2150, 2875, "Hourly Rate"),
        cents(6000000, None, "Zone B:"),
        cents(0, 0),
        cents(None, None),
    )
    found = read(greenhouse(*some))
    assert figures(greenhouse(*some)) == [
        (61000, 70500, "USD", "year", "base"),
        (Decimal("21.5"), Decimal("28.75"), "USD", "hour", "base"),
        (60000, None, "USD", None, "base"),
    ]
    assert found.figures[2].location == "Zone B"


def test_the_same_range_in_the_content_of_greenhouse_counts_once() -> None:
    stated = cents(6100000, 7050000)
    assert figures(greenhouse(stated, content=BLOCK)) == [(61000, 70500, "USD", None, "base")]
    (one,) = read(greenhouse(content=BLOCK)).figures
    assert (one.low, one.high, one.currency, one.at) == (61000, 70500, "USD", "/content")


def test_the_content_may_tell_the_period_of_a_range() -> None:
    content = "<p>The annual salary range is $61,000 to $70,500.</p>"
    (one,) = read(greenhouse(cents(6100000, 7050000), content=content)).figures
    assert (one.period, one.inferred) == ("year", ())


@pytest.mark.parametrize(
    ("title", "blurb", "component"),
    [
        ("Account Executive", "For sales roles, the range is the on-target earnings.", "ote"),
        ("Electrician", "For sales roles, the range is the on-target earnings.", "base"),
        ("Electrician", "The range shown is OTE.", "ote"),
        ("Account Executive", "Benefits as usual.", "base"),
    ],
)
def test_a_blurb_of_greenhouse_may_say_that_a_range_is_on_target_earnings(
    title: str, blurb: str, component: str
) -> None:
    stated = cents(6100000, 7050000, "Annual Salary:", blurb=f"<p>{blurb}</p>")
    (one,) = read(greenhouse(stated, title=title)).figures
    assert one.component == component


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"value": 42500, "currency": "CHF"}, (42500, 42500, "CHF", None, "base")),
        ({"amount": "42500.0", "unit": "CHF"}, (42500, 42500, "CHF", None, "base")),
        (
            {"unit": "CHF", "min_value": "42500.0", "max_value": "48000.0"},
            (42500, 48000, "CHF", None, "base"),
        ),
        ("CHF 42'500", (42500, 42500, "CHF", None, "base")),
    ],
)
def test_custom_fields_of_greenhouse_and_their_keyed_copies_count_once(
    value: object, expected: object
) -> None:
    offer = {
        "id": 5,
        "status": "sent",
        "starts_at": "2031-02-03",
        "custom_fields": {"salary": value, "favourite_tool": "chisel"},
        "keyed_custom_fields": {"salary": {"name": "Salary", "type": "currency", "value": value}},
    }
    assert figures([offer]) == [expected]


def test_two_jobs_of_a_board_are_never_merged() -> None:
    salary = {"min": 52000, "max": 61000, "period": "year", "currency": "EUR"}
    jobs = [{"id": n, "title": f"Cook {n}", "city": "Turku", "salary": salary} for n in (1, 2)]
    found = read({"offers": jobs})
    assert [(one.posting, one.at) for one in found.figures] == [
        ("Cook 1", "/offers/0/salary"),
        ("Cook 2", "/offers/1/salary"),
    ]


def test_pay_beside_pay_stays_what_it_is() -> None:
    job = {
        "id": 1,
        "title": "Roofer",
        "city": "Bergen",
        "base_salary": {"amount": 50000, "currency": "EUR"},
        "signing_bonus": {"amount": 3000, "currency": "EUR"},
        "ote": {"min": 60000, "max": 70000, "currency": "EUR"},
        "car_allowance": {"amount": 5000, "currency": "EUR"},
    }
    assert figures(job) == [
        (50000, 50000, "EUR", None, "base"),
        (3000, 3000, "EUR", None, "signing"),
        (60000, 70000, "EUR", None, "ote"),
    ]


@pytest.mark.parametrize(
    "entries",
    [
        {"salary": None},
        {"salary": {"min": None, "max": None, "period": None, "currency": None}},
        {"salary": "Competitive"},
        {"salary": ""},
        {"salary_min": 0, "salary_max": 0},
        {"salary_currency": "EUR"},
        {"salary_visible": True, "pay_transparency": 100000},
        {"salaryRange": {"min": 1, "max": 2, "currency": "USD", "interval": "per-year-salary"}},
        {"salary": {"min": -5000, "max": -4000, "currency": "EUR"}},
        {"salary": {"min": 9000, "max": 8000, "currency": "EUR"}},
        {"revenue": 90000000, "headcount": 3000, "funding": {"min": 5000000, "currency": "USD"}},
    ],
)
def test_what_states_no_pay_gives_no_figure(entries: dict[str, Any]) -> None:
    assert figures({"id": 1, "title": "Roofer", "city": "Bergen", **entries}) == []


def test_a_resume_states_no_pay_of_an_offer() -> None:
    found = read({"basics": {"name": "A"}, "work": [{"summary": "earned a salary of $90,000"}]})
    assert not found.figures
    assert "résumé" in found.unread[0].why


def test_a_salary_without_a_currency_has_none() -> None:
    (one,) = read({"id": 1, "title": "Roofer", "city": "Bergen", "salary_min": 30000}).figures
    assert (one.low, one.high, one.currency, one.inferred) == (30000, None, None, ())
    assert one.at == "/salary_min"


FEED = """<?xml version="1.0" encoding="UTF-8"?>
<jobs>
  <job><id>1</id><title>Weaver</title>
    <salary><min>2100</min><max>2400</max><currency>EUR</currency><interval>month</interval></salary>
  </job>
  <job><id>2</id><title>Dyer</title><city>Lyon</city>
    <description><![CDATA[<p>Salaire : 27 000 € à 31 000 € brut par an</p>]]></description>
  </job>
</jobs>
"""


def test_a_feed_in_xml_has_lines_and_columns() -> None:
    found = read(FEED)
    assert figures(FEED) == [
        (2100, 2400, "EUR", "month", "base"),
        (27000, 31000, "EUR", "year", "base"),
    ]
    assert [(one.at, one.posting) for one in found.figures] == [
        ("4:18", "Weaver"),
        ("7:40", "Dyer"),
    ]
    for one, written in zip(found.figures, ("2100", "27 000"), strict=True):
        line, column = map(int, one.at.split(":"))
        assert FEED.splitlines()[line - 1][column - 1 :].startswith(written)
