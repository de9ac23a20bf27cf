"""What is done with a mutant of each kind: all that a command does, and what else can be asked of
it. Each raises CounterofferError, or nothing, or has found a mistake."""

from __future__ import annotations

import json
import os
import signal
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from counteroffer import Case, CounterofferError, Rates, Rulebook, counter, explain, letter, render
from counteroffer.analysis.compare.difference import explain_difference
from counteroffer.analysis.compare.replay import replay
from counteroffer.analysis.compare.saved import read_saved
from counteroffer.answers.record import as_dict, dumped
from counteroffer.answers.setting import Setting
from counteroffer.postings.reading import read_posting_bytes
from counteroffer.reader.importing import imported
from counteroffer.tables.apply import RowSettings, answer_frame, cells
from counteroffer.tables.files import open_table
from counteroffer.tables.parquet_child import main as read_parquet
from tests.postings.samples import POSTINGS
from tests.postings.support import words
from tests.support.imported_guide import WHOLE
from tests.support.samples import RULES, SAMPLES, TODAY, Facts, guide_file, lever_file, sample

MISTAKE = "should not happen"
PATIENCE = 20  # seconds for a file of two KiB, on a machine with much else to do
REFUSED, UNUSABLE, ENDED = 1, 3, 9  # how a child that reads Parquet ends


class Found(Exception):
    """A mistake that was told as a row's reason."""


@dataclass(frozen=True, slots=True)
class Target:
    """Files that are right, and what to do with one that may not be."""

    seeds: Callable[[], Sequence[bytes]]
    run: Callable[[bytes], None]
    binary: bool = False


def _samples() -> list[Facts]:
    return [sample(name) for name in SAMPLES]


def _cases() -> list[bytes]:
    examples = sorted((Path(__file__).parents[2] / "examples").glob("*.yaml"))
    return [
        *(one.read_bytes() for one in examples),
        *(json.dumps(one).encode() for one in _samples()),
    ]


def _case(data: bytes) -> None:
    case = Case.loads(data)
    answer = counter(case, engine="plain", rulebook=RULES, today=TODAY)
    for form in ("text", "markdown", "json"):
        render(answer, form, RULES)
    explain(case, rulebook=RULES, today=TODAY)
    letter(case, rulebook=RULES, today=TODAY)


def _flat() -> list[dict[str, str]]:
    return [
        {
            "guide": one["guide"],
            "region": one["region"],
            "offer.base": str(one["offer"]["base"]),
            "offer.equity": str(one["offer"]["equity"]),
            "gpu_years": str(one["candidate"].get("gpu_years", "")),
            "competing.1.company": one["competing"][0]["company"] if one["competing"] else "",
            "competing.1.base": str(one["competing"][0]["base"]) if one["competing"] else "",
            "rates.GBP/USD": "1.31",
        }
        for one in ({"competing": [], **given} for given in _samples())
    ]


def _csv_files() -> list[bytes]:
    rows = _flat()
    lines = [",".join(rows[0]), *(",".join(f'"{cell}"' for cell in row.values()) for row in rows)]
    return ["\n".join(lines).encode() + b"\n"]


def _json_files() -> list[bytes]:
    flat = "".join(json.dumps(row) + "\n" for row in _flat())
    return [flat.encode(), "".join(json.dumps(one) + "\n" for one in _samples()).encode()]


def _table(suffix: str) -> Callable[[bytes], None]:
    def run(data: bytes) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"cases{suffix}"
            path.write_bytes(data)
            table, terms = open_table(path), RowSettings(Setting(RULES, Rates.snapshot(), TODAY))
            header = terms.header(table.columns, table.name)
            answerer = terms.answerer(header)
            for chunk in table.chunks(header, ()):
                answers = answerer.answers(chunk.cells(header))
                table.records(chunk.origin)
                table.frame(chunk.origin).hstack(answer_frame(answers))
                for row in answers:
                    if MISTAKE in str(row[-1]):
                        raise Found(row[-1])

    return run


def _parquet_files() -> list[bytes]:
    """Made in a child: what is forked from here would lack the threads that polars had made."""
    with tempfile.TemporaryDirectory() as folder:
        child = os.fork()
        if not child:
            _write_parquet(Path(folder))
            os._exit(0)
        os.waitpid(child, 0)
        return [one.read_bytes() for one in sorted(Path(folder).iterdir())]


def _write_parquet(folder: Path) -> None:
    import polars as pl

    frame = pl.DataFrame(_flat()).with_columns(
        skills=pl.Series([["gpu", "kubernetes"], None] * 3),
        years=pl.Series([4, None] * 3),
        day=pl.Series([TODAY] * 6),
    )
    frame.write_parquet(folder / "packed.parquet", compression="zstd")
    frame.write_parquet(folder / "plain.parquet", compression="uncompressed")


