"""The playbook: every part of it, accessible, printable, loading nothing, and its templates
replaceable."""

from __future__ import annotations

import os
import re
import time
import xml.etree.ElementTree as ElementTree
import zlib
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from counteroffer import Case, Rulebook, RuleError, letter, playbook
from counteroffer.answers.words import Words
from counteroffer.formats import markdown, text
from counteroffer.formats.charts.svg import GROUND, INK
from counteroffer.letters import picture
from counteroffer.letters.playbook import Playbook
from tests.support.command import HUGGING_FACE as FILE
from tests.support.command import ROOT, process, run
from tests.support.samples import (
    HUGGING_FACE,
    MIDJOURNEY,
    RULES,
    SAMPLES,
    STABILITY,
    Facts,
    cases,
    write,
)

SF = SAMPLES["huggingface-enterprise, San Francisco"]
ODD = ("<script>alert(1)</script>", "a|b * _c_ `d`", "1. Corp", "&lt;b&gt;")
HOSTILE: Facts = {**SF, "competing": [{**SF["competing"][0], "company": name} for name in ODD]}
MANY: Facts = {
    **SF,
    "offer": {**SF["offer"], "expires": "2026-11-24"},
    "home": "GBP",
    "competing": [
        {"company": f"{'Long ' * 16}Company {n}", "base": f"${150 + n}K", "expires": "2026-12-02"}
        for n in range(12)
    ],
}
CASES: dict[str, Facts] = {
    **SAMPLES,
    "no offer": {"guide": STABILITY, "region": "london", "today": "2026-11-20"},
    "converted": {"guide": STABILITY, "region": "tokyo", "today": "2026-11-20"},
    "accept": {
        "guide": MIDJOURNEY,
        "region": "san-francisco",
        "offer": {"base": "$260K", "equity": "$150K/yr"},
    },
    "walk away": {
        "guide": HUGGING_FACE,
        "region": "paris",
        "offer": {"base": "€90K", "final": True},
    },
    "many": MANY,
    "hostile": HOSTILE,
}


def made(facts: Facts) -> Playbook:
    return playbook(Case.of(**{"today": "2026-11-20", **facts}), rulebook=RULES)


class Outline(HTMLParser):
    """The tags of a page, each with its attributes, and which are open around it."""

    void = frozenset(("meta", "link", "img", "br", "hr", "rect", "path", "circle"))

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.void:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("style", "title", "desc"):
            self.text += data


@pytest.fixture(scope="module", params=CASES)
def page(request: pytest.FixtureRequest) -> str:
    return made(CASES[request.param]).html


def test_a_page_is_well_formed_and_loads_nothing(page: str) -> None:
    outline = Outline(page)
    assert outline.open == []
    assert {"script", "img", "link", "iframe", "object"} & {tag for tag, _ in outline.tags} == set()
    assert [
        one
        for _, attrs in outline.tags
        for one in attrs
        if one in ("src", "href", "style") or one.startswith("on")
    ] == []
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")
    assert "url(" not in page
    assert "@import" not in page


