"""Elements of SVG: how they are written, and that what is said can't break them."""

from __future__ import annotations

from xml.etree import ElementTree

from counteroffer.formats.charts.svg import element, named, page, picture, text

NASTY = "<b>\"&'Co"


def test_attributes_keep_their_order_floats_have_one_decimal_and_none_is_left_out() -> None:
    drawn = element("rect", y=2, x=1.25, stroke_width=0.5, fill=None)
    assert drawn == '<rect y="2" x="1.2" stroke-width="0.5"/>'


def test_what_is_said_is_escaped_and_read_back() -> None:
    body = (text(1, 2, NASTY), element("g", named(NASTY)))
    drawn = ElementTree.fromstring(
        picture((0, 36, 100, 50), NASTY, NASTY, body, ids=("one", "two"))
    )
    said = [one.text for one in drawn.iter() if one.text and one.text.strip()]
    assert said == [NASTY] * 4
    assert drawn.get("aria-labelledby") == "one two"
    assert drawn.get("viewBox") == "0 36 100 50"


def test_a_page_has_the_title_escaped() -> None:
    assert "<title>&lt;b&gt;&quot;&amp;&#x27;Co</title>" in page(NASTY, "", "")
