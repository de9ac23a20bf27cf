"""What `guide check` finds in a guide: each code in a guide that has it, and in one that nearly has
it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from counteroffer import Rulebook, RuleError
from counteroffer.reader.checking import Checker, check_text, files_under
from counteroffer.reader.importing import imported
from counteroffer.rulebook.checks.finding import CODES, SEVERITIES, Finding
from counteroffer.rulebook.checks.findings import Checked, together
from tests.support.guides import mutated
from tests.support.samples import (
    GUIDES,
    HUGGING_FACE,
    MIDJOURNEY,
    RULES,
    STABILITY,
    TODAY,
    guide_file,
    write,
)
from tests.support.small_guide import ROW, guide


def check(text: str, rulebook: Rulebook, today: date = TODAY) -> Checked:
    found = check_text(text, "guide.md", rulebook, today)
    assert found.problems == ()
    return found


def codes(text: str, rulebook: Rulebook, today: date = TODAY) -> list[str]:
    return [one.code for one in check(text, rulebook, today).findings]


def only(text: str, code: str, rulebook: Rulebook) -> Finding:
    (found,) = [one for one in check(text, rulebook).findings if one.code == code]
    return found


def test_a_guide_that_agrees_with_itself_has_no_findings(rulebook: Rulebook) -> None:
    assert check(guide(), rulebook).findings == ()


CONTRADICTIONS = (
    "total-does-not-add-up",
    "ask-above-band",
    "floor-below-band",
    "lever-over-headline",
    "floor-under-example-offer",
    "scaled-copy",
)
NEW_YORK = "| New York | $160K-$210K | $100K-$200K | 10% | $201K-$281K |"

CASES = [
    # base + equity/4 + bonus is 76-108 in Lisbon; a thousand off is rounding
    ("total-does-not-add-up", guide("| Lisbon | €60K-€80K | €40K-€80K | 10% | €78K-€108K |")),
    ("total-does-not-add-up", guide("| Lisbon | €60K-€80K | €40K-€80K | 10% | €76K-€119K |")),
    ("ask-above-band", guide(strategy='"I ask for €81K base. My floor is €66K base."')),
    (
        "ask-above-band",
        guide(strategy='"I ask for €78K base and €81K equity/4yr. My floor is €66K base."'),
    ),
    (
        "floor-below-band",
        guide(strategy='"I ask for €78K base and €70K equity/4yr. My floor is €59K base."'),
    ),
    (
        "lever-over-headline",
        guide(lever='1. **Compiler Depth:** "I wrote two compilers. I need €79K base."'),
    ),
    ("range-mixes-currencies", guide("| Lisbon | €60K-€80K | €40K-£80K | 10% | €76K-€108K |")),
    ("low-above-high", guide("| Lisbon | €80K-€60K | €40K-€80K | 10% | €98K-€86K |")),
    ("region-currency", guide(ROW, "| London | $160K-$210K | $100K-$200K | 10% | $201K-$281K |")),
    ("row-mixes-currencies", guide("| Lisbon | €60K-€80K | $40K-$80K | 10% | €76K-€108K |")),
    ("scaled-copy", guide(ROW, "| Madrid | €54K-€72K | €36K-€72K | 10% | €68K-€97K |")),
    ("scaled-copy", guide(ROW, "| New York | $60K-$80K | $40K-$80K | 10% | $76K-$108K |")),
    ("no-sources", guide(sources="")),
    (
        "placeholder-only",
        guide(lever='1. **Compiler Depth:** "I wrote two compilers. I need a base of $[X]K."'),
    ),
    (
        "placeholder-only",
        guide(strategy='"I have an offer at $[X]K base. My floor is €66K base."', lever=""),
    ),
    ("missing-section", guide(strategy='"I ask for €78K base and €70K equity/4yr."')),
]

NEARLY = [
    ("total-does-not-add-up", guide("| Lisbon | €60K-€80K | €40K-€80K | 10% | €77K-€109K |")),
    (
        "total-does-not-add-up",
        guide("| Lisbon | €60K-€80K | Varies | 10% | €90K-€110K |"),
    ),  # who knows what of equity
    (
        "total-does-not-add-up",
        guide("| Mumbai | ₹40L-₹60L | ₹20L-₹40L | 10% | ₹48L-₹75L |"),
    ),  # lakhs are coarser
    (
        "ask-above-band",
        guide(strategy='"I ask for €80K base and €80K equity/4yr. My floor is €66K base."'),
    ),
    (
        "floor-below-band",
        guide(strategy='"I ask for €78K base and €70K equity/4yr. My floor is €60K base."'),
    ),
    (
        "lever-over-headline",
        guide(lever='1. **Compiler Depth:** "I wrote two compilers. I need €78K base."'),
    ),
    ("range-mixes-currencies", guide("| Sydney | A$60K-$80K | A$40K-A$80K | 10% | A$76K-A$108K |")),
    (
        "range-mixes-currencies",
        guide("| London | £60K / $76K - £80K / $102K | £40K-£80K | 10% | £76K-£108K |"),
    ),
    ("low-above-high", guide("| Lisbon | €80K | €40K-€80K | 10% | €98K-€108K |")),
    ("region-currency", guide(ROW, "| London | £50K-£70K | £30K-£60K | 10% | £63K-£92K |")),
    ("region-currency", guide(ROW, "| Ruritania | $50K-$70K | $30K-$60K | 10% | $63K-$92K |")),
    ("scaled-copy", guide(ROW, "| Madrid | €54K-€72K | €36K-€75K | 10% | €68K-€98K |")),
    ("scaled-copy", guide(ROW, ROW.replace("Lisbon", "Porto"))),  # the same, not scaled
    (
        "placeholder-only",
        guide(lever='1. **Compiler Depth:** "At [company] I saved $X billion. I need €75K base."'),
    ),
    (
        "placeholder-only",
        guide(lever='1. **Compiler Depth:** "At [company] I wrote two compilers."'),
    ),
]


@pytest.mark.parametrize(("code", "text"), CASES)
def test_each_code_is_found_where_it_holds(code: str, text: str, rulebook: Rulebook) -> None:
    assert code in codes(text, rulebook)


@pytest.mark.parametrize(("code", "text"), NEARLY)
def test_each_code_is_not_found_where_it_nearly_holds(
    code: str, text: str, rulebook: Rulebook
) -> None:
    assert code not in codes(text, rulebook)


def test_every_code_is_tried_here() -> None:
    elsewhere = {"stale", "same-table-as", "floor-under-example-offer"}
    assert {code for code, _ in CASES} | elsewhere == set(CODES)


@pytest.mark.parametrize(
    ("rows", "detail"),
    [
        (
            ("| Lisbon | €60K-€80K | €40K-€80K | 10% | €106K-€168K |",),
            "every total is base + the whole grant, as if it were paid each year + bonus",
        ),
        (
            ("| Lisbon | €60K-€80K | €40K-€80K | 10% | €70K-€100K |",),
            "every total is base + a year's equity",
        ),
        (("| Lisbon | €60K-€80K | €40K-€80K | 10% | €60K-€80K |",), "every total is base"),
        (
            ("| Lisbon | €60K-€80K | €40K-€80K | 10% | €70K-€168K |",),
            (
                "every low end is base + a year's equity; "
                "every high end is base + the whole grant, as if it were paid each year + bonus"
            ),
        ),
        (
            ("| Lisbon | €60K-€80K | €40K-€80K | 10% | €85K-€122K |",),
            "no way to add up these columns gives the printed totals",
        ),
        (
            ("| Lisbon | €60K-€80K | €40K-€80K | 10% | €106K-€168K |", NEW_YORK),
            "every total is base + the whole grant, as if it were paid each year + bonus",
        ),
    ],
)
def test_totals_say_which_composition_would_fit(
    rows: tuple[str, ...], detail: str, rulebook: Rulebook
) -> None:
    assert only(guide(*rows), "total-does-not-add-up", rulebook).detail == detail


def test_a_first_year_with_a_signing_bonus_is_a_total() -> None:
    head = "| Region | Base Salary | RSU (4yr) | Signing | Total Year 1 |\n|---|---|---|---|---|"
    text = guide("| Lisbon | €60K-€80K | €40K-€80K | €5K-€10K | €75K-€110K |", head=head)
    assert "total-does-not-add-up" not in codes(text, Rulebook())


def test_the_arithmetic_and_the_line_are_said(rulebook: Rulebook) -> None:
    text = guide("| Lisbon | €60K-€80K | €40K-€80K | 10% | €76K-€119K |")
    found = only(text, "total-does-not-add-up", rulebook)
    assert (
        found.message
        == "the totals of Lisbon do not add up: high 119 printed, 108 from base 80 + equity a "
        "year 20 + bonus 8"
    )
    assert text.splitlines()[found.line - 1].startswith("| Lisbon")


@pytest.mark.parametrize(
    ("offer", "floor", "found"),
    [
        (
            "Larkspur at €75K base and €60K RSUs over 4 years",
            "€66K base",
            False,
        ),  # 90.0 against 66 + 17.5 + 6.6 = 90.1
        ("Larkspur at €76K base and €60K RSUs over 4 years", "€66K base", True),
        ("Larkspur at €99K total comp", "€99K total comp", False),
        ("Larkspur at €100K total comp", "€99K total comp", True),
    ],
)
def test_a_floor_is_held_against_the_guides_own_examples(
    offer: str, floor: str, found: bool, rulebook: Rulebook
) -> None:
    text = guide(
        strategy=(
            f'"I am holding {offer}. I ask for €78K base and €70K equity/4yr." Accept-at floor '
            f"is {floor}."
        )
    )
    assert ("floor-under-example-offer" in codes(text, rulebook)) is found


def same_findings(text: str, rulebook: Rulebook) -> bool:
    """Whether a guide and its import are found to be wrong in the same, place by place."""
    made = imported(text.encode(), "guide.md", rulebook, TODAY)
    of_import = Checker(rulebook, TODAY).data(made.text.encode(), "guide.yaml", yaml=True)

    def told(done: Checked) -> list[tuple[str, str]]:
        return sorted((one.code, one.severity) for one in done.findings)

    return told(check(text, rulebook)) == told(of_import)


@pytest.mark.parametrize(
    "text",
    [
        guide(),
        guide("| Lisbon | €60K-€80K | €40K-€80K | 10% | €99K-€119K |"),
        guide(ROW, NEW_YORK),
        guide(sources=""),
        guide(lever='1. **Compiler Depth:** "I wrote two compilers. I need €99K base."'),
        guide(lever='1. **Compiler Depth:** "I wrote two compilers. I need a 15% bonus."'),
        guide(strategy='"I ask for €95K base and €70K equity/4yr. My floor is €40K base."'),
        guide(strategy='"I ask for €78K base and €70K/yr of equity."'),
        guide(strategy='"I hold Larkspur at €110K base. I ask for €78K. My floor is €66K base."'),
        guide(strategy="Ask for more."),
        guide(strategy='"I want a total of €100K. I accept €90K all in."'),
        guide().replace("Global Negotiation Guide", "Negotiation Guide 2024"),
    ],
)
def test_a_guide_and_its_import_have_the_same_findings(text: str, rulebook: Rulebook) -> None:
    assert same_findings(text, rulebook)


@given(mutated())
@settings(max_examples=40)
def test_whatever_is_changed_in_a_guide_its_import_contradicts_itself_in_the_same(
    text: str,
) -> None:
    try:
        made = imported(text.encode(), "guide.md", RULES, TODAY)
    except RuleError:
        return
    of_import = Checker(RULES, TODAY).data(made.text.encode(), "guide.yaml", yaml=True)

    def told(done: Checked) -> list[str]:
        return sorted(one.code for one in done.findings if one.code in CONTRADICTIONS)

    assert told(check_text(text, "guide.md", RULES, TODAY)) == told(of_import)


def test_yaml_that_an_import_could_not_settle_has_no_totals_to_check(tmp_path: Path) -> None:
    band = {"label": "Here", "currency": "USD", "base": "100K-200K", "total": "150K-260K"}
    note = {"line": 7, "text": "units", "why": "no amount"}
    assert document(tmp_path, bands={"here": band}) == ["total-does-not-add-up"]
    assert document(tmp_path, bands={"here": band}, needs_review=[note]) == []


def test_a_floor_with_shares_of_unknown_worth_is_not_held_against_examples(
    rulebook: Rulebook,
) -> None:
    text = guide(
        "| Lisbon | €60K-€80K | 5,000-9,000 options | 10% | €76K-€108K |",
        strategy=(
            '"I hold an offer from Larkspur at €150K total comp. I ask for €78K base. My floor '
            'is €66K base."'
        ),
    )
    assert "floor-under-example-offer" not in codes(text, rulebook)


@given(
    st.text(max_size=400)
    | st.lists(st.sampled_from([*guide().splitlines(), "|", "| €", "$[X]K", "> ", "\x00"])).map(
        "\n".join
    )
)
@settings(max_examples=150)
def test_any_text_is_checked_and_every_finding_stands_on_a_line(text: str) -> None:
    found = check_text(text, "any.md", RULES, TODAY)
    lines = len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    assert all(1 <= one.line <= lines and one.severity in SEVERITIES for one in found.findings)
    assert [one.line for one in found.findings] == sorted(one.line for one in found.findings)


@given(
    st.integers(501, 1500).filter(lambda n: n != 1000),
    st.lists(st.integers(100, 400), min_size=4, max_size=4),
)
@settings(max_examples=80)
def test_a_row_that_is_multiplied_is_always_found(thousandths: int, ends: list[int]) -> None:
    low, high = sorted(ends[:2])
    less, more = sorted(ends[2:])
    own = [low, high + 1, less + 400, more + 402]
    copied = [Fraction(one * thousandths, 1000) for one in own]
    rows = [
        f"| {name} | €{a}K-€{b}K | €{c}K-€{d}K |"
        for name, (a, b, c, d) in (
            ("Lisbon", [str(one) for one in own]),
            ("Madrid", [f"{float(one):.3f}".rstrip("0").rstrip(".") for one in copied]),
        )
    ]
    head = "| Region | Base Salary | Stock (RSU/4yr) |\n|---|---|---|"
    assume(abs(own[-1] - copied[-1]) > 2)  # else it is the same row, rounded
    assume(len(set(own)) == 4)
    assert "scaled-copy" in codes(guide(*rows, head=head), RULES)


@pytest.mark.parametrize(
    ("today", "found"),
    [(date(2027, 12, 31), False), (date(2028, 1, 1), True), (date(2020, 1, 1), False)],
)
def test_a_year_without_a_day_is_stale_twelve_months_after_its_end(
    today: date, found: bool, rulebook: Rulebook
) -> None:
    assert ("stale" in codes(guide(), rulebook, today)) is found


def document(folder: Path, today: date = TODAY, **entries: Any) -> list[str]:
    path = (
        write(folder, {"guides/acme/engineer.yaml": guide_file(**entries)})
        / "guides/acme/engineer.yaml"
    )
    done = Checker(Rulebook(), today).file(path)
    assert done.problems == ()
    return [one.code for one in done.findings if one.severity != "note"]


@pytest.mark.parametrize(
    ("as_of", "found"), [("2025-11-20", []), ("2025-11-19", ["stale"]), ("2024-02-29", ["stale"])]
)
def test_a_day_is_stale_after_twelve_months(as_of: str, found: list[str], tmp_path: Path) -> None:
    assert document(tmp_path, as_of=as_of) == found


@pytest.mark.parametrize(
    ("entries", "found"),
    [
        ({"floor": {"here": "100K"}}, []),
        ({"floor": {"here": "99K"}}, ["floor-below-band"]),
        (
            {
                "headline": {"here": {"base": "150K"}},
                "levers": {"multi-cloud": {"figures": {"here": {"base": "151K"}}}},
            },
            ["lever-over-headline"],
        ),
        (
            {"bands": {"here": {"label": "London", "currency": "USD", "base": "100K-200K"}}},
            ["region-currency"],
        ),
    ],
)
def test_yaml_is_checked_by_the_same_checks(
    entries: dict[str, Any], found: list[str], tmp_path: Path
) -> None:
    assert document(tmp_path, **entries) == found


@pytest.mark.parametrize(
    ("rows", "severity"),
    [
        (["| Lisbon | €60K-€80K | €40K-€80K | 10% | €76K-€119K |"] * 2, "warning"),
        (["| Lisbon | €60K-€80K | €40K-€80K | 10% | €78K-€110K |"], "note"),  # within 3 %
        (["| Lisbon | €60K-€80K | €40K-€80K | 10% | €106K-€168K |"], "note"),  # the whole grant
    ],
)
def test_totals_are_told_of_once_and_what_is_explained_is_a_note(
    rows: list[str], severity: str, rulebook: Rulebook
) -> None:
    places = (row.replace("Lisbon", f"Lisbon {at}") for at, row in enumerate(rows))
    finding = only(guide(*places), "total-does-not-add-up", rulebook)
    assert finding.severity == severity
    assert ("nor do those of 1 more" in finding.message) is (len(rows) > 1)


WARNED = {
    STABILITY: [
        "scaled-copy",
        "lever-over-headline",
        "ask-above-band",
        "floor-under-example-offer",
    ],
    MIDJOURNEY: ["scaled-copy", "lever-over-headline"],
    HUGGING_FACE: [
        "total-does-not-add-up",  # of all three rows, said once
        "scaled-copy",
        "lever-over-headline",
        "floor-under-example-offer",
    ],
}


@pytest.mark.parametrize("name", GUIDES)
def test_the_guides_of_the_package_have_the_findings_of_the_design_and_no_others(
    name: str, rulebook: Rulebook
) -> None:
    done = Checker(rulebook, TODAY).file(rulebook.guide_files[name].path)
    assert [one.code for one in done.findings if one.severity != "note"] == WARNED[name]
    assert all(one.path and one.line > 1 for one in done.findings)


def test_tables_that_are_the_same_are_found_over_files_whatever_the_order(
    rulebook: Rulebook,
) -> None:
    first, other = check(guide(), rulebook), check(guide(NEW_YORK), rulebook)
    done = together([first, other, check_text(guide(), "again.md", rulebook, TODAY)])
    found = [
        (one.file, finding.code, finding.message)
        for one in done
        for finding in one.findings
        if finding.code == "same-table-as"
    ]
    assert found == [
        ("guide.md", "same-table-as", "every figure of the pay table is that of again.md"),
        ("again.md", "same-table-as", "every figure of the pay table is that of guide.md"),
    ]


def test_a_folder_is_searched_for_guides_alone(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "b.md": guide(),
            "a/c.md": guide(),
            "README.md": "# Read me",
            "notes.txt": "x",
            ".hidden/d.md": guide(),
            "guides/acme/engineer.yaml": "company: Acme\nrole: Engineer\nbands:\n  here: {}\n",
            "levers/l.yaml": "title: x\n",
        },
    )
    names = [path.relative_to(tmp_path).as_posix() for path in files_under(tmp_path)]
    assert names == ["a/c.md", "b.md", "guides/acme/engineer.yaml"]


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.md", b"Dear all,\n\nlunch is at noon.\n", "is not a guide"),
        ("a.md", b"### Engineer | Acme\n\xff", "is not UTF-8 text"),
        ("a.yaml", b"company: Acme\n", "'role' is missing"),
        ("a.md", b"x" * 1_000_001, "is larger than"),
    ],
)
def test_what_is_no_guide_says_why(
    name: str, data: bytes, why: str, tmp_path: Path, rulebook: Rulebook
) -> None:
    (tmp_path / name).write_bytes(data)
    done = Checker(rulebook, TODAY).file(tmp_path / name)
    assert any(why in problem.message for problem in done.problems)
    assert done.findings == ()