def _parquet(data: bytes) -> None:
    """As the product does it, in a child that is forked, since a start takes half a second."""
    child = os.fork()
    if not child:
        with tempfile.NamedTemporaryFile(suffix=".parquet") as file:
            os._exit(_read_in_child(file.name, data))
    _, status = os.waitpid(child, 0)
    ended = os.waitstatus_to_exitcode(status)
    if ended == UNUSABLE:
        raise Found("a frame that was read can't be used")
    if ended == -signal.SIGALRM:
        raise Found(f"is read for more than {PATIENCE} s")
    if ended:
        raise CounterofferError("refused, or the reader was ended: both are told in words")


def _read_in_child(name: str, data: bytes) -> int:
    import polars as pl

    signal.alarm(PATIENCE)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    Path(name).write_bytes(data)
    told, frames = BytesIO(), BytesIO()
    try:
        read_parquet(told, name, 10_000, [])
        if "error" in json.loads(told.getvalue()):
            return REFUSED
        read_parquet(frames, name, 10_000, [0])
    except BaseException:  # a panic is no Exception
        return ENDED
    try:
        frame = pl.read_ipc_stream(BytesIO(frames.getvalue()[8:]))
        header = RowSettings(Setting(RULES, Rates.snapshot(), TODAY, region=REGION), GUIDE).header(
            frame.columns
        )
        cells(frame, header)
        frame.rows(named=True)
    except BaseException as error:
        return REFUSED if isinstance(error, CounterofferError) else UNUSABLE
    return 0


GUIDE, REGION = "midjourney/devops-engineer", "san-francisco"


@cache
def _saved_files() -> list[bytes]:
    answers = (counter(Case.of(**one), engine="plain", rulebook=RULES) for one in _samples())
    return [dumped(as_dict(answer)).encode() for answer in answers]


def _saved(data: bytes) -> None:
    saved, other = read_saved(data, "a.json"), read_saved(_saved_files()[0], "b.json")
    replay(saved, rulebook=RULES)
    explain_difference(saved, other, rulebook=RULES)
    explain_difference(other, saved, rulebook=RULES)


def _rule_files() -> list[bytes]:
    shipped = sorted((Path(__file__).parents[2] / "rules" / "levers").glob("*.yaml"))
    own = json.dumps(lever_file("gpu_years >= 2"), indent=1).encode()
    return [own, *(one.read_bytes() for one in shipped)]


def _rule(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        _settled_with(
            Path(folder),
            {"levers/own-lever.yaml": data, "guides/acme/engineer.yaml": _guide_yaml()},
        )


def _guide_yaml() -> bytes:
    figures = {"figures": {"here": {"base": "$150K"}}}
    return json.dumps(guide_file(levers={"own-lever": figures})).encode()


def _settled_with(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    book = Rulebook.load(folder)
    guide = book.guide("acme/engineer").guide
    facts: dict[str, Any] = {"guide": "acme/engineer", "region": guide.reference, "today": TODAY}
    case = Case.of(**facts, candidate={"gpu_years": 4})
    render(counter(case, engine="plain", rulebook=book), "text", book)


def _guide_files() -> list[bytes]:
    shipped = sorted((Path(__file__).parents[2] / "rules" / "guides").rglob("*.yaml"))
    return [json.dumps(guide_file(), indent=1).encode(), *(one.read_bytes() for one in shipped)]


def _guide(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        _settled_with(Path(folder), {"guides/acme/engineer.yaml": data})


def _markdown(data: bytes) -> None:
    imported(data, "guide.md", RULES, TODAY)


def _posting_files() -> list[bytes]:
    return [one.encode() for one in POSTINGS]


def _posting(data: bytes) -> None:
    found = read_posting_bytes(data, "posting", words())
    json.dumps([one.as_dict() for one in found.figures], default=str)
    for at in [one.at for one in found.figures] + [one.at for one in found.unread]:
        if at[:1] == "/":
            _part(json.loads(data, strict=False), at)  # as lenient as the reader
        elif at and not all(int(part) >= 1 for part in at.split(":")):
            raise Found(f"{at} is no place")


def _part(value: Any, pointer: str) -> None:
    for step in pointer.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        value = value[int(name)] if isinstance(value, list) else value[name]


TARGETS: Mapping[str, Target] = {
    "cases": Target(_cases, _case),
    "csv": Target(_csv_files, _table(".csv")),
    "jsonl": Target(_json_files, _table(".jsonl")),
    "parquet": Target(_parquet_files, _parquet, binary=True),
    "saved": Target(_saved_files, _saved),
    "rules": Target(_rule_files, _rule),
    "guides": Target(_guide_files, _guide),
    "postings": Target(_posting_files, _posting),
    "markdown": Target(lambda: [WHOLE.encode()], _markdown),
}