def test_headings_are_in_order_and_landmarks_have_names(page: str) -> None:
    tags = Outline(page).tags
    levels = [int(tag[1]) for tag, _ in tags if re.fullmatch("h[1-6]", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    names = [tag for tag, _ in tags]
    assert [names.count(one) for one in ("header", "main", "footer")] == [1, 1, 1]
    ids = [attrs["id"] for _, attrs in tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    named = [
        str(attrs["aria-labelledby"]).split() for _, attrs in tags if "aria-labelledby" in attrs
    ]
    assert {one for each in named for one in each} <= set(ids)
    assert all("aria-labelledby" in attrs for tag, attrs in tags if tag in ("section", "svg"))
    assert dict(tags)["html"] == {"lang": "en"}


def test_tables_have_scopes_and_pictures_have_words(page: str) -> None:
    tags = Outline(page).tags
    assert all(attrs.get("scope") in ("col", "row") for tag, attrs in tags if tag == "th")
    drawings = re.findall(r"<svg.*?</svg>", page, re.S)
    assert drawings
    for one in drawings:
        root = ElementTree.fromstring(one)
        assert root.get("role") == "img"
        desc = root.find("{http://www.w3.org/2000/svg}desc")
        assert desc is not None
        assert desc.text
        assert desc.text.startswith("The range is ")


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_colour_has_a_contrast_of_4_5_on_every_ground_that_it_can_stand_on() -> None:
    css = (ROOT / "rules" / "templates" / "playbook.css.j2").read_text(encoding="utf-8")
    for half in css.split("@media screen and (prefers-color-scheme: dark)"):
        texts = set(re.findall(r"(?<![-\w])color: (#\w{6})", half))
        grounds = set(re.findall(r"background: (#\w{6})", half))
        assert len(texts) > 2
        assert len(grounds) > 1
        assert min(contrast(text, ground) for text in texts for ground in grounds) >= 4.5
    marks = {*picture.COLOURS.values(), INK, picture.EDGE, picture.RAIL}
    assert min(contrast(mark, ground) for mark in marks for ground in (GROUND, picture.BAND)) >= 4.5


def test_every_colour_of_a_picture_has_another_in_the_dark_that_can_be_seen_there() -> None:
    css = (ROOT / "rules" / "templates" / "playbook.css.j2").read_text(encoding="utf-8")
    dark = dict(re.findall(r'svg ?\[(?:fill|stroke)="(#\w{6})"\] { \w+: (#\w{6})', css))
    marks = {*picture.COLOURS.values(), INK, picture.EDGE, picture.RAIL}
    assert dark.keys() == {*marks, GROUND, picture.BAND}
    grounds = (dark[GROUND], dark[picture.BAND])
    assert min(contrast(dark[mark], ground) for mark in marks for ground in grounds) >= 4.5


def test_a_picture_of_usual_figures_is_no_wider_than_a_phone_and_its_text_no_smaller() -> None:
    page = made(SF).html
    for box in re.findall(r'viewBox="0 0 (\d+) \d+"', page):
        assert int(box) <= 328  # of 360, less the margins: nothing is scaled down
    assert set(re.findall(r'<svg[^>]* font-size="(\d+)"', page)) == {"15"}
    assert not re.search(r"<text[^>]*font-size", page)


SECTIONS = (
    "Summary",
    "Market position",
    "The numbers",
    "The case for it",
    "Letter",
    "The call",
    "When they push back",
    "If base is fixed",
    "Packages and swaps",
    "Steps down",
    "Day by day",
    "Sources, rates and assumptions",
)


def test_all_parts_are_there_in_both_forms() -> None:
    whole = made(SF)
    assert tuple(re.findall(r"^## (.*)$", whole.markdown, re.M)) == SECTIONS
    assert tuple(re.findall(r"<h2[^>]*>(.*?)</h2>", whole.html)) == SECTIONS
    for said in ("your floor", "NVIDIA", "US$210,000", "Levels.fyi", "Tuesday 24 November"):
        assert said in whole.markdown
        assert said in whole.html
    assert whole.markdown.count("<svg") == 2
    assert "your ask US$210,000 (90% of the way up)" in whole.markdown


def test_a_converted_region_says_that_its_band_is_none() -> None:
    whole = made(CASES["converted"])
    assert "converted, not a market band" in whole.html
    assert "not what the local market pays" in whole.html
    assert "not a market band" in whole.markdown


def test_a_band_that_is_another_one_times_a_factor_is_not_called_the_markets() -> None:
    whole = playbook(Case.of(**SAMPLES["stability-ai, Remote US"]), rulebook=RULES)
    assert "scaled band, Remote US" in whole.html
    assert "scaled from another region's band and not observed" in whole.markdown
    assert "market band" not in whole.html


def test_names_cannot_break_a_page_or_markdown() -> None:
    whole = made(HOSTILE)
    outline = Outline(whole.html)
    assert "<script>alert(1)</script>" in outline.text
    assert "&lt;b&gt;" in outline.text
    assert r"\<script\>alert(1)\</script\>" in whole.markdown
    assert r"a\|b \* \_c\_ \`d\`" in whole.markdown
    assert r"- 1\. Corp: US" in whole.markdown
    outside = re.sub(r"<figure>.*?</figure>", "", whole.markdown, flags=re.S)
    assert not re.search(r"(?<!\\)<", outside)
    private: Facts = {**HOSTILE, "competing": [HOSTILE["competing"][0]]}
    assert "from <script>alert(1)</script>:" in made(private).letter


@settings(max_examples=12)
@given(cases())
def test_any_case_has_a_playbook_without_holes(facts: Facts) -> None:
    whole = made(facts)
    outline = Outline(whole.html)
    assert outline.open == []
    assert not re.search(r"\bNone\b(?! of)|\(\)|\{\{|Undefined", outline.text + whole.markdown)
    assert "\n\n\n" not in whole.markdown
    assert made(facts).html == whole.html


# templates


def folder(path: Path, **templates: str) -> Rulebook:
    return Rulebook(
        write(
            path,
            {
                f"templates/{name.replace('__', '/')}.txt.j2": text
                for name, text in templates.items()
            },
        )
    )


def test_a_folder_of_rules_replaces_a_template(tmp_path: Path) -> None:
    mine = folder(
        tmp_path,
        letter="{% if say.ask %}\nDear {{ say.company }}, I ask for {{ say.ask }}.\n{% endif %}",
    )
    assert letter(Case.of(**SF), rulebook=mine).startswith(
        "Dear Hugging Face Enterprise, I ask for a base of US$210,000,"
    )


def test_a_template_can_build_on_ours_and_add_an_answer(tmp_path: Path) -> None:
    mine = folder(
        tmp_path,
        letter='{% include "counteroffer/letter.txt.j2" %}\n\nAlex',
        **{
            "push-back__6-budget": (
                "The budget is spent.\n\nThen let us plan for the next one: {{ say.base }}."
            )
        },
    )
    assert letter(Case.of(**SF), rulebook=mine).endswith("Thank you,\nAlex\n")
    answers = playbook(Case.of(**SF), rulebook=mine).push_back
    assert (answers[-1].they, answers[-1].you) == (
        "The budget is spent.",
        ("Then let us plan for the next one: a base of US$210,000.",),
    )


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("Hello\n{{ say.aks }}", "2:8", "unknown name 'aks'; did you mean 'ask'?"),
        ("{{ sya.ask }}", "1:4", "unknown name 'sya'; did you mean 'say'?"),
        ("a\n{% if say.ask %}", "2:", "{% if say.ask %}"),
        (
            "{% include 'lettr/counter.txt.j2' %}",
            "",
            "'lettr/counter.txt.j2'; did you mean 'letter/counter.txt.j2'?",
        ),
        ("{% include '../facts.yaml' %}", "", "unknown template"),
        ("{{ say.floor }}", "1:8", "unknown name 'floor'"),
        ("{{ say.ask.__class__ }}", "1:", "__class__"),
        ("{{ ''.join }}", "1:", "only a text or a number can be printed"),
        ("{{ 'a' * 1000000000 }}", "1:", "'*' is not for templates"),
        (
            "{% for a in range(10000) %}{% for b in range(10000) %}{% endfor %}{% endfor %}",
            "1:",
            "steps",
        ),
        (
            "{% macro f(x) %}{{ f(x ~ x) }}{% endmacro %}{{ f('ab') }}",
            "1:",
            "makes a text of more than",
        ),
        ("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", "", "without an end"),
        ("{{ 1 / 0 }}", "1:", "division by zero"),
        ("{{ say.ask | indent(9) }}", "1:", "indent"),
        ("a\n{% include '../../etc/passwd' %}", "2:13", "unknown template"),
        ("\n" + "{% for a in [1] %}\n" * 25 + "{% endfor %}" * 25, "17:", "nested too deeply"),
        ("\n{{ " + "(" * 300 + "1" + ")" * 300 + " }}", "2:", "nested too deeply"),
        ("\n{{ " + "-" * 5_000 + "1 }}", "2:", "nested too deeply"),
        ("{{ 1" + " + 1" * 2_000 + " }}", "1:", "nested too deeply"),
        ("{{ '\\ud800' }}", "1:", "can't be shown: \\ud800"),
        ("{{ 'a\\x00b' }}", "1:", "can't be shown: \\x00"),
        ("a\n\x1b[31mred", "2:", "can't be shown: \\x1b"),
        ("{{ range(**{'a b': 1}) }}", "1:", "unexpected keyword argument 'a b'"),
        ("a\n{{ 1e999 }}", "2:", "a number that is too large"),
        ("a\n{{ " + "9" * 5_000 + " }}", "1:", "4300 digits"),
        ("{{ say.points }}", "1:", "only a text or a number can be printed"),
        ("{{ [1]|upper }}", "1:", "only a text or a number can be printed"),
        ("{{ '{}'.format(say) }}", "1:", "format"),
        ("{% for a in [[1]] recursive %}{{ loop(a) }}{% endfor %}", "1:", "'recursive'"),
    ],
)
def test_a_template_that_is_wrong_says_where(
    tmp_path: Path, text: str, place: str, said: str
) -> None:
    mine = folder(tmp_path, letter=text)
    with pytest.raises(RuleError) as caught:
        letter(Case.of(**SF), rulebook=mine)
    told = str(caught.value)
    assert said in told
    assert place in told
    if place:
        assert "letter.txt.j2" in told
        assert "^" in told


_DOUBLED = 40
_GREEDY = {
    "texts joined": "{% set a = 'xxxxxxxxxx' %}" + "{% set a = a ~ a %}" * _DOUBLED,
    "texts added": "{% set a = 'xxxxxxxxxx' %}" + "{% set a = a + a %}" * _DOUBLED,
    "lists added": "{% set a = [1, 2] %}" + "{% set a = a + a %}" * _DOUBLED,
    "blocks": "{% set a %}xxxxxxxxxx{% endset %}"
    + "{% set a %}{{ a }}{{ a }}{% endset %}" * _DOUBLED,
    "macros": "{% macro f(x) %}{{ x }}{{ x }}{% endmacro %}{% set a = 'xxxxxxxxxx' %}"
    + "{% set a = f(a) %}" * _DOUBLED,
    "a long separator": "{% set a = range(4000)|join %}{{ range(4000)|join(a)|length }}",
    "join again and again": (
        "{% for i in range(9000) %}{% if range(20000)|join == '' %}x{% endif %}{% endfor %}"
    ),
    "list again and again": (
        "{% for i in range(20000) %}{% if range(20000)|list|length == 1 %}x{% endif %}{% endfor %}"
    ),
    "a long text in a loop": "{% set a %}{% for i in range(19999) %}"
    + "x" * 40_000
    + "{% endfor %}{% endset %}",
    "much code in a loop": "{% for i in range(20000) %}"
    + "{% if true %}{% endif %}" * 2_000
    + "{% endfor %}",
}


@pytest.mark.parametrize("text", _GREEDY.values(), ids=_GREEDY)
def test_a_template_can_neither_hang_nor_fill_the_memory(tmp_path: Path, text: str) -> None:
    mine = folder(tmp_path, letter=text)
    started = time.process_time()
    with pytest.raises(RuleError, match=r"more than 20,000 steps|more than 1,000,000 characters"):
        letter(Case.of(**SF), rulebook=mine)
    assert time.process_time() - started < 5


def test_a_template_may_do_what_templates_are_for(tmp_path: Path) -> None:
    text = (
        "{% set names = ['a', 'b'] + ['<c>'] %}{% for one in names %}{{ loop.index * 2 "
        "}}{{ one|upper }} {% endfor %}"
        "{{ names|join(', ')|capital ~ '!' }}{{ names[1:]|length }}{{ {'a': 'x'}['a'] "
        "}}{{ nothing|default('-') }}"
        "{% macro f(x, y='z') %}{{ x ~ y }}{% endmacro %}{{ f('q') }}{{ 'yes' if 'a' in "
        "names and say.ask is defined }}"
    )
    assert (
        letter(Case.of(**SF), rulebook=folder(tmp_path, letter=text))
        == "2A 4B 6<C> A, b, <c>!2x-qzyes\n"
    )


# PDF


# The warning is of WeasyPrint 70 where the system has no libharfbuzz-subset: it then embeds its
# fonts by other means, and the pages are the same.
silent = pytest.mark.filterwarnings("ignore:HarfBuzz-Subset will be required:DeprecationWarning")


@pytest.fixture
def weasyprint() -> Any:
    try:
        return import_module("weasyprint")
    except (ImportError, OSError) as error:
        pytest.skip(f"WeasyPrint can't be loaded: {error}")


def _bookmarks(weasyprint: Any, page: str, size: str) -> Iterator[tuple[str, int]]:
    """Each section's heading and the page that it stands on."""
    sheet = weasyprint.CSS(string=f"@page {{ size: {size} }}")
    document = weasyprint.HTML(string=page).render(stylesheets=[sheet])
    for number, one in enumerate(document.pages, 1):
        for level, label, *_ in one.bookmarks:
            if level == 2:
                yield label, number


@pytest.mark.parametrize("size", ["A4", "Letter"])
@pytest.mark.parametrize("name", ["many", "huggingface-enterprise, Paris", "accept"])
@pytest.mark.slow
@silent
def test_the_summary_is_the_first_page_and_all_of_it(weasyprint: Any, name: str, size: str) -> None:
    places = dict(_bookmarks(weasyprint, made(CASES[name]).html, size))
    assert places["Summary"] == 1
    assert places["Market position"] == 2


@pytest.mark.slow
@silent
@pytest.mark.usefixtures("weasyprint")
def test_a_pdf_is_tagged_and_its_bytes_are_the_same_every_time() -> None:
    one = made(SF).pdf()
    assert one == made(SF).pdf()
    assert one.startswith(b"%PDF-")
    streams = re.findall(rb"stream\n(.*?)\nendstream", one, re.S)
    objects = b"".join(zlib.decompress(stream) for stream in streams if stream[:1] == b"x")
    assert b"/MarkInfo" in objects
    assert b"/Lang (en)" in objects


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("raise ImportError", "pip install 'counteroffer[pdf]'"),
        (
            "raise OSError('cannot load library libpango-1.0-0')",
            "the system's Pango, which is not found",
        ),
    ],
)
def test_a_pdf_says_what_to_install_where_weasyprint_or_pango_is_missing(
    tmp_path: Path, wrong: str, said: str
) -> None:
    (tmp_path / "weasyprint.py").write_text(wrong)
    path = os.pathsep.join([str(tmp_path), str(ROOT / "engine")])
    done = process("playbook", FILE, "-o", str(tmp_path / "out.pdf"), PYTHONPATH=path)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.glob("*out.pdf*"))


