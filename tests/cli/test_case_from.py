"""`counteroffer case from` as a command."""

from __future__ import annotations

import json
from pathlib import Path

from tests.support.command import run
from tests.systems.payloads import ashby_offer, euros

HERE = ("--guide", "midjourney/devops-engineer", "--region", "san-francisco")
OFFER = json.dumps({"results": ashby_offer(euros(160_000), ("Starter", euros(9_000)))})


def test_its_output_is_what_ask_reads() -> None:
    made = run("case", "from", "-", "--format", "ashby", *HERE, text=OFFER)
    assert (made.returncode, made.stderr) == (0, "")
    assert "#   offer.base: /results/latestVersion/salary" in made.stdout
    assert '/0 "Starter": {"currencyCode": "EUR", "value": 9000} (not mapped)' in made.stdout
    answer = run("ask", "-", "--json", "--today", "2026-11-20", text=made.stdout)
    assert (answer.returncode, answer.stderr) == (0, "")
    understood = json.loads(answer.stdout)
    assert understood["case"]["offer"]["base"] in (160_000, "EUR 160,000", "€160,000")
    assert any(one["from"] == "EUR" for one in understood["rates"])


def test_a_map_and_a_file_to_write(tmp_path: Path) -> None:
    (tmp_path / "offer.json").write_text(OFFER)
    (tmp_path / "map.yaml").write_text(
        "system: ashby\nguide: midjourney/devops-engineer\nregion: london\n"
        "facts: {offer.signing: Starter}\n"
    )
    out = tmp_path / "case.yaml"
    done = run(
        *("case", "from", str(tmp_path / "offer.json"), "--map", str(tmp_path / "map.yaml")),
        *("--region", "san-francisco", "-o", str(out)),
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    text = out.read_text("utf-8")
    assert "region: san-francisco\n" in text
    assert "signing: EUR 9000\n" in text
    assert out.stat().st_mode & 0o077 == 0


def test_what_is_wrong_is_told_with_what_to_do() -> None:
    for options, told in (
        (("--format", "ashbee", *HERE), "did you mean 'ashby'?"),
        (HERE, "which system? --format"),
        (("--format", "ashby"), "which region?"),
        (("--format", "ashby", "--guide", "x/y", "--region", "london"), "unknown guide 'x/y'"),
        (("--format", "ashby", *HERE, "--map", "nowhere.yaml"), "can't be read"),
    ):
        done = run("case", "from", "-", *options, text=OFFER)
        assert done.returncode == 2
        assert told in done.stderr
        assert "Traceback" not in done.stderr


def test_broken_json_is_told_with_its_place() -> None:
    done = run("case", "from", "-", "--format", "ashby", *HERE, text='{"a": 1\n"b": 2}')
    assert done.returncode == 2
    assert "<stdin>:2:1: this is not JSON" in done.stderr
