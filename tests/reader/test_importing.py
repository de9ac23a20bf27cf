"""A guide in Markdown becomes a guide that `ask` runs, and says what it could not settle."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counteroffer import Case, Counteroffer, Rulebook, RuleError, counter
from counteroffer.documents.document import read
from counteroffer.reader.arguing import kind_of
from counteroffer.reader.importing import Imported, imported
from counteroffer.reader.storing import store
from counteroffer.reader.writing import amount, percent
from tests.support.command import run
from tests.support.imported_guide import BOOK, DAY, WHOLE, of

SILENT = """# Potter | Claywell Salary Negotiation Guide

| Region | Base | Equity |
|---|---|---|
| Lyon | €50K-€70K | €20K-€40K |
"""


def values(guide: Imported) -> Any:
    return read(guide.text.encode(), "guide.yaml").value


def put(tmp_path: Path, *guides: Imported) -> Rulebook:
    for guide in guides:
        store(guide, tmp_path, BOOK, update=False)
    return Rulebook(tmp_path)


def asked(book: Rulebook, guide: Imported, region: str, **facts: Any) -> Counteroffer:
    return counter(
        Case.of(guide=guide.id, region=region, today="2026-11-20", **facts),
        rulebook=book,
        engine="plain",
    )


def test_a_whole_guide() -> None:
    guide = of(WHOLE)
    found = values(guide)
    assert guide.id == "brambleworks/reliability-engineer"
    assert found["bands"]["leeds"] == {
        "label": "Leeds",
        "currency": "GBP",
        "base": "90K-130K",
        "equity": "60K-160K",
        "bonus": "5-10%",
        "total": "110K-180K",
    }
    assert found["headline"] == {"leeds": {"base": "125K", "equity": "140K"}}
    assert found["floor"] == {"leeds": {"base": "105K"}}
    assert found["reference"] == "leeds"
    assert found["vehicle"] == "rsu"
    assert [offer["company"] for offer in found["example_offers"]] == ["Thornfield"]
    assert "assumptions" not in found


def test_every_figure_names_the_line_that_its_text_stands_on() -> None:
    lines = WHOLE.splitlines()
    notes = [
        line.split("# line ", 1)[1]
        for line in of(WHOLE).text.splitlines()
        if "# line " in line and ': "' in line
    ]
    assert len(notes) > 12
    for note in notes:
        number, _, text = note.partition(": ")
        assert text.strip('"') in lines[int(number) - 1]


def test_a_lever_of_a_known_kind_brings_its_condition_and_one_of_no_kind_has_to_be_confirmed(
    tmp_path: Path,
) -> None:
    guide = of(WHOLE)
    own = "brambleworks.reliability-engineer.hedge-laying-heritage"
    assert list(values(guide)["levers"]) == ["gpu-infrastructure", own, "competing-offers"]
    book = put(tmp_path, guide)
    silent = asked(
        book,
        guide,
        "leeds",
        candidate={"gpu_years": 3},
        offer={"base": "£100K", "equity": "£80K/4yr"},
    )
    assert {one.id for one in silent.levers if one.fired} == {"gpu-infrastructure", "market-band"}
    said = asked(
        book,
        guide,
        "leeds",
        candidate={"confirmed": ["hedge-laying-heritage"]},
        offer={"base": "£115K", "equity": "£120K/4yr"},
    )
    assert [point.text for point in said.talking_points] == ["I have laid hedges for a decade."]
    assert said.ask.base == 120_000


def test_an_example_offer_is_never_a_fact(tmp_path: Path) -> None:
    guide = of(WHOLE)
    answer = asked(
        put(tmp_path, guide),
        guide,
        "leeds",
        candidate={"confirmed": ["hedge-laying-heritage"], "gpu_years": 5},
    )
    assert "Thornfield" not in str(answer.talking_points)
    assert answer.alternatives == ()


def test_where_a_guide_is_silent_defaults_stand_and_say_so(tmp_path: Path) -> None:
    """0.90 of 50-70 is 68; 0.89 of 20-40 is 37.8; 0.89 of 68 is 60.52.

    There is no default for signing.
    """
    guide = of(SILENT, "claywell/potter.md")
    found = values(guide)
    assert found["headline"] == {
        "lyon": {"base": "68K", "equity": "38K", "assumed": ["base", "equity"]}
    }
    assert found["floor"] == {"lyon": {"base": "61K", "assumed": True}}
    answer = asked(
        put(tmp_path, guide), guide, "lyon", offer={"base": "€52K", "equity": "€22K/4yr"}
    )
    said = [
        text for text in answer.assumptions if text.startswith("the guide rests on an assumption")
    ]
    assert any("68K, position 0.90 of the base band" in text for text in said)
    assert any("38K, position 0.89 of the equity band" in text for text in said)
    assert any("61K, 0.89 of the asked base" in text for text in said)
    assert any("names no sources" in text for text in said)
    assert answer.ask.signing is None


def test_levels_become_bands_of_their_own_and_cells_of_unknown_pay_are_marked() -> None:
    text = """# Weaver | Loomhall Global Negotiation Guide

