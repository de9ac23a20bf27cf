"""Guides found by what people remember of them, among the package's and one's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from counteroffer import Rulebook, RuleError
from counteroffer.rulebook.headers import head, heads
from counteroffer.rulebook.search import chosen, search
from tests.support.samples import GUIDES, HUGGING_FACE, MIDJOURNEY, STABILITY, guide_file, write

OWN = """\
# a comment
company: "Wren & Daughters"  # quoted
role: Site Reliability Engineer
as_of: 2025-03-01
reference: lisbon
bands:
  lisbon:
    label: Lisbon
    currency: EUR
    base: 60K-80K
  remote-eu:  # by far the most
    label: 'Remote EU'
    currency: EUR
    base: 55K-70K
levels:
  - Google L4 SRE
  - "Larkspur: Senior"
sources: [a survey]
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    folder = tmp_path_factory.mktemp("rules")
    return Rulebook(
        write(
            folder,
            {
                "guides/wren/sre.yaml": OWN,
                "guides/wren/product-manager.yaml": OWN.replace(
                    "Site Reliability Engineer", "Product Manager"
                ),
                "guides/google/devops-engineer.yaml": guide_file(
                    company="Google", role="DevOps Engineer"
                ),
                "guides/acme/engineer.yaml": guide_file(),
                "search.yaml": "same:\n  - [plumber, wren]\n",
            },
        )
    )


def found(book: Rulebook, text: str) -> list[str]:
    return [hit.head.id for hit in search(book, text)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("hugging face devops", HUGGING_FACE),
        ("huggingface", HUGGING_FACE),
        ("HF", HUGGING_FACE),
        ("devops at stability ai", STABILITY),
        ("stabilty", STABILITY),
        ("midjurney devosp", MIDJOURNEY),
        ("MIDJOURNEY/devops-engineer", MIDJOURNEY),
        ("sre google", "google/devops-engineer"),  # the company comes before who is at its level
        ("google sre", "google/devops-engineer"),
        ("site reliability wren", "wren/sre"),
        ("pm wren", "wren/product-manager"),
        ("daughters lisbon sre", "wren/sre"),
        ("plumber pm", "wren/product-manager"),
        ("paris", HUGGING_FACE),
    ],
)
def test_the_guide_that_is_meant_comes_first(text: str, first: str, book: Rulebook) -> None:
    assert found(book, text)[0] == first


def test_who_is_at_googles_level_is_found_behind_google_itself(book: Rulebook) -> None:
    assert found(book, "sre google")[0] == "google/devops-engineer"
    assert {*GUIDES, "wren/sre"} <= set(found(book, "sre google"))


def test_all_words_come_before_some_and_what_is_missing_is_said(book: Rulebook) -> None:
    assert found(book, "london stability") == [STABILITY]
    (hit,) = search(book, "stability zeppelin")
    assert (hit.head.id, hit.missed) == (STABILITY, ("zeppelin",))


@pytest.mark.parametrize("text", ["zeppelin", "", "   ", "!!!", "xx yy zz"])
def test_nothing_is_found_for_what_no_guide_is_about(text: str, book: Rulebook) -> None:
    assert found(book, text) == []


def test_words_that_say_nothing_do_not_count(book: Rulebook) -> None:
    assert found(book, "the guide for a devops at midjourney") == found(book, "devops midjourney")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("senior sre at wren", "wren/sre"),
        ("looking for a principal devops offer at midjourney please", MIDJOURNEY),
        ("what is the pay of a new grad pm at wren", "wren/product-manager"),
    ],
)
def test_a_rank_is_not_missed_where_no_guide_has_it(text: str, first: str, book: Rulebook) -> None:
    hits = search(book, text)
    assert (hits[0].head.id, hits[0].missed) == (first, ())


def test_a_company_that_no_guide_is_about_is_missed_however_many_words_stand_around(
    book: Rulebook,
) -> None:
    assert {hit.missed for hit in search(book, "senior devops role at zeppelin")} == {("zeppelin",)}


def test_a_rank_alone_is_searched_for(book: Rulebook) -> None:
    assert set(found(book, "senior")) >= {"wren/sre"}


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        ({"company": "wren"}, ["wren/product-manager", "wren/sre"]),
        ({"company": "daugh", "role": "pm"}, ["wren/product-manager"]),
        ({"role": "sre", "region": "lisbon"}, ["wren/sre"]),
        ({"region": "remote eu"}, ["wren/product-manager", "wren/sre"]),
        ({"role": "sre", "company": "google"}, ["google/devops-engineer"]),
        ({"company": "zeppelin"}, []),
        ({"region": "google"}, []),
    ],
)
def test_guides_are_chosen_by_what_each_part_has(
    wanted: dict[str, str], ids: list[str], book: Rulebook
) -> None:
    assert [one.id for one in chosen(book, **wanted)] == ids


def test_the_order_is_the_same_every_time_and_equal_ones_come_by_id(book: Rulebook) -> None:
    assert found(book, "devops") == found(book, "devops")
    assert [name for name in found(book, "devops") if name in GUIDES] == sorted(GUIDES)


def test_heads_say_what_the_whole_files_say(book: Rulebook) -> None:
    wren = head("wren/sre", book.guide_files["wren/sre"])
    assert (wren.company, wren.role, wren.year) == (
        "Wren & Daughters",
        "Site Reliability Engineer",
        "2025",
    )
    assert (wren.regions, wren.labels) == (("lisbon", "remote-eu"), ("Lisbon", "Remote EU"))
    assert wren.levels == ("Google L4 SRE", "Larkspur: Senior")
    assert [one.id for one in heads(book)] == list(book.guide_ids())
    for name in GUIDES:
        guide, seen = book.guide(name).guide, head(name, book.guide_files[name])
        assert (seen.name, seen.regions, seen.levels) == (
            guide.name,
            tuple(guide.bands),
            guide.levels,
        )
        assert seen.labels == tuple(band.label for band in guide.bands.values())


def test_a_file_in_another_style_is_read_in_full(book: Rulebook) -> None:
    acme = head("acme/engineer", book.guide_files["acme/engineer"])  # JSON
    assert (acme.company, acme.role, acme.regions, acme.labels) == (
        "Acme",
        "Engineer",
        ("here",),
        ("Here",),
    )


def test_a_file_that_is_no_guide_is_an_error_at_its_place(tmp_path: Path) -> None:
    book = Rulebook(write(tmp_path, {"guides/acme/engineer.yaml": "- a list"}))
    with pytest.raises(RuleError, match="needs entries"):
        search(book, "acme")
