"""The picture of a band: nothing covers anything, and it says in words what it shows."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counteroffer.letters.market import where
from counteroffer.letters.picture import (
    COLOURS,
    DrawnBand,
    Kind,
    Mark,
    band_svg,
    fitted,
    layout,
    width_of,
)

NAMES = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=100
)
FIGURES = st.integers(0, 10**12) | st.integers(150_000, 160_000)


@st.composite
def bands(draw: st.DrawFn) -> DrawnBand:
    kinds: list[Kind] = draw(st.lists(st.sampled_from(list(COLOURS)), max_size=14))
    figures = draw(st.lists(FIGURES, min_size=len(kinds), max_size=len(kinds)))
    marks = tuple(
        Mark(kind, draw(NAMES), figure, f"US${figure:,}")
        for kind, figure in zip(kinds, figures, strict=True)
    )
    low, high = sorted(draw(st.tuples(FIGURES, FIGURES)))
    return DrawnBand(
        draw(NAMES),
        draw(NAMES),
        draw(st.booleans()),
        low,
        high,
        f"{low:,} to {high:,}",
        marks,
        draw(NAMES),
    )


@given(bands())
def test_no_label_touches_another_or_leaves_the_picture(band: DrawnBand) -> None:
    placed = layout(band)
    boxes = [label.box for label in placed.labels]
    for left, top, right, bottom in boxes:
        assert -0.01 <= left <= right <= placed.width + 0.01
        assert 0 <= top < bottom <= placed.height
    for (left, top, right, bottom), (left_, top_, right_, bottom_) in combinations(boxes, 2):
        assert right <= left_ + 0.01 or right_ <= left + 0.01 or bottom <= top_ or bottom_ <= top


@given(bands())
def test_marks_stand_on_the_axis_beside_the_labels_in_the_order_of_their_figures(
    band: DrawnBand,
) -> None:
    placed = layout(band)
    assert len(placed.places) == len(band.marks)
    across = [x for _, x, _ in placed.places]
    assert across == sorted(across, reverse=True)
    assert all(placed.left <= x - 8 and x + 8 <= placed.width for x in across)
    first, last = placed.ends
    assert placed.left < first < last <= placed.width


@given(bands())
def test_a_picture_is_one_element_that_says_what_it_shows_and_breaks_on_no_name(
    band: DrawnBand,
) -> None:
    svg = band_svg(band, "band-base")
    if not all(char in "\t\n\r" or (char >= " " and char not in "\ufffe\uffff") for char in svg):
        return  # not a character of XML; a case has none of them
    assert "\n\n" not in svg
    root = ElementTree.fromstring(svg)
    assert root.get("role") == "img"
    named = {element.get("id"): element.text for element in root if element.get("id")}
    assert (
        root.get("aria-labelledby", "").split()
        == list(named)
        == ["band-base-title", "band-base-desc"]
    )
    assert named["band-base-desc"] == band.described


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        (99, "under the band"),
        (100, "the bottom of the band"),
        (150, "50% of the way up"),
        (133, "33% of the way up"),
        (200, "the top of the band"),
        (201, "over the band"),
    ],
)
def test_where_a_figure_stands_in_words(figure: int, said: str) -> None:
    assert where(figure, 100, 200) == said


def test_a_long_name_is_cut_with_a_mark_that_says_so() -> None:
    assert fitted("NVIDIA", 100) == "NVIDIA"
    cut = fitted("A Company With A Very Long Name", 100)
    assert cut.endswith("…")
    assert width_of(cut) <= 100
