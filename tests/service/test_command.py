"""`counteroffer serve` as a process: what README.md says of it, and how it is told to stop."""

from __future__ import annotations

import json
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.command import ROOT, environment, run
from tests.support.samples import SAMPLES

CASE = next(iter(SAMPLES.values()))


@contextmanager
def served(*options: str) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """The service in a process of its own, with its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "counteroffer", "serve", "--port", str(port), *options]
    with subprocess.Popen(
        command, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as started:
        try:
            _wait(port, started)
            yield port, started
        finally:
            started.terminate()


def _wait(port: int, started: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert started.poll() is None
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/livez", timeout=5).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the service does not answer")


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_the_curl_of_the_readme_is_answered_with_the_bytes_of_the_command(tmp_path: Path) -> None:
    found = re.search(r"^\$ (curl .*)$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    assert found
    case = tmp_path / "case.json"
    case.write_text(json.dumps(CASE))
    audit = tmp_path / "audit.jsonl"
    with served("--today", "2026-11-20", "--audit", str(audit)) as (port, started):
        command = found[1].replace("8765", str(port)).split()
        got = subprocess.run([*command, "-s"], cwd=tmp_path, capture_output=True, check=True)
        started.send_signal(signal.SIGINT)
        assert started.wait(30) in (0, -signal.SIGINT)
    assert got.stdout.decode() == run("ask", str(case), "--json", "--today", "2026-11-20").stdout
    line = json.loads(audit.read_text("utf-8"))
    assert line["path"] == "/v1/counteroffers"


def test_workers_answer_alike(tmp_path: Path) -> None:
    body = json.dumps(CASE).encode()
    with served("--workers", "2", "--today", "2026-11-20") as (port, _):
        address = f"http://127.0.0.1:{port}/v1/counteroffers"
        request = urllib.request.Request(address, body, {"Content-Type": "application/json"})
        answers = set()
        for _ in range(8):
            with urllib.request.urlopen(request, timeout=60) as got:
                answers.add(got.read())
    assert len(answers) == 1


def test_rules_that_can_not_be_used_are_told_before_anything_listens(tmp_path: Path) -> None:
    guide = tmp_path / "guides" / "acme" / "engineer.yaml"
    guide.parent.mkdir(parents=True)
    guide.write_text("company: [")
    done = subprocess.run(
        [sys.executable, "-m", "counteroffer", "serve", "--port", "0", "--rules", str(tmp_path)],
        env=environment(),
        capture_output=True,
        timeout=60,
    )
    assert done.returncode == 2
    assert b"engineer.yaml" in done.stderr
    assert b"Traceback" not in done.stderr
