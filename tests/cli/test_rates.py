"""Rates and regions on the command line."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.support.command import HUGGING_FACE, run


class _Server(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = json.dumps(
            {"amount": 1.0, "base": "EUR", "date": "2026-11-20", "rates": {"USD": 2.0, "GBP": 1.0}}
        ).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        pass


def test_rates_in_force_are_printed_with_date_age_and_source() -> None:
    lines = run("rates", "USD", "aed", "--today", "2026-11-20").stdout.splitlines()
    assert "ECB reference rate" in lines[1]
    assert "(21 days)" in lines[1]
    assert "cross of EUR/USD and USD/AED" in lines[2]


def test_all_rates_are_printed_without_a_currency() -> None:
    assert len(run("rates").stdout.splitlines()) > 40


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["rates", "USX"], "there is no exchange rate for 'USX'"),
        (["rates", "--rates-file", "nowhere.json"], "nowhere.json"),
        (["rates", "--as-of", "1990-01-01"], "1990-01-01"),
        (["rates", "--rate", "GBP/USD=-1"], "GBP/USD"),
    ],
)
def test_a_rate_that_is_not_there_is_a_clear_no(arguments: list[str], said: str) -> None:
    done = run(*arguments, COUNTEROFFER_RATES_URL="http://127.0.0.1:9/")
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_rates_file_comes_before_the_snapshot_and_an_option_before_the_file(
    tmp_path: Path,
) -> None:
    (tmp_path / "rates.json").write_text('{"GBP/USD": "1.5", "USD/EUR": "0.5"}')
    given = ("rates", "USD", "--to", "GBP", "--rates-file", str(tmp_path / "rates.json"))
    assert "1 GBP =  1.5  USD" in run(*given).stdout
    assert "1 GBP =  1.25  USD" in run(*given, "--rate", "GBP/USD=1.25").stdout


def test_live_rates_are_used_and_named_in_the_answer(tmp_path: Path) -> None:
    server = HTTPServer(("127.0.0.1", 0), _Server)
    Thread(target=server.serve_forever, daemon=True).start()
    where = {
        "COUNTEROFFER_RATES_URL": f"http://127.0.0.1:{server.server_port}/",
        "XDG_CACHE_HOME": str(tmp_path),
    }
    ask = run("ask", HUGGING_FACE, "--region", "paris", "--live", "--json", **where)
    server.shutdown()
    server.server_close()
    (rate,) = json.loads(ask.stdout)["rates"]
    assert (rate["from"], rate["to"], rate["rate"], rate["date"]) == (
        "USD",
        "EUR",
        "0.5",
        "2026-11-20",
    )
    assert "127.0.0.1" in rate["source"]


def test_where_live_rates_fail_the_answer_says_so_and_uses_the_snapshot(tmp_path: Path) -> None:
    where = {"COUNTEROFFER_RATES_URL": "http://127.0.0.1:9/", "XDG_CACHE_HOME": str(tmp_path)}
    ask = json.loads(
        run("ask", HUGGING_FACE, "--region", "paris", "--live", "--json", **where).stdout
    )
    assert any(
        one["code"] == "rates" and "embedded rates" in one["message"] for one in ask["warnings"]
    )
    assert ask["rates"][0]["date"] == "2026-10-30"


def test_regions_side_by_side_at_home() -> None:
    done = run("regions", HUGGING_FACE, "--home", "GBP", "--rate", "USD/EUR=0.9")
    assert (done.returncode, done.stderr) == (0, "")
    assert "€189,000 !" in done.stdout
    assert "plain exchange would ask for more than the band of Paris holds" in done.stdout
    rows = json.loads(run("regions", HUGGING_FACE, "--home", "GBP", "--json").stdout)
    assert [row["region"] for row in rows] == ["san-francisco", "new-york", "paris"]
    assert [row["how"] for row in rows] == ["stated", "carried", "carried"]
    assert all(row["home"]["currency"] == "GBP" for row in rows)
    assert rows[0]["rates"]


def test_home_adds_figures_and_their_rate() -> None:
    answer = json.loads(
        run("ask", HUGGING_FACE, "--home", "GBP", "--rate", "USD/GBP=0.76", "--json").stdout
    )
    assert answer["home"] == {
        "currency": "GBP",
        "ask": {"base": 159600, "equity": 167200, "signing": 19000, "annual": 209380},
        "floor": {"base": 148200, "annual": 197410},
    }
    assert {
        "from": "USD",
        "to": "GBP",
        "rate": "0.76",
        "date": "2026-11-20",
        "source": "given in the case",
    } in answer["rates"]


def test_a_locale_writes_tables_and_sentences() -> None:
    german = run("ask", HUGGING_FACE, "--locale", "de").stdout.replace("\xa0", " ")
    assert "210.000 $" in german
    assert "US$" not in german


def test_a_given_rate_far_from_the_snapshot_is_warned_of() -> None:
    far = run("ask", HUGGING_FACE, "--region", "paris", "--rate", "USD/EUR=8.6", "--json")
    codes = {one["code"]: one["message"] for one in json.loads(far.stdout)["warnings"]}
    assert "USD/EUR of 8.6 (given in the case) is far from" in codes["rate-far-from-snapshot"]
    near = run("ask", HUGGING_FACE, "--region", "paris", "--rate", "USD/EUR=0.9", "--json")
    assert "rate-far-from-snapshot" not in near.stdout
    assert "far off!" in run("rates", "USD", "--rate", "USD/EUR=8.6").stdout
