"""A company that is not listed, on the command line: its range said by hand, or a posting read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.command import run

ACME = ("--company", "Acme", "--role", "Site reliability engineer", "--region", "berlin")
OFFER = ("--offer", "base=€88K", "--fact", "gpu_years=4", "--today", "2026-11-20")
ONE = "Site reliability engineer\n\nSalary: €85,000 - €110,000 per year.\n"
HOURLY = "Night operator\n\nPay: $58.50/hr - $71.25/hr.\n"
TWO = "Berlin: €85,000 - €110,000 per year\nParis: €80,000 - €99,000 per year\n"


def test_a_range_said_by_hand_is_enough() -> None:
    done = run("ask", *ACME, "--band", "€85K-€110K", *OFFER, "--json")
    answer = json.loads(done.stdout)
    assert (answer["ask"]["base"], answer["basis"], answer["guide"]) == (108_000, "posted", None)
    assert answer["market"]["company"] == "Acme"


def test_a_range_can_have_more_than_a_base() -> None:
    done = run("ask", *ACME, "--band", "base=€85K-€110K equity=€20K-€60K/4yr", *OFFER, "--json")
    assert json.loads(done.stdout)["ask"]["equity"] == 56_000


def test_a_posting_goes_straight_on(tmp_path: Path) -> None:
    (tmp_path / "posting.txt").write_text(ONE, encoding="utf-8")
    done = run("ask", "--posting", str(tmp_path / "posting.txt"), *ACME, *OFFER, "--json")
    answer = json.loads(done.stdout)
    assert (answer["ask"]["base"], answer["basis"]) == (108_000, "posted")


def test_an_hourly_range_is_told_by_the_year(tmp_path: Path) -> None:
    (tmp_path / "posting.txt").write_text(HOURLY, encoding="utf-8")
    place = ("--posting", str(tmp_path / "posting.txt"), "--region", "new-york")
    answer = json.loads(run("ask", *place, "--offer", "base=$125K", "--json").stdout)
    assert answer["market"]["base"] == "USD 121680-148200"
    assert any("2,080 times a year" in text for text in answer["assumptions"])


def test_of_several_ranges_one_has_to_be_chosen(tmp_path: Path) -> None:
    (tmp_path / "posting.txt").write_text(TWO, encoding="utf-8")
    posting = ("--posting", str(tmp_path / "posting.txt"))
    refused = run("ask", *posting, "--company", "Acme", *OFFER)
    assert refused.returncode == 2
    assert "choose with --location" in refused.stderr
    for place in (("--location", "berlin"), ("--region", "berlin")):
        answer = json.loads(run("ask", *posting, *place, *OFFER, "--json").stdout)
        assert (answer["ask"]["base"], answer["region"]) == (108_000, "berlin")
        assert any("Berlin" in text for text in answer["assumptions"])


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ((), "--company, --region and --band"),
        (("--company", "Acme", "--band", "€85K-€110K"), "which region?"),
        (("--location", "Berlin", "--region", "berlin"), "give it with --posting"),
    ],
)
def test_what_is_missing_is_said_with_the_option(options: tuple[str, ...], told: str) -> None:
    done = run("ask", *options)
    assert done.returncode == 2
    assert told in " ".join(done.stderr.split())


def test_an_unknown_company_leads_on_with_the_command() -> None:
    done = run("ask", "--guide", "acme/cook", "--region", "berlin", "--offer", "base=60K")
    told = " ".join(done.stderr.split())
    assert done.returncode == 2
    assert "--band, --posting, or import a guide" in told
    command = "ask --company acme --role cook --region berlin --band 85K-110K --offer base=60K"
    assert command in told
    assert run(*command.split()).returncode == 0


def test_an_unknown_region_lists_those_of_the_guide() -> None:
    done = run("ask", "--guide", "stability-ai/devops-engineer", "--region", "remote")
    assert "did you mean 'remote-us'? The guide has london, san-francisco, remote-us" in " ".join(
        done.stderr.split()
    )


def test_a_market_of_which_nothing_is_known_is_answered() -> None:
    done = run("ask", "--company", "Acme", "--region", "berlin")
    assert (done.returncode, done.stderr) == (0, "")
    assert "No base is stated" in done.stdout


def test_full_lists_every_fact_that_is_not_stated() -> None:
    done = run("ask", *ACME, "--band", "€85K-€110K", *OFFER, "--full")
    listed = done.stdout.partition("Facts that are not stated")[2]
    assert listed.count("\n  ") > 20
    assert "data_years: Years of work with data" in listed
