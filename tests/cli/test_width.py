"""No line that people read is wider than the window: every command, its help and its errors."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from counteroffer.formats.tables import table, within
from tests.support.command import HUGGING_FACE, ROOT, commands, run
from tests.support.small_guide import guide

WIDTHS = (60, 80, 120)
LONDON = str(ROOT / "examples" / "stability-ai-london.yaml")
GUIDE = "huggingface-enterprise/devops-engineer"
POSTING = """\
Senior engineer, Berlin. The annual salary range for this position in Berlin, Hamburg and
anywhere else in Germany is €85,000 to €110,000 a year, plus a bonus of up to 12 % and equity.
"""
DRAFT = """\
I hold a written offer of $250K from a company that I would rather not name in this letter, my
minimum is $195K, and if you can do $205,000 I will sign today.
"""
# What each command is called with. Documents are for files and mails, and servers run until they
# are stopped: their lines are their own.
CALLS: dict[str, list[list[str]]] = {
    "ask": [
        [HUGGING_FACE],
        [HUGGING_FACE, "--full"],
        [HUGGING_FACE, "--audience", "recruiter"],
        [LONDON, "--region", "tokyo", "--full", "--home", "EUR", "--trace"],
    ],
    "check-reply": [[HUGGING_FACE, "{draft}"]],
    "case check": [[HUGGING_FACE], [LONDON]],
    "compare": [[HUGGING_FACE], [LONDON, "--competing", "Acme total=£200K"]],
    "demo": [[]],
    "diff": [["{answer}", "{other}"]],
    "explain": [[HUGGING_FACE], [LONDON, "us-remote"], [HUGGING_FACE, "ask.base", "--full"]],
    "guide check": [[GUIDE]],
    "guide figures": [["{guide}"]],
    "guide list": [[]],
    "guide search": [["hugging", "face"], ["nothing of that name at all here"]],
    "guide show": [[GUIDE]],
    "plan": [[HUGGING_FACE], [LONDON]],
    "posting read": [["{posting}"]],
    "rates show": [["USD", "INR"], []],
    "regions": [[HUGGING_FACE, "--home", "GBP"], [LONDON, "--region", "mumbai"]],
    "replay": [["{answer}"], ["{other}"]],
    "risk": [[HUGGING_FACE], [LONDON]],
    "rules test": [["multi-cloud"], ["gpu-infrastructure", "--coverage"]],
    "solve": [
        [HUGGING_FACE, "--want", "floor.base=200K", "--by", "competing.NVIDIA.base"],
        [HUGGING_FACE, "--want", "verdict=accept", "--by", "uptime_pct"],
    ],
    "what-if": [
        [HUGGING_FACE, "--vary", "offer.base=160K:220K:5K"],
        [HUGGING_FACE, "--vary", "clouds=aws,gcp", "--vary", "competing.NVIDIA=absent,held"],
        [LONDON, "--vary", "region=all", "--vary", "gpu_years=0,2", "--vary", "skills+=cuda,slurm"],
    ],
}
DOCUMENTS = (
    *("batch", "case from", "case new", "guide import", "letter", "playbook", "posting import"),
    *("rates snapshot", "schema"),
)


def leaves(group: click.Group, names: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The names of every command that does something, and of every group."""
    context = click.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        yield (*names, name)
        if isinstance(found, click.Group):
            yield from leaves(found, (*names, name))


NAMES = sorted(" ".join(names) for names in leaves(commands().cli))


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("width")
    answers = {"answer": [HUGGING_FACE], "other": [HUGGING_FACE, "--fact", "clouds=aws"]}
    texts = {name: run("ask", *call, "--json").stdout for name, call in answers.items()}
    texts |= {"guide": guide(), "posting": POSTING, "draft": DRAFT}
    texts["other"] = texts["other"].replace('"ask":', '"mystery": {"a": 1}, "ask":')
    for name, text in texts.items():
        path = folder / (f"{name}.json" if name in answers else f"{name}.md")
        path.write_text(text, "utf-8")
    return {
        name: str(folder / (f"{name}.json" if name in answers else f"{name}.md")) for name in texts
    }


def too_wide(text: str, width: int) -> list[str]:
    return [line for line in text.splitlines() if len(line) > width and " " in line.strip()]


SERVERS = ("mcp", "serve")  # which end when they are told to


def test_every_command_is_walked_over() -> None:
    groups = {name for name in NAMES if any(one.startswith(f"{name} ") for one in NAMES)}
    assert set(NAMES) - groups == {*CALLS, *DOCUMENTS, *SERVERS} - groups


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", CALLS)
def test_no_line_is_wider_than_the_window(name: str, width: int, files: dict[str, str]) -> None:
    for call in CALLS[name]:
        arguments = [one.format(**files) if one.startswith("{") else one for one in call]
        done = run(*name.split(), *arguments, COLUMNS=str(width))
        assert done.stdout or done.stderr
        assert too_wide(done.stdout, width) == []
        if not done.stderr.startswith("Usage:"):
            assert too_wide(done.stderr, width) == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["", *NAMES])
def test_no_help_is_wider_than_the_window(name: str, width: int) -> None:
    done = run(*name.split(), "--help", COLUMNS=str(width))
    assert done.stdout.startswith("Usage:")
    assert too_wide(done.stdout, width) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_an_error_shows_the_part_of_the_line_that_is_wrong(tmp_path: Path, width: int) -> None:
    case = tmp_path / "case.yaml"
    entries = "base: £100K, equity: {amount: £100K/4yr, vehicle: rsu, cliff: 12, vehicl: pre}, "
    case.write_text(
        f"guide: stability-ai/devops-engineer\nregion: london\noffer: {{{entries}bonus: 5%}}\n",
        "utf-8",
    )
    done = run("ask", str(case), COLUMNS=str(width))
    *_, source, caret = done.stderr.splitlines()
    assert done.returncode == 2
    assert too_wide(done.stderr, width) == []
    assert source[caret.index("^") : caret.rindex("^") + 1] == "vehicl"


def test_what_goes_to_a_program_keeps_a_line_for_each_finding() -> None:
    done = run("guide", "check", GUIDE, COLUMNS="")
    assert [line for line in done.stdout.splitlines() if "warning: [" in line and len(line) > 120]


def test_a_last_column_goes_on_below_itself_where_there_is_room() -> None:
    rows = [["", "ask", "why"], ["base", "210", "one two three four five six seven eight nine ten"]]
    assert table(rows, {1}, 44).splitlines() == [
        "      ask  why",
        "base  210  one two three four five six seven",
        "           eight nine ten",
    ]
    assert table(rows, {1}, 30).splitlines()[0] == "base"


def test_the_ends_of_a_source_line_are_cut() -> None:
    source = f"  12 | {'a' * 50}WRONG{'b' * 50}"
    caret = f"     | {' ' * 50}^^^^^"
    shown, under = within(f"{source}\n{caret}", 40).splitlines()
    assert (len(shown), shown[under.index("^") : under.rindex("^") + 1]) == (40, "WRONG")
    assert (shown[7], shown[-1]) == ("…", "…")
