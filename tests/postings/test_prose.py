"""Pay in running text, in five languages; and what is no pay."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.postings.support import Short, figures, read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gehalt: 51.000 € bis 58.500 € brutto/Jahr", (51000, 58500, "EUR", "year", "base")),
        ("Stundenlohn ab 17,40 €", (Decimal("17.4"), None, "EUR", "hour", "base")),
        ("Das Mindestentgelt beträgt EUR 3.150,- brutto/Monat",
         (3150, None, "EUR", "month", "base")),
        ("61-68 TEUR p.a.", (61000, 68000, "EUR", "year", "base")),
        ("70-80.000 € brutto", (70000, 80000, "EUR", None, "base")),
        ("Salaire : entre 41K€ et 46K€ brut annuel", (41000, 46000, "EUR", "year", "base")),
        ("TJM 530 € HT", (530, 530, "EUR", "day", "base")),
        ("Salario entre 27.000 y 31.500 € brutos al año", (27000, 31500, "EUR", "year", "base")),
        ("Bruto maandsalaris van € 3.150,- tot € 4.275,-", (3150, 4275, "EUR", "month", "base")),
        ("between 38k and 45k EUR gross annual", (38000, 45000, "EUR", "year", "base")),
        ("$41.50/hr - $52.75/hr", (Decimal("41.5"), Decimal("52.75"), "USD", "hour", "base")),
        ("CHF 105-118k", (105000, 118000, "CHF", None, "base")),
        ("$92-105k CAD", (92000, 105000, "CAD", None, "base")),
        ("Up to $88,500 + equity", (None, 88500, "USD", None, "base")),
        ("$92,000 + super", (92000, 92000, "AUD", None, "base")),
        ("14.2 LPA CTC", (1420000, 1420000, "INR", "year", "ote")),
        ("Up to £82k OTE", (None, 82000, "GBP", None, "ote")),
        ("Minimum salary: €31,000; maximum salary: €36,000",
         (31000, 36000, "EUR", None, "base")),
        ("Salary: €3,100 per month (€37,200 per year)", (3100, 3100, "EUR", "month", "base")),
        ("Salary: 39000", (39000, 39000, None, None, "base")),
    ],
)  # fmt: skip
def test_one_statement_of_pay(text: str, expected: Short) -> None:
    assert figures(text) == [expected]


def test_on_target_earnings_are_never_taken_for_base() -> None:
    assert [(one[0], one[4]) for one in figures("£38k basic, £76k OTE")] == [
        (38000, "base"),
        (76000, "ote"),
    ]
    assert [one[4] for one in figures("The OTE range for this role is $90,000-$110,000.")] == [
        "ote"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "We raised €35M and process $2B in payments.",
        "Learning budget of €1,200 a year and a $450 home office stipend.",
        "Referral program: $1,500 bonus",
        "Contracts of at least $60,000 need a signature.",
        "401(k) match, 2-3 days a week, 40 hours, founded in 2014, 1099",
        "Salary: 0 USD - 0 USD",
        "Competitive salary",
    ],
)
def test_what_is_no_pay(text: str) -> None:
    assert figures(text) == []


def test_an_amount_that_is_no_pay_is_told_with_its_place() -> None:
    (one,) = read("Salary to be agreed.\nA stipend of €900 for books").unread
    assert (one.at, one.text) == ("2:14", "€900")
    assert one.why == "stands by “books”: a perk, not pay"


def test_zones_of_a_list_are_entries_of_their_own() -> None:
    found = read("Zone 1: $71,000 - $80,000\nZone 2: $64,000 - $72,500").figures
    assert [(one.location, one.at) for one in found] == [("Zone 1", "1:9"), ("Zone 2", "2:9")]


def test_what_is_concluded_is_marked() -> None:
    (one,) = read("Salary $71,000").figures
    assert (one.currency, one.period, one.inferred) == ("USD", "year", ("currency", "period"))


def test_thirteen_salaries_and_net_pay_are_notes() -> None:
    (one,) = read("Salaire : 2 900 € net mensuel sur 13 mois").figures
    assert one.notes == ("13 salaries a year", "net, not gross")
