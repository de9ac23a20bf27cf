"""A case file to fill in: whatever is taken out of its comments, it stays a case that loads."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counteroffer import Case, Rulebook, counter
from counteroffer.cases.check import problems_of
from counteroffer.documents.document import read
from counteroffer.formats.blank_case import blank_case, facts_read
from counteroffer.text.errors import CaseError
from tests.support.imported_guide import WHOLE, of
from tests.support.samples import guide_file, lever_file, write

ELSEWHERE = ("bangalore", "tokyo")  # places that no guide here has


@cache
def books() -> tuple[Rulebook, ...]:
    """The shipped guides, an imported one, and one with odd words."""
    with TemporaryDirectory() as folder:
        one = of(WHOLE)
        write(Path(folder), {f"guides/{one.id}.yaml": {}})
        (Path(folder) / "guides" / f"{one.id}.yaml").write_text(one.text, "utf-8")
        for name, text in one.levers.items():
            write(Path(folder), {f"levers/{name}.yaml": {}})
            (Path(folder) / "levers" / f"{name}.yaml").write_text(text, "utf-8")
        imported = Rulebook.load(folder)
    with TemporaryDirectory() as folder:
        odd = {
            "levers/no.yaml": lever_file('"no" in confirmed and "c#" in skills'),
            "levers/12.yaml": lever_file('"12" in confirmed'),
            "levers/plain.yaml": lever_file('"2026-01-01" in skills or years > 1'),
            "guides/acme/engineer.yaml": guide_file(levers={"no": {}, "12": {}, "plain": {}}),
        }
        return Rulebook.load(), imported, Rulebook.load(write(Path(folder), odd))


def blanks() -> Iterator[tuple[Rulebook, str, str]]:
    for book in books():
        for guide in book.guide_ids():
            for region in (*book.guide(guide).guide.bands, *ELSEWHERE):
                yield book, guide, region


def without_hash(text: str, chosen: Collection[int]) -> str:
    lines = text.split("\n")
    for number in chosen:
        lines[number] = re.sub(r"^( *)# ?", r"\1", lines[number], count=1)
    return "\n".join(lines)


def commented(text: str, *, entries: bool = False) -> list[int]:
    start = "# " if entries else "#"
    return [n for n, line in enumerate(text.split("\n")) if line.lstrip().startswith(start)]


def wrong(text: str, book: Rulebook) -> tuple[str, ...]:
    try:
        found = problems_of(read(text.encode(), "case.yaml", CaseError), rulebook=book)
    except CaseError as error:
        found = error.problems
    return tuple(map(str, found))


def test_every_line_alone_and_all_of_them_together_make_a_case() -> None:
    for book, guide, region in blanks():
        text = blank_case(book.guide(guide), region, book)
        entries = commented(text, entries=True)
        assert len(entries) > 5
        for chosen in ((), entries, commented(text), *([one] for one in entries)):
            assert not wrong(without_hash(text, chosen), book), (guide, region, chosen)


@given(st.data())
def test_any_lines_together_make_a_case(data: st.DataObject) -> None:
    book, guide, region = data.draw(st.sampled_from(list(blanks())))
    text = blank_case(book.guide(guide), region, book)
    lines = commented(text)
    chosen = data.draw(st.sets(st.sampled_from(lines)))
    assert not wrong(without_hash(text, chosen), book)


def test_only_facts_that_a_lever_reads_are_listed_and_all_of_them() -> None:
    for book, guide, region in blanks():
        text = blank_case(book.guide(guide), region, book)
        case = Case.loads(without_hash(text, commented(text, entries=True)))
        assert not [one for one in counter(case, rulebook=book).unused if "candidate" in one]
        read_by = {name for lever in book.guide(guide).levers for name in facts_read(lever, book)}
        assert case.candidate.keys() <= read_by
        if region in book.guide(guide).guide.bands:
            bound = [one.own.only_in for one in book.guide(guide).levers if one.own]
            here = [
                name
                for lever in book.guide(guide).levers
                for name in facts_read(lever, book)
                if not lever.own or lever.own.only_in in (None, region)
            ]
            assert case.candidate.keys() == set(here), bound


@pytest.mark.parametrize("guide", ["midjourney/devops-engineer"])
def test_what_a_lever_would_say_stands_above_its_facts(guide: str) -> None:
    book = Rulebook.load()
    text = blank_case(book.guide(guide), "san-francisco", book)
    joined = " ".join(line.strip().removeprefix("## ") for line in text.split("\n"))
    said = "I have cut compute cost by [compute_savings_pct]% before."
    assert said in joined
    assert joined.index(said) < joined.index("# compute_savings_pct:")
    assert "when owns_full_stack is yes" in joined


def test_of_a_lever_that_has_no_words_of_its_own_the_file_says_so() -> None:
    _, book, _ = books()
    (guide,) = [one for one in book.guide_ids() if one.startswith("brambleworks/")]
    text = blank_case(book.guide(guide), "leeds", book)
    assert "# - hedge-laying-heritage" in text
    assert "I have laid hedges for a decade." in text
