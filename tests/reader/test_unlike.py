"""Forms of pay that are read, or refused in words that say what was seen."""

from __future__ import annotations

import pytest

from counteroffer import RuleError
from counteroffer.reader.reading import Reading, read_guide
from tests.support.imported_guide import of


def read(text: str) -> Reading:
    return read_guide(f"# Cooper Engineer | Stavewell Guide\n\n{text}", "stavewell.md")


def bands(text: str) -> list[tuple[str | None, str, int, str | None]]:
    return [(one.region, one.component, int(one.low), one.period) for one in read(text).bands]


def test_bullets_under_the_title_of_a_place_are_its_bands() -> None:
    text = "**Tier 1**\n\n- Base: $150k - $200k\n- Total Comp: $180k - $280k\n\n"
    assert bands(text + "**Tier 2**\n\n- Base: $130k - $170k\n") == [
        ("Tier 1", "base", 150_000, None),
        ("Tier 1", "total", 180_000, None),
        ("Tier 2", "base", 130_000, None),
    ]


def test_an_html_table_is_a_table_also_with_blank_lines_in_it() -> None:
    rows = "<tr><th>City</th><th>Base</th><th>Bonus</th></tr>\n\n"
    rows += "<tr><td>Leeds</td><td>&pound;100,000 - £120,000</td><td>5%</td></tr>"
    reading = read(f"<table>\n{rows}\n</table>")
    assert [(one.region, one.component, one.low, one.line) for one in reading.bands] == [
        ("Leeds", "base", 100_000, 6),
        ("Leeds", "bonus", 5, 6),
    ]


def test_net_pay_is_told_as_net_and_a_rows_own_words_win() -> None:
    text = (
        "| Region | Base (net/month) |\n|---|---|\n| Kyiv | $3,000 |\n| Bonn | €69K gross/year |\n"
    )
    assert bands(text) == [("Bonn", "base", 69_000, "year")]
    assert "net pay" in read(text).needs_review[0].why


@pytest.mark.parametrize(
    ("table", "seen"),
    [
        ("| Gruppe | Stufe 1 | Stufe 2 |\n|---|---|---|\n| E 13 | 4.767,66 | 5.144,05 |", "step"),
        (
            "| Role | Benchmark |\n|---|---|\n| Cooper | $162,000 |\n\n"
            "| Level | Multiplier |\n|---|---|\n| Senior | 1.1 |",
            "multipliers",
        ),
        ("| Region | Rate |\n|---|---|\n| Leeds | £60/hr |", "hour"),
    ],
)
def test_what_cannot_be_settled_by_is_refused_by_what_was_seen(table: str, seen: str) -> None:
    with pytest.raises(RuleError, match=f"seen were.*{seen}"):
        of(f"# Cooper Engineer | Stavewell Guide\n\n{table}\n")


def test_of_two_roles_the_first_is_read_and_the_other_is_told() -> None:
    table = "| City | Base | Bonus |\n|---|---|---|\n| Leeds | {} | 5% |\n\nAsk: {}.\n\n"
    text = "## Cooper engineer\n\n" + table.format("£100K-£120K", "£115K base")
    text += "## Engineering manager\n\n" + table.format("£150K-£180K", "£175K base")
    reading = read(text)
    assert [one.low for one in (*reading.bands, *reading.strategy)] == [100_000, 5, 115_000]
    assert reading.needs_review[0].text == "Engineering manager"


def test_levels_of_one_role_are_no_roles_of_their_own() -> None:
    table = "| City | Base | Bonus |\n|---|---|---|\n| Leeds | £100K | 5% |\n\n"
    text = f"## Senior Data Engineer\n\n{table}## Staff Data Engineer\n\n{table}"
    assert not any("roles" in one.why for one in read(text).needs_review)