# the commands


@pytest.mark.parametrize(
    ("name", "start"), [("out.md", "# Hugging Face"), ("out.HTML", "<!DOCTYPE html>")]
)
def test_the_suffix_says_which_form(tmp_path: Path, name: str, start: str) -> None:
    done = run("playbook", FILE, "-o", str(tmp_path / name))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)


def test_without_a_file_markdown_goes_to_standard_output() -> None:
    whole = run("playbook", FILE)
    assert (whole.returncode, whole.stderr) == (0, "")
    assert (
        whole.stdout
        == run("playbook", FILE, "-o", "-").stdout
        == playbook(Case.load(FILE)).markdown
    )
    assert run("playbook", FILE, "--format", "html").stdout.startswith("<!DOCTYPE html>")


def test_the_letter_alone() -> None:
    done = run("letter", FILE)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == letter(Case.load(FILE))
    assert "a written offer from NVIDIA" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["playbook", FILE, "-o", "out.docx"],
            "a playbook is written as .md, .html or .pdf, not '.docx'",
        ),
        (["playbook", FILE, "-o", "out.htlm"], "did you mean '.html'?"),
        (["playbook", FILE, "-o", "out"], "not a name without an end like that"),
        (["playbook", FILE, "-o", "/no/such/folder/out.md"], "can't be written"),
        (["letter", FILE, "-o", "/no/such/folder/out.txt"], "can't be written"),
        (["letter", "nowhere.yaml"], "nowhere.yaml"),
        (["playbook"], "a case is needed"),
    ],
)
def test_what_is_wrong_is_told_in_one_text(arguments: list[str], said: str) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_template_that_is_wrong_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    rules = write(tmp_path / "rules", {"templates/letter.txt.j2": "{{ say.aks }}"})
    out = tmp_path / "out.md"
    out.write_text("mine")
    done = run("playbook", FILE, "--rules", str(rules), "-o", str(out))
    assert done.returncode == 2
    assert "letter.txt.j2:1:8: unknown name 'aks'; did you mean 'ask'?" in done.stderr
    assert out.read_text() == "mine"


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        (
            {
                "guide": MIDJOURNEY,
                "region": "san-francisco",
                "candidate": {"gpu_years": 5},
                "offer": {"base": "$220K", "equity": "$200K/yr", "final": True},
            },
            "accept",
        ),
        (
            {
                "guide": STABILITY,
                "region": "london",
                "candidate": {"gpu_years": 3},
                "offer": {"base": "£90K", "equity": "£80K/4yr", "final": True},
            },
            "walk-away",
        ),
    ],
)
def test_where_there_is_nothing_to_argue_no_argument_is_offered(facts: Facts, verdict: str) -> None:
    book = made({**facts, "today": "2026-11-20"})
    assert book.answer.verdict == verdict
    points = [point.text for point in book.answer.talking_points]
    assert points
    assert not [one for one in points if one in book.markdown or one in book.html]
    assert "The case for it" not in book.markdown + book.html
    words = Words(book.answer, RULES, RULES.formatter())
    shown = text.render(words) + markdown.render(words)
    assert "\nSay\n" not in shown
    assert "What to say" not in shown
