"""A service that uses the library gets types that say what there is: no Any in what it takes."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from counteroffer import Case
from tests.package.consumer.service import (
    CALCULATOR,
    compared,
    counted,
    reply,
    understood,
    without_a_guide,
    wrong_with,
)
from tests.support.command import ROOT
from tests.support.samples import sample

CONSUMER = ROOT / "tests" / "package" / "consumer"


def mypy(path: Path, cache: Path) -> subprocess.CompletedProcess[str]:
    """What mypy says of a file, in the environment that this library is installed in."""
    (cache / "mypy.ini").write_text("[mypy]\n")
    strict = ("--strict", "--disallow-any-expr", "--disallow-any-explicit", "--no-error-summary")
    options = (*strict, "--follow-imports=silent", "--explicit-package-bases")
    command = [sys.executable, "-m", "mypy", *options, "--cache-dir", str(cache / "cache")]
    return subprocess.run(
        [*command, "--config-file", str(cache / "mypy.ini"), str(path)],
        cwd=ROOT / "engine",
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.skipif(find_spec("mypy") is None, reason="mypy is of the extra counteroffer[dev]")
def test_no_expression_of_a_service_is_any(tmp_path: Path) -> None:
    done = mypy(CONSUMER / "service.py", tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    wrong = tmp_path / "wrong.py"
    wrong.write_text("from counteroffer import Case, counter\ncounter(Case.of({})).ask.bse\n")
    assert '"Package" has no attribute "bse"' in mypy(wrong, tmp_path).stdout


@pytest.mark.slow
@pytest.mark.skipif(
    find_spec("pyright") is None, reason="pyright is of the extra counteroffer[dev]"
)
def test_pyright_finds_nothing_unknown_in_a_service(tmp_path: Path) -> None:
    sources = (CONSUMER / "service.py").read_text(encoding="utf-8")
    (tmp_path / "service.py").write_text(sources, encoding="utf-8")
    paths = {"typeCheckingMode": "strict", "extraPaths": [str(ROOT / "engine")]}
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(paths))
    command = [sys.executable, "-m", "pyright", "--pythonpath", sys.executable]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False
    )
    assert (done.returncode, "0 errors, 0 warnings" in done.stdout) == (0, True), done.stdout


def test_the_service_answers_refuses_and_keeps_hashes() -> None:
    facts = sample("huggingface")
    good = reply(facts, 60)
    assert good.status == 200
    assert good.body.startswith("USD 2")
    assert len(good.kept[0]) == len(good.kept[1]) == 64
    assert reply({**facts, "offer": {"base": "$5"}}).body == "/offer/base amount.too-small"
    assert reply(facts, 0).status == 503
    offers = [{"company": f"Co {n}", "base": "$200K"} for n in range(21)]
    assert reply({**facts, "competing": offers}).body == "/competing/20 list.too-long"


def test_the_service_tells_what_is_wrong_and_what_was_understood() -> None:
    facts = sample("huggingface", candidate={"gpu_yeers": 4}, offer={"base": "$5"})
    assert wrong_with(facts) == (
        "/candidate/gpu_yeers fact.unknown gpu_years",
        "/offer/base amount.too-small ",
    )
    found = understood(CALCULATOR.counter(Case.of(sample("huggingface"))))
    assert {"guide", "region", "walk_away", "base", "equity"} <= set(found)
    assert without_a_guide("€85K-€110K") == 98_000


def test_the_service_compares_and_counts() -> None:
    case = Case.of(sample("huggingface"))
    found = compared(case, Case.of(sample("huggingface", offer={"base": "$260K"})))
    assert "ask.base" in found
    assert counted(case) > 100_000
