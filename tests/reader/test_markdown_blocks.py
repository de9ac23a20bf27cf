"""Markdown as blocks of plain text that know their lines."""

from __future__ import annotations

import time

import pytest
from hypothesis import given

from counteroffer.reader.markdown_blocks import Page, read_page
from tests.support.guides import GUIDE, junk, mutated


def page(text: str) -> Page:
    return read_page(text, "guide.md")


def test_every_block_knows_its_lines() -> None:
    found = page(GUIDE)
    for block in found.blocks:
        for line in (*block.lines, *(cell for row in block.cells for cell in row)):
            for word in line.text.split():
                assert word in found.source[line.line - 1]


def test_lines_of_a_paragraph_are_counted_one_by_one() -> None:
    (block,) = page("one\ntwo **three**  \n`four`").blocks
    assert [(line.text, line.line) for line in block.lines] == [
        ("one", 1),
        ("two three", 2),
        ("four", 3),
    ]


@pytest.mark.parametrize("mark", ["\n", "\r\n", "\r"])
def test_line_ends_and_a_byte_order_mark_do_not_move_lines(mark: str) -> None:
    (first, second) = page("\ufeff# Title" + mark * 2 + "text").blocks
    assert (first.kind, first.line, second.line) == ("heading", 1, 3)


def test_items_have_their_number_and_their_title() -> None:
    blocks = page('**Levers**\n\n1. **Speed:** "I am fast."\n2. **Care:** "I am careful."\n').blocks
    assert [(block.kind, block.number, block.title, block.section) for block in blocks[1:]] == [
        ("item", 1, "Speed", "Levers"),
        ("item", 2, "Care", "Levers"),
    ]


def test_a_list_that_a_quote_interrupts_goes_on_counting() -> None:
    blocks = page('1. **Speed**\n> "I am fast."\n\n2. **Care**\n> "I am careful."\n').blocks
    assert [(block.kind, block.number) for block in blocks] == [
        ("item", 1),
        ("quote", None),
        ("item", 2),
        ("quote", None),
    ]


def test_bold_lines_and_headings_are_sections_and_bold_sentences_are_not() -> None:
    blocks = page("## One\n\ntext\n\n**Two:**\ntext\n\n**Take it or leave it.**\n\nmore").blocks
    assert [block.section for block in blocks] == ["", "One", "Two", "Two", "Two"]


def test_a_quote_names_what_stands_in_it() -> None:
    lead, item = page("> **Plan:** first\n> - $100K base\n").blocks
    assert (lead.title, item.kind, item.section) == ("Plan", "item", "Plan")


@pytest.mark.parametrize(
    ("above", "before"), [("```", ""), ("a", "> "), ("- a\n", "  "), ("", "    ")], ids=repr
)
def test_a_table_is_a_table_in_code_quotes_and_lists(above: str, before: str) -> None:
    found = page(
        "\n".join(
            [
                above,
                *(before + row for row in ("| Region | Base |", "|---|---|", "| Bonn | €50K |")),
            ]
        )
    )
    (table,) = [block for block in found.blocks if block.kind == "table"]
    assert [cell.text for cell in table.cells[1]] == ["Bonn", "€50K"]
    assert "Bonn" in found.source[table.cells[1][0].line - 1]


def test_html_and_code_are_kept_as_text() -> None:
    blocks = page("<div>\n$5K <b>base</b>\n</div>\n\n    $6K base\n").blocks
    assert [(line.text, line.line) for block in blocks for line in block.lines] == [
        ("$5K  base", 2),
        ("$6K base", 5),
    ]


@pytest.mark.parametrize(
    "piece",
    ["[", "**a** ", "> ", "- ", "`a", "<a ", "| a ", "![a", "```\n", "\0", "1) ", "# a\n"],
    ids=repr,
)
def test_no_text_takes_long(piece: str) -> None:
    started = time.process_time()
    page((piece * 20_000)[:20_000])
    assert time.process_time() - started < 5


@given(junk | mutated())
def test_any_text_is_a_page_whose_lines_exist(text: str) -> None:
    found = page(text)
    for block in found.blocks:
        for line in (*block.lines, *(cell for row in block.cells for cell in row)):
            assert 1 <= line.line <= len(found.source)
