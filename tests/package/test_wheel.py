"""What is installed is complete: the wheel, in an environment that has nothing else of this
project."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    build = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        str(folder),
        str(ROOT),
    ]
    subprocess.run(build, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_has_the_rules_the_commands_and_the_types(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    rules = {
        f"counteroffer/{path.relative_to(ROOT).as_posix()}"
        for path in (ROOT / "rules").rglob("*")
        if path.is_file()
    }
    assert rules | {"counteroffer/cli.py", "counteroffer/py.typed"} <= names
    assert "counteroffer/examples/hugging-face-san-francisco.yaml" in names  # what demo answers
    assert not [name for name in names if name.startswith(("tests", "examples"))]


def test_the_installed_script_answers(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "clean"
    venv.create(home, with_pip=False)
    scripts = home / ("Scripts" if sys.platform == "win32" else "bin")
    site = next(home.rglob("site-packages"))
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(scripts / "python"),
        "install",
        "-q",
        "--no-deps",
        str(wheel),
    ]
    subprocess.run(pip, check=True, capture_output=True)
    # The dependencies are those of this environment, named after pip has run: if this project is
    # among them, pip takes it
    # for installed. The clean folder comes first, and a .pth inside a folder that a .pth names is
    # not followed, so that
    # this project stays out of sight there, installed in either way.
    (site / "dependencies.pth").write_text(sysconfig.get_paths()["purelib"])
    ask = [
        str(scripts / "counteroffer"),
        "ask",
        str(ROOT / "examples" / "stability-ai-london.yaml"),
    ]
    done = subprocess.run(ask, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8")
    assert (done.returncode, done.stderr) == (0, "")
    assert "£125,000" in done.stdout
    where = [str(scripts / "python"), "-c", "import counteroffer; print(counteroffer.__file__)"]
    assert str(home) in subprocess.run(where, cwd=tmp_path, capture_output=True, text=True).stdout