| Level | Oslo | Gdansk |
|---|---|---|
| Junior (L3) | NOK 600K-NOK 700K | PLN 150K-PLN 190K |
| Senior (L5) | NOK 800K-NOK 950K | PLN 220K-PLN 280K |

> **Negotiate Up Strategy:** "For Oslo: NOK 900K base."
"""
    found = values(of(text, "loomhall/weaver.md"))
    bands = [(band["label"], band["level"], band["currency"]) for band in found["bands"].values()]
    assert bands == [
        ("Oslo", "Junior (L3)", "NOK"),
        ("Gdansk", "Junior (L3)", "PLN"),
        ("Oslo", "Senior (L5)", "NOK"),
        ("Gdansk", "Senior (L5)", "PLN"),
    ]
    assert any("taken as base" in note["why"] for note in found["needs_review"])
    assert list(found["headline"]) == ["oslo-senior-l5"]


@pytest.mark.parametrize(
    "text",
    ["", "# A title", "Prose without a figure.", "| a | b |\n|---|---|\n| c | d |\n", "\x00\ufeff"],
)
def test_a_text_without_a_figure_is_refused_with_the_reason(text: str) -> None:
    with pytest.raises(RuleError, match="nothing to settle by"):
        of(text)


def test_a_total_that_counts_the_whole_grant_is_left_for_review() -> None:
    text = (
        SILENT
        + "\n> **Negotiate Up Strategy:** For Lyon: €68K base and €38K equity. Walk away below "
        "€140K total comp.\n"
    )
    found = values(of(text, "claywell/potter.md"))
    assert "total" not in str(found["floor"])
    assert any("whole grant" in note["why"] for note in found["needs_review"])


def test_what_was_not_settled_is_counted_in_a_warning(tmp_path: Path) -> None:
    guide = of(WHOLE.replace("£60K-£160K", "4,000-6,000 shares"))
    answer = asked(put(tmp_path, guide), guide, "leeds", offer={"base": "£100K"})
    assert "guide-needs-review" in [warning.code for warning in answer.warnings]
    assert guide.review > 1


def test_what_a_lever_says_that_others_pay_is_left_for_review_and_settles_nothing() -> None:
    guide = of(WHOLE)
    notes = values(guide)["needs_review"]
    assert [(note["text"], note["why"]) for note in notes] == [
        ("£118K (total)", "a lever's market figure is not settled by a rule")
    ]
    assert guide.review == 1


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("GPU Fleet Operations", "gpu-infrastructure"),
        ("Multi-Cloud Depth", "multi-cloud"),
        ("Competing Offers", "competing-offers"),
        ("99.99% SLA Ownership", "enterprise-sla"),
        ("Slate Roofing", None),
        ("Unvested Equity", "equity-left-behind"),
        ("FAANG L6 Offer", "competing-offers"),
        ("Rival's Counter", "competing-offers"),
        ("Offering Design", "design-experience"),
        ("Publication Rights", None),
        ("AI Accelerator Launch Programs", "ml-experience"),
        ("Patent Office Liaison", None),
        ("Kitchen for Those on Call", None),
        ("Business Model Rework", None),
        ("Level of Service", None),
        ("Market Share", None),
    ],
)
def test_kinds_of_levers(title: str, kind: str | None) -> None:
    assert kind_of(title, BOOK.kinds_of_levers) == kind


def test_two_levers_of_one_kind_are_one_with_both_lines_and_the_greater_figure() -> None:
    text = WHOLE.replace("Hedge Laying Heritage", "GPU Scheduling")
    guide = of(text.replace("I would like £120K base", "I would like £127K base"))
    found = values(guide)["levers"]
    assert list(found) == ["gpu-infrastructure", "competing-offers"]
    assert found["gpu-infrastructure"]["figures"]["leeds"]["base"] == "127K"
    noted = next(line for line in guide.text.splitlines() if "gpu-infrastructure:" in line)
    assert "line 11: GPU Fleet Operations; line 12: GPU Scheduling" in noted


def test_pay_outside_the_table_the_levers_and_the_strategy_is_left_for_review() -> None:
    text = (
        SILENT
        + "\nA potter of ours made €66K last year, and the whole trade €3B.\n\n- Sign for €15K.\n"
    )
    notes = values(of(text))["needs_review"]
    assert [(one["line"], one["text"]) for one in notes] == [(7, "€66K, €15K"), (7, "€3B")]
    assert ["lines 7, 9" in notes[0]["why"], "not about this pay" in notes[1]["why"]] == [True] * 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_encoding_of_a_file_changes_nothing(encoding: str) -> None:
    guide = imported(WHOLE.encode(encoding), "reliability.md", BOOK, DAY)
    assert {**values(guide), "source": {}} == {**values(of(WHOLE)), "source": {}}


def test_a_file_in_an_encoding_that_loses_signs_of_currencies_is_refused_with_its_line() -> None:
    with pytest.raises(RuleError, match=r"potter\.md:5: is not UTF-8 text"):
        imported(SILENT.encode("cp1252"), "potter.md", BOOK, DAY)


@pytest.mark.parametrize("letter", ["x", "窯"])
def test_names_of_any_length_become_names_of_files(letter: str, tmp_path: Path) -> None:
    long = letter * 4000
    text = WHOLE.replace("Brambleworks", long).replace("Reliability Engineer", f"{long} Engineer")
    text = text.replace("Hedge Laying Heritage", long).replace("GPU Fleet Operations", long)
    guide = of(text)
    assert len(guide.levers) == 2
    put(tmp_path, guide).guide(guide.id)


def test_what_stands_in_for_a_title_is_said_as_it_is() -> None:
    table = SILENT.split("\n", 1)[1]
    assert "the guide names no company: it is called Unnamed company" in of(table, "potter.md").text
    assert (
        "the guide names no company: Claywell is its folder's name"
        in of(table, "claywell/potter.md").text
    )
    assert (
        "the guide names 2027, which is to come" in of(SILENT.replace("Guide", "Guide 2027")).text
    )


def test_amounts_are_written_short_and_exact() -> None:
    assert (amount(80_000, 130_000), amount(125_500, 125_500), amount(12_000_000, 12_000_000)) == (
        "80K-130K",
        "125500",
        "12000K",
    )
    assert percent(5, 10) == "5-10%"


pieces = st.sampled_from(
    [
        "|",
        "\n",
        "£",
        "$1",
        "K",
        "-",
        "0",
        "9,999",
        "%",
        "**",
        "> ",
        "#",
        "\x00",
        "é",
        "Floor",
        "base",
        "{",
        "}",
        "[X]",
        " ",
        ":",
        '"',
    ]
)
edits = st.lists(st.tuples(st.integers(0, len(WHOLE)), st.integers(0, 40), pieces), max_size=6)


@settings(max_examples=60, deadline=None)
@given(edits)
def test_a_mutated_guide_is_imported_or_refused_and_no_figure_is_invented(
    changes: list[tuple[int, int, str]],
) -> None:
    text = WHOLE
    for at, gone, piece in changes:
        text = text[:at] + piece + text[at + gone :]
    try:
        guide = of(text)
    except RuleError:
        return
    lines = text.splitlines()
    for line in guide.text.splitlines():
        if "# line " in line and ': "' in line and "levers" not in line:
            number, _, said = line.split("# line ", 1)[1].partition(': "')
            figure = re.sub(r"[^0-9]+", " ", said.removesuffix('"')).split()
            assert all(part in lines[int(number) - 1] for part in figure)


# the command


def test_a_file_by_the_command(tmp_path: Path) -> None:
    source, out = tmp_path / "guide.md", tmp_path / "mine"
    source.write_text(WHOLE, "utf-8")
    done = run("guide", "import", str(source), "-o", str(out))
    assert (done.returncode, done.stderr) == (0, "")
    assert (
        (out / "guides/brambleworks/reliability-engineer.yaml")
        .read_text("utf-8")
        .startswith("# yaml-language-server: $schema=")
    )
    assert (out / "schemas/guide.json").exists()
    asking = (
        "ask",
        "--rules",
        str(out),
        "--guide",
        "brambleworks/reliability-engineer",
        "--region",
        "leeds",
        "--offer",
        "base=£95K",
    )
    assert run(*asking).returncode == 0
    again = run("guide", "import", str(source), "-o", str(out))
    assert again.returncode == 1
    assert "--update" in again.stdout + again.stderr


def test_a_folder_by_the_command_where_one_file_is_bad(tmp_path: Path) -> None:
    folder, out = tmp_path / "guides", tmp_path / "mine"
    folder.mkdir()
    for number in range(12):  # enough for several processes
        (folder / f"{number}.md").write_text(
            WHOLE.replace("Brambleworks", f"Bramble {number}"), "utf-8"
        )
    (folder / "bad.md").write_text("nothing", "utf-8")
    (folder / "bytes.md").write_bytes(b"\xff\xfe\x00|")
    done = run("guide", "import", str(folder), "-o", str(out))
    assert done.returncode == 1
    assert "12 imported" in done.stdout
    assert "2 failed" in done.stdout
    assert "bad.md" in done.stdout
    assert len(list((out / "guides").rglob("*.yaml"))) == 12
