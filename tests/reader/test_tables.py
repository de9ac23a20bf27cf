"""Pay tables: their layouts, and what each cell says."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counteroffer.reader.figure import FigureRead
from counteroffer.reader.reading import Reading, figures, read_guide
from tests.support.guides import COMPONENTS, GUIDE, LEVELS, junk, mutated

Row = tuple[str | None, str | None, str, object, object, str | None]


def read(table: str, above: str = "") -> Reading:
    return read_guide(
        f"### Engineer | Tailspin Global Negotiation Guide\n\n{above}\n\n{table}\n", "guide.md"
    )


def rows(found: Sequence[FigureRead], alternate: bool = False) -> list[Row]:
    return [
        (one.region, one.level, one.component, one.low, one.high, one.currency)
        for one in found
        if one.alternate == alternate
    ]


def test_region_rows() -> None:
    reading = read_guide(GUIDE, "guide.md")
    assert (reading.company, reading.role, reading.layout) == (
        "Northwind Robotics",
        "Platform Engineer",
        "region rows",
    )
    assert rows(reading.bands) == [
        ("Oslo (HQ)", None, "base", 900_000, 1_200_000, "NOK"),
        ("Oslo (HQ)", None, "equity", 400_000, 800_000, "NOK"),
        ("Oslo (HQ)", None, "bonus", 10, 15, "%"),
        ("Oslo (HQ)", None, "total", 1_100_000, 1_600_000, "NOK"),
        ("Austin", None, "base", 150_000, 190_000, "USD"),
        ("Austin", None, "equity", 80_000, 160_000, "USD"),
        ("Austin", None, "bonus", 10, 15, "%"),
        ("Austin", None, "total", 185_000, 258_000, "USD"),
    ]
    assert rows(reading.bands, alternate=True) == [
        ("Oslo (HQ)", None, "base", 85_000, 113_000, "USD")
    ]
    assert {one.years for one in reading.bands if one.component == "equity"} == {4}
    first = reading.needs_review[0]
    assert (first.line, first.text) == (9, "Varies by country, Same grant, Varies")


def test_levels_by_region_are_probably_base_and_say_so() -> None:
    reading = read_guide(LEVELS, "guide.md")
    assert (reading.company, reading.role, reading.layout) == (
        "Contoso Maps",
        "Data Engineer",
        "level by region",
    )
    assert rows(reading.bands)[:2] == [
        ("Lisbon (EUR)", "Mid (L3)", "unspecified", 45_000, 60_000, "EUR"),
        ("Toronto (CAD)", "Mid (L3)", "unspecified", 110_000, 140_000, "CAD"),
    ]
    assert any("probably base" in note.why for note in reading.needs_review)


def test_component_rows() -> None:
    reading = read_guide(COMPONENTS, "guide.md")
    assert reading.layout == "component rows"
    assert [row for row in rows(reading.bands) if row[0] == "Leeds (GBP)"] == [
        ("Leeds (GBP)", None, "base", 55_000, 70_000, "GBP"),
        ("Leeds (GBP)", None, "equity", 1_200, 2_000, None),
        ("Leeds (GBP)", None, "bonus", 8, 12, "%"),
        ("Leeds (GBP)", None, "signing", 5_000, 5_000, "GBP"),
        ("Leeds (GBP)", None, "total", 62_000, 85_000, "GBP"),
    ]
    grant = next(one for one in reading.bands if one.unit == "shares")
    assert (grant.years, grant.text) == (3, "1,200 – 2,000 shares")


def test_levels_by_component_belong_to_the_region_of_their_section() -> None:
    table = (
        "| Component | IC3 | IC4 |\n|---|---|---|\n| Base | £60K-£70K | £80K-£95K |\n| Bonus | "
        "10% | 12% |"
    )
    reading = read(table, "**London (GBP) — the main office**")
    assert rows(reading.bands)[0] == ("London (GBP)", "IC3", "base", 60_000, 70_000, "GBP")


def test_levels_and_regions_in_rows() -> None:
    header = "| Level | Location | Base | RSU (4-yr) |\n|---|---|---|---|\n"
    table = header + "| IC3 | Austin | $130k | $60k |\n| | Dublin | €70k | €30k |"
    assert rows(read(table).bands) == [
        ("Austin", "IC3", "base", 130_000, 130_000, "USD"),
        ("Austin", "IC3", "equity", 60_000, 60_000, "USD"),
        ("Dublin", "IC3", "base", 70_000, 70_000, "EUR"),
        ("Dublin", "IC3", "equity", 30_000, 30_000, "EUR"),
    ]


@pytest.mark.parametrize(
    ("header", "cell", "low", "high", "currency"),
    [
        ("Base ($K)", "140-180", 140_000, 180_000, "USD"),
        ("Base (EUR)", "70.000 - 95.000", 70_000, 95_000, "EUR"),
        ("Base (₹ Lakhs)", "32-50", 3_200_000, 5_000_000, "INR"),
        ("Base Salary", "$76K / €70K – $107K / €98K", 70_000, 98_000, "EUR"),
        ("Base Salary", "€70K–€98K ($76K–$107K)", 70_000, 98_000, "EUR"),
        ("Base Salary", "S/ 150,000 – S/ 215,000", 150_000, 215_000, "PEN"),
        ("Base Salary", "70K–98K", 70_000, 98_000, "EUR"),
    ],
)
def test_units_come_from_the_header_and_currencies_from_the_region(
    header: str, cell: str, low: int, high: int, currency: str
) -> None:
    place = "Berlin" if currency == "EUR" else "Remote"
    table = f"| Region | {header} | Bonus |\n|---|---|---|\n| {place} | {cell} | — |"
    assert rows(read(table).bands) == [(place, None, "base", low, high, currency)]


def test_ends_in_columns_of_their_own_are_one_range() -> None:
    table = "| Region | Base Low | Base High |\n|---|---|---|\n| Denver | $120,000 | $150,000 |"
    (one,) = read(table).bands
    assert (one.low, one.high, one.text) == (120_000, 150_000, "$120,000 | $150,000")


@pytest.mark.parametrize(
    "table",
    [
        "| Company | Base | Total |\n|---|---|---|\n| Tailspin | $180K | $205K |",
        (
            "| Component | Target | Accept-At Floor |\n|---|---|---|\n| Base | $180K | $170K "
            "|\n| Total | $250K | $230K |"
        ),
        "| Tailspin Level | Contoso Equivalent |\n|---|---|\n| L4 | $180K - $190K TC |",
        "| Year | Base | RSU |\n|---|---|---|\n| Year 1 | $180K | $50K |",
    ],
)
def test_comparisons_and_aims_are_no_bands_but_are_listed(table: str) -> None:
    reading = read(table)
    assert reading.bands == ()
    assert any("not read as this role's pay" in note.why for note in reading.needs_review)


def test_a_level_mapping_is_no_pay_table() -> None:
    reading = read(
        "| Level | Contoso Equivalent | Years |\n|---|---|---|\n| L4 | IC3 | 2-5 years |"
    )
    assert (reading.bands, reading.needs_review, reading.levels) == ((), (), ())


def test_one_range_in_two_currencies_is_read_and_said() -> None:
    reading = read(
        "| Region | Base | Total |\n|---|---|---|\n| Austin | $70,000 - S$160,000 | $200K |"
    )
    assert rows(reading.bands)[0] == ("Austin", None, "base", 70_000, 160_000, "USD")
    assert [note.why for note in reading.needs_review] == ["one range, two currencies: USD and SGD"]


def test_the_title_the_sources_and_the_year() -> None:
    reading = read_guide(GUIDE, "guide.md")
    assert reading.year == 2026
    assert [line for line, _ in reading.sources] == [19, 20]
    assert reading.levels == ("Northwind Platform Engineer = L5",)
    assert "Evidence & Sources" in reading.sections


PLACES = [
    ("Berlin", "€", "EUR"),
    ("London", "£", "GBP"),
    ("Denver", "$", "USD"),
    ("Zürich", "CHF ", "CHF"),
    ("Oslo", "NOK ", "NOK"),
]
TITLES = {
    "base": ("Base", "Base Salary", "Annual base", "Fixed pay"),
    "equity": ("RSUs", "Stock (RSU/4yr)", "Equity", "Options (4yr)"),
    "total": ("Total", "TC", "Total Comp", "On-target earnings"),
    "signing": ("Sign-on", "Signing Bonus"),
}
STYLES = (
    lambda sign, n: f"{sign}{n},000",
    lambda sign, n: f"{sign}{n}K",
    lambda sign, n: f"{sign}{n}k",
    lambda sign, n: f"{n}.000 {sign.strip()}",
    lambda sign, n: f"{sign}{n}’000",
)


@given(st.data())
def test_synthetic_tables_are_read_back_in_every_layout(data: st.DataObject) -> None:
    places = data.draw(st.lists(st.sampled_from(PLACES), min_size=1, max_size=4, unique=True))
    parts = data.draw(
        st.lists(st.sampled_from(sorted(TITLES)), min_size=2, max_size=4, unique=True)
    )
    titles = [data.draw(st.sampled_from(TITLES[part])) for part in parts]
    style, dash = (
        data.draw(st.sampled_from(STYLES)),
        data.draw(st.sampled_from(["-", " – ", "—", " to "])),
    )
    ends = [
        [sorted(data.draw(st.tuples(*[st.integers(20, 900)] * 2))) for _ in parts] for _ in places
    ]
    cells = [
        [dash.join(style(sign, end) for end in pair) for pair in row]
        for (_, sign, _), row in zip(places, ends, strict=True)
    ]
    if data.draw(st.booleans()):
        header = [data.draw(st.sampled_from(["Region", "Location", "City"])), *titles]
        body = [[place, *row] for (place, _, _), row in zip(places, cells, strict=True)]
    else:
        header = [
            data.draw(st.sampled_from(["Component", "", "Element"])),
            *(place for place, _, _ in places),
        ]
        body = [[title, *(row[at] for row in cells)] for at, title in enumerate(titles)]
    table = "\n".join(
        "| " + " | ".join(row) + " |" for row in (header, ["---"] * len(header), *body)
    )
    want = {
        (place, None, part, pair[0] * 1000, pair[1] * 1000, code)
        for (place, _, code), row in zip(places, ends, strict=True)
        for part, pair in zip(parts, row, strict=True)
    }
    known = {"base", "equity", "total", "signing"} & set(parts)
    assert set(rows(read(table).bands)) == want or (
        header[0] in ("Component", "", "Element") and len(known) < 2
    )


def standing(reading: Reading, text: str) -> None:
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for one in figures(reading):
        assert one.text in lines[one.line - 1]
        assert any(char.isdigit() for char in one.text)


@given(junk | mutated())
def test_no_text_raises_and_no_figure_is_invented(text: str) -> None:
    standing(read_guide(text, "guide.md"), text)
