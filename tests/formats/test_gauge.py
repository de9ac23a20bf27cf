"""The band as a line of text, and the line that says what to do next."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counteroffer import Counteroffer, render
from counteroffer.formats.charts.gauge import ASCII, BOX, Strokes, gauge, sides, strokes
from counteroffer.settlement.position import position
from counteroffer.strategy.next_step import next_step
from tests.support.command import HUGGING_FACE, process, run
from tests.support.samples import RULES, Facts, attempt, cases, sample, settled

LETTERS = {"offer": "O", "floor": "F", "ask": "A", "stretch": "S"}


def dollars(amount: int) -> str:
    return f"US${amount:,}"


def picture(
    low: int, high: int, width: int = 60, drawn: Strokes = BOX, **figures: int | None
) -> list[str]:
    return gauge(low, high, sides(**figures), dollars, width, drawn)


def test_the_band_is_drawn_to_scale() -> None:
    assert picture(
        165_000, 215_000, offer=180_000, floor=195_000, ask=210_000, stretch=215_000
    ) == [
        "  US$165,000 ├─────────O─────────F────────A──S┤ US$215,000",
        "  O offer 0.30, F floor 0.60, A ask 0.90, S stretch 1.00",
    ]


def test_what_lies_beyond_the_band_lengthens_the_line() -> None:
    assert picture(137_000, 189_000, 60, ASCII, offer=100_000, ask=205_000) == [
        "  O....... US$137,000 [-------------------] US$189,000 ....A",
        "  O offer -0.71, A ask 1.31",
    ]


def test_what_stands_at_one_figure_is_named_together() -> None:
    assert picture(100, 200, offer=150, ask=150, stretch=200)[1:] == [
        "  O offer and ask 0.50, S stretch 1.00"
    ]


def test_amounts_too_long_for_the_line_go_into_the_words() -> None:
    lines = gauge(10**15, 2 * 10**15, sides(ask=10**15 + 1), lambda amount: f"IDR {amount:,}", 60)
    assert lines[0] == f"  ├A{'─' * 53}┤"
    assert (
        " ".join(" ".join(lines[1:]).split())
        == "├ IDR 1,000,000,000,000,000, A ask 0.00, ┤ IDR 2,000,000,000,000,000"
    )


@pytest.mark.parametrize(("high", "ask"), [(5, 5), (9, None)])
def test_no_width_or_nothing_to_mark_is_no_picture(high: int, ask: int | None) -> None:
    assert picture(5, high, ask=ask) == []


def text_of(answer: Counteroffer, form: str = "full") -> str:
    return render(answer, form, RULES)


figures = st.integers(0, 10**7)


@given(
    st.integers(1, 10**6),
    st.integers(1, 10**6),
    st.integers(40, 120),
    st.sampled_from([BOX, ASCII]),
    st.fixed_dictionaries({}, optional=dict.fromkeys(LETTERS, figures)),
)
def test_every_mark_is_drawn_labelled_and_in_order(
    low: int, wide: int, width: int, drawn: Strokes, stated: dict[str, int]
) -> None:
    high = low + wide
    lines = gauge(low, high, sides(**stated), dollars, width, drawn)
    assert bool(lines) is bool(stated)
    assert len(lines) <= 4
    assert all(len(line) <= width for line in lines)
    if not lines:
        return
    by_figure: dict[int, list[str]] = {}
    for name, figure in stated.items():
        by_figure.setdefault(figure, []).append(name)
    letters = [LETTERS[names[0]] for _, names in sorted(by_figure.items())]
    line = lines[0].replace(dollars(low), "").replace(dollars(high), "")
    assert [char for char in line if char in LETTERS.values()] == letters
    words = " ".join(" ".join(lines[1:]).split())
    for figure, names in by_figure.items():
        assert f"{LETTERS[names[0]]} " in words
        assert all(name in words for name in names)
        assert f" {position(figure, low, high)}" in words
    start, end = line.index(drawn.low), line.rindex(drawn.high)
    for figure, names in by_figure.items():
        at = line.index(LETTERS[names[0]])
        assert (at < start, at > end) == (figure < low, figure > high)


@pytest.mark.parametrize(
    ("encoding", "drawn"),
    [
        ("utf-8", BOX),
        ("cp437", ASCII),
        ("ascii", ASCII),
        ("latin-1", ASCII),
        ("no", ASCII),
        (None, ASCII),
    ],
)
def test_an_output_without_box_characters_gets_ascii(encoding: str | None, drawn: Strokes) -> None:
    assert strokes(encoding) is drawn


def test_a_process_that_prints_ascii_draws_in_ascii() -> None:
    done = process("ask", HUGGING_FACE, "--full", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert re.search(r"^  US\$165,000 \[-+O-+F-+A-+S\] US\$215,000$", done.stdout, re.M)


@given(cases())
def test_every_text_has_its_band_within_the_window(facts: Facts) -> None:
    answer = attempt(settled, facts)
    if isinstance(answer, Exception):
        return
    lines = text_of(answer).splitlines()
    titles = [line for line in lines if line.startswith("Base band")]
    assert len(titles) == (answer.ask.base is not None and answer.basis != "none")
    own = facts["region"] in RULES.guide(facts["guide"]).guide.bands
    assert all(("converted" in title) is not own for title in titles)
    for title in titles:
        drawn = lines[lines.index(title) + 1]
        assert len(drawn) <= 100
        assert "├" in drawn


def test_a_converted_band_has_its_ends_at_the_rates_of_the_answer() -> None:
    answer = settled(
        sample(
            "huggingface", region="toronto", rates={"USD/CAD": "1.4"}, offer={"base": "CAD 250K"}
        )
    )
    assert "  CA$231,000 ├" in text_of(answer)
    assert "CA$301,000" in text_of(answer)


@given(cases())
def test_the_next_step_stands_above_the_figures_where_there_is_one(facts: Facts) -> None:
    answer = attempt(settled, facts)
    if isinstance(answer, Exception):
        return
    opening, step = text_of(answer, "text").split("the ask is")[0], next_step(answer)
    assert ("\n  Next " in opening) is (step is not None)
    assert step is None or " ".join(step.split()) in " ".join(opening.split())


def test_an_offer_that_runs_out_is_the_next_step(tmp_path: Path) -> None:
    text = (
        Path(HUGGING_FACE)
        .read_text(encoding="utf-8")
        .replace("evidence: written", "evidence: written\n    expires: 2026-11-23")
    )
    done = run("ask", "-", text=text)
    assert "  Next       NVIDIA's offer expires in 3 days: ask for time\n" in done.stdout
