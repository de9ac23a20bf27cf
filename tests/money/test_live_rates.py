"""Live rates against a real server on this machine: good, broken, hostile, slow, silent; and the
rates kept from it."""

from __future__ import annotations

import json
import re
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from counteroffer.money.live_rates import (
    LARGEST,
    FetchLimits,
    LiveAnswer,
    live_rates,
)
from counteroffer.money.rates import Rates
from counteroffer.text.errors import RateError
from tests.support.processes import python

NEWEST = max(rate.date for rate in Rates.snapshot().stated if rate.date)
TODAY = NEWEST + timedelta(days=20)
YESTERDAY = TODAY - timedelta(days=1)
PAST = date(2026, 3, 31)
QUICK = FetchLimits(connect=0.5, read=0.2, total=0.6)
NUMBERS = '"USD": 1.2, "GBP": 0.8, "JPY": 175.68, "EUR": 1.0'


def answer(day: date = YESTERDAY, numbers: str = NUMBERS) -> str:
    return f'{{"amount": 1.0, "base": "EUR", "date": "{day}", "rates": {{{numbers}}}}}'


@dataclass
class Server:
    """What it answers to which path (status, body), or how it fails to; what it was asked."""

    url: str = ""
    bodies: dict[str, tuple[int, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)


class Handler(BaseHTTPRequestHandler):
    state: Server

    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        self.state.asked.append(self.path)
        _, kind, rest = self.path.split("/", 2)
        if kind == "silent":
            self.state.closing.wait(10)
        elif kind in ("drip-body", "drip-headers"):
            self.drip(kind)
        elif kind == "redirect":
            self.send_response(302)
            self.send_header("Location", f"/good/{rest}")
            self.end_headers()
        elif kind == "redirect-away":
            port = self.state.url.rpartition(":")[2].rstrip("/")
            self.send_response(302)
            self.send_header("Location", f"http://localhost:{port}/good/{rest}")
            self.end_headers()
        elif kind == "redirect-in-a-circle":
            self.send_response(302)
            self.send_header("Location", self.path)
            self.end_headers()
        elif kind == "cut":
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b'{"amount"')
        else:
            status, body = self.state.bodies[kind]
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body.encode("utf-8", "surrogateescape"))

    def drip(self, kind: str) -> None:
        text = (
            "HTTP/1.0 200 OK\r\n" + "X: "
            if kind == "drip-headers"
            else "HTTP/1.0 200 OK\r\n\r\n" + answer()
        )
        with suppress(OSError):
            self.wfile.write(text[:19].encode())
            for byte in text[19:] + "x" * 1000:
                if self.state.closing.wait(0.02):
                    return
                self.wfile.write(byte.encode())


class QuietServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        pass


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    state = Server()
    server = QuietServer(("127.0.0.1", 0), type("Bound", (Handler,), {"state": state}))
    state.url = f"http://127.0.0.1:{server.server_address[1]}/"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield state
    state.closing.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def server(running: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.delenv("COUNTEROFFER_RATES_URL", raising=False)
    running.asked.clear()
    running.bodies = {"good": (200, answer())}
    return running


def ask(
    server: Server,
    kept: Path,
    kind: str = "good",
    *,
    as_of: date | None = None,
    today: date = TODAY,
) -> LiveAnswer:
    return live_rates(f"{server.url}{kind}/", cache_dir=kept, as_of=as_of, today=today)


def test_a_good_answer(server: Server, tmp_path: Path) -> None:
    live = ask(server, tmp_path)
    assert (live.origin, live.date, live.warnings) == ("live", YESTERDAY, ())
    assert server.asked == ["/good/latest?base=EUR&rtype=fpy"]
    dollar = live.rates.rate("EUR", "USD")
    assert (dollar.value, dollar.date) == (Fraction("1.2"), YESTERDAY), (
        "the decimal, not the nearest binary float"
    )
    assert dollar.source == f"live from {server.url[7:-1]}"
    assert live.rates.rate("GBP", "USD").value == Fraction("1.5")
    assert live.rates.rate("GBP", "USD").date == YESTERDAY


def test_what_the_server_lacks_comes_from_the_snapshot(server: Server, tmp_path: Path) -> None:
    rates, snapshot = ask(server, tmp_path).rates, Rates.snapshot()
    assert rates.currencies == snapshot.currencies
    assert rates.rate("EUR", "CHF") == snapshot.rate("EUR", "CHF")
    assert rates.rate("USD", "AED") == snapshot.rate("USD", "AED")
    assert rates.rate("EUR", "AED").value == Fraction("1.2") * snapshot.rate("USD", "AED").value


def test_the_second_question_of_a_day_is_answered_from_the_cache(
    server: Server, tmp_path: Path
) -> None:
    first, second = ask(server, tmp_path), ask(server, tmp_path)
    assert (second.origin, second.rates, second.date, second.warnings) == (
        "cache",
        first.rates,
        YESTERDAY,
        (),
    )
    assert len(server.asked) == 1
    assert ask(server, tmp_path, today=TODAY + timedelta(days=1)).origin == "live"
    assert len(server.asked) == 2


def test_rates_kept_from_one_server_are_not_those_of_another(
    server: Server, tmp_path: Path
) -> None:
    server.bodies["other"] = (200, answer(numbers='"USD": 1.3'))
    ask(server, tmp_path)
    assert ask(server, tmp_path, "other").rates.rate("EUR", "USD").text == "1.3"


def test_the_url_may_come_from_the_environment(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COUNTEROFFER_RATES_URL", f"{server.url}good")
    assert live_rates(cache_dir=tmp_path, today=TODAY).origin == "live"


def test_a_password_in_the_url_is_neither_kept_nor_shown(server: Server, tmp_path: Path) -> None:
    url = server.url.replace("//", "//me:secret@")
    assert live_rates(f"{url}good/", cache_dir=tmp_path, today=TODAY).origin == "live"
    assert "secret" not in (tmp_path / "rates-latest.json").read_text()
    server.bodies["bad"] = (502, "")
    assert "secret" not in str(live_rates(f"{url}bad/", cache_dir=tmp_path, today=TODAY).warnings)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("redirect-away", "redirects to another server, 'localhost:"),
        ("redirect-in-a-circle", "redirects more than 3 times"),
    ],
)
def test_a_redirect_off_the_server_is_refused(
    server: Server, tmp_path: Path, kind: str, said: str
) -> None:
    live = ask(server, tmp_path, kind)
    assert live.origin == "snapshot"
    assert said in live.warnings[0]
    assert not [path for path in server.asked if path.startswith("/good")]


def test_a_rate_far_from_the_snapshot_is_told_and_one_past_ten_times_refused(
    server: Server, tmp_path: Path
) -> None:
    server.bodies["far"] = (200, answer(numbers='"USD": 1.2, "GBP": 8.3'))
    far = ask(server, tmp_path, "far")
    assert (far.origin, far.far) == ("live", far.warnings)
    assert "the rate EUR/GBP of 8.3" in far.far[0]
    server.bodies["tens"] = (200, answer(numbers='"USD": 1e8, "GBP": 0.8'))
    tens = ask(server, tmp_path, "tens")
    assert (tens.origin, tens.far) == ("snapshot", ())
    assert "EUR/USD of 100000000" in tens.warnings[0]
    assert "more than 10 times off" in tens.warnings[0]


@pytest.mark.parametrize("kind", ["drip-headers", "drip-body", "silent"])
def test_no_thread_outlives_the_asking(server: Server, tmp_path: Path, kind: str) -> None:
    limits = FetchLimits(connect=0.5, read=5, total=0.3)
    live_rates(f"{server.url}{kind}/", limits=limits, cache_dir=tmp_path, today=TODAY)
    assert "live rates" not in {thread.name for thread in threading.enumerate()}


def test_a_redirect_is_followed(server: Server, tmp_path: Path) -> None:
    assert ask(server, tmp_path, "redirect").origin == "live"


BAD = {
    "502": (502, answer(), "answered 502"),
    "404": (404, '{"message": "not found"}', "answered 404"),
    "html": (200, "<!doctype html><title>Sign in</title>", "not JSON"),
    "empty": (200, "", "not JSON"),
    "not text": (200, "\udcff\udcfe", "not text"),
    "success false": (200, '{"success": false, "error": {"code": 101}}', "without rates"),
    "list": (200, "[1.1, 1.2]", "without rates"),
    "null": (200, "null", "without rates"),
    "deep": (200, "[" * 60_000, "not JSON"),
    "too much": (200, answer() + " " * LARGEST, "too much"),
    "no rates": (200, answer(numbers=""), "without rates"),
    "rates are a list": (
        200,
        '{"base": "EUR", "date": "2026-11-19", "rates": [1.1]}',
        "without rates",
    ),
    "strings": (200, answer(numbers='"USD": "1.1"'), "USD is '1.1', not a number"),
    "booleans": (200, answer(numbers='"USD": true'), "USD is 'True', not a number"),
    "null rate": (200, answer(numbers='"USD": null'), "USD is 'None', not a number"),
    "negative": (
        200,
        answer(numbers='"USD": 1.1, "GBP": -0.8'),
        "EUR/GBP must be a positive number",
    ),
    "zero": (200, answer(numbers='"USD": 0'), "EUR/USD must be above zero"),
    "NaN": (200, answer(numbers='"USD": NaN'), "NaN is not a number"),
    "infinite": (200, answer(numbers='"USD": Infinity'), "Infinity is not a number"),
    "absurd": (200, answer(numbers='"USD": 1e400'), "can't be right"),
    "beyond": (200, answer(numbers='"USD": 1e9999999999999999999'), "can't be used"),
    "twice": (200, answer(numbers='"USD": 1.1, "USD": 1.2'), "twice"),
    "no code": (200, answer(numbers='"dollars": 1.1'), "two codes"),
    "wrong base": (200, answer().replace('"EUR", "date"', '"USD", "date"'), "not for one EUR"),
    "no base": (200, answer().replace('"base"', '"basis"'), "not for one EUR"),
    "hundred": (200, answer().replace("1.0", "100", 1), "not for one EUR"),
    "no date": (200, answer().replace('"date"', '"day"'), "'None' is not a date"),
    "odd date": (200, answer().replace(str(YESTERDAY), "2026-02-30"), "not a date"),
    "future": (200, answer(TODAY + timedelta(days=1)), "asked for the newest on"),
    "old": (200, answer(NEWEST - timedelta(days=1)), "older than the embedded ones"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_answer_is_told_and_the_snapshot_stands_in(
    server: Server, tmp_path: Path, kind: str
) -> None:
    status, body, reason = BAD[kind]
    server.bodies["bad"] = (status, body)
    live = ask(server, tmp_path, "bad")
    (warning,) = live.warnings
    assert reason in warning
    assert warning.startswith("no live rates: 127.0.0.1:")
    assert warning.endswith(f"; the embedded rates of {NEWEST} are used")
    assert (live.origin, live.date, live.rates) == ("snapshot", NEWEST, Rates.snapshot())
    assert not list(tmp_path.iterdir()), "a bad answer is not kept"
    assert len(server.asked) == 1, "there is one try"


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("silent", "did not answer in time"),
        ("drip-headers", "no answer within 0.6 seconds"),
        ("drip-body", "too slowly|within 0.6 seconds"),
        ("cut", "broke off"),
    ],
)
def test_the_time_is_limited(server: Server, tmp_path: Path, kind: str, reason: str) -> None:
    ask(server, tmp_path)  # importing takes time of its own
    begin = time.monotonic()
    live = live_rates(f"{server.url}{kind}/", limits=QUICK, cache_dir=tmp_path, today=TODAY)
    assert time.monotonic() - begin < 3
    assert live.origin == "snapshot"
    assert re.search(reason, live.warnings[0])


def test_nobody_is_there(server: Server, tmp_path: Path) -> None:
    closed = QuietServer(("127.0.0.1", 0), Handler)
    port = closed.server_address[1]
    closed.server_close()
    live = live_rates(f"http://127.0.0.1:{port}", limits=QUICK, cache_dir=tmp_path, today=TODAY)
    assert live.warnings == (
        f"no live rates: 127.0.0.1:{port} can't be reached, or broke off (ConnectionError); "
        f"the embedded rates of {NEWEST} are used",
    )


def test_stale_kept_rates_stand_in_before_the_snapshot(server: Server, tmp_path: Path) -> None:
    kept = ask(server, tmp_path)
    server.bodies["good"] = (503, "")
    later = ask(server, tmp_path, today=TODAY + timedelta(days=40))
    assert (later.origin, later.rates, later.date) == ("cache", kept.rates, YESTERDAY)
    (warning,) = later.warnings
    assert warning.endswith(f"answered 503; kept rates of {YESTERDAY} are used")


def test_kept_rates_older_than_the_snapshot_do_not_stand_in(server: Server, tmp_path: Path) -> None:
    old = NEWEST - timedelta(days=1)
    entry = {"fetched": str(old), "url": f"{server.url}good/", "answer": answer(old)}
    (tmp_path / "rates-latest.json").write_text(json.dumps(entry))
    server.bodies["good"] = (503, "")
    assert ask(server, tmp_path).origin == "snapshot"


def test_an_answer_of_another_week_is_told(server: Server, tmp_path: Path) -> None:
    server.bodies["good"] = (200, answer(TODAY - timedelta(days=8)))
    for origin in ("live", "cache"):
        live = ask(server, tmp_path)
        assert (live.origin, live.date) == (origin, TODAY - timedelta(days=8))
        assert live.warnings == (f"the newest live rates are of {live.date}, 8 days old",)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"answer": 1}',
        "\udcff",
        '{"fetched": "soon", "url": "URL", "answer": "{}"}',
        "TORN",
    ],
)
def test_a_corrupt_cache_is_ignored_and_told(server: Server, tmp_path: Path, content: str) -> None:
    file = tmp_path / "rates-latest.json"
    ask(server, tmp_path)
    whole = file.read_text()
    torn = (
        whole[: len(whole) // 2]
        if content == "TORN"
        else content.replace("URL", f"{server.url}good/")
    )
    file.write_text(torn, "utf-8", "surrogateescape")
    live = ask(server, tmp_path)
    assert live.origin == "live"
    (warning,) = live.warnings
    assert warning.startswith(f"the rates kept in {file} are ignored: ")
    assert file.read_text() == whole
    assert ask(server, tmp_path).origin == "cache"


def test_a_kept_answer_is_checked_like_a_live_one(server: Server, tmp_path: Path) -> None:
    entry = {
        "fetched": str(TODAY),
        "url": f"{server.url}good/",
        "answer": answer(numbers='"USD": -1'),
    }
    (tmp_path / "rates-latest.json").write_text(json.dumps(entry))
    live = ask(server, tmp_path)
    assert live.origin == "live"
    assert "positive number" in live.warnings[0]


def test_rates_that_cannot_be_kept_are_still_used(server: Server, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    live = ask(server, tmp_path / "file" / "cache")
    assert live.origin == "live"
    assert any("can't be kept" in warning for warning in live.warnings)


def test_a_past_day(server: Server, tmp_path: Path) -> None:
    server.bodies["good"] = (200, answer(PAST))
    live = ask(server, tmp_path, as_of=PAST)
    assert server.asked == [f"/good/{PAST}?base=EUR&rtype=fpy"]
    assert (live.origin, live.date, live.warnings) == ("live", PAST, ())
    assert live.rates.rate("GBP", "USD").value == Fraction("1.5")
    assert live.rates.currencies == {"EUR", "USD", "GBP", "JPY"}, (
        "today's snapshot says nothing of that day"
    )
    again = ask(server, tmp_path, as_of=PAST, today=TODAY + timedelta(days=400))
    assert (again.origin, again.rates, len(server.asked)) == ("cache", live.rates, 1)


def test_a_past_day_without_business_has_the_rates_before(server: Server, tmp_path: Path) -> None:
    server.bodies["good"] = (200, answer(PAST - timedelta(days=7)))
    live = ask(server, tmp_path, as_of=PAST)
    assert live.date == date(2026, 3, 24)
    assert live.warnings == (
        "there are no rates of 2026-03-31; those of 2026-03-24 are used, the last ones before",
    )


@pytest.mark.parametrize("day", [PAST - timedelta(days=8), PAST + timedelta(days=1), YESTERDAY])
def test_a_past_day_answered_with_another(server: Server, tmp_path: Path, day: date) -> None:
    server.bodies["good"] = (200, answer(day))
    with pytest.raises(RateError, match=f"no rates of {PAST}: .* dated {day}, asked for {PAST}"):
        ask(server, tmp_path, as_of=PAST)


def test_a_past_day_that_cannot_be_had(server: Server, tmp_path: Path) -> None:
    server.bodies["good"] = (404, "")
    with pytest.raises(RateError, match=f"no rates of {PAST}: .* answered 404"):
        ask(server, tmp_path, as_of=PAST)
    for day in (date(1998, 12, 31), TODAY + timedelta(days=1)):
        with pytest.raises(
            RateError, match=f"no rates of {day}: they begin on 1999-01-04 and end today"
        ):
            ask(server, tmp_path, as_of=day)
    assert len(server.asked) == 1


def test_today_as_the_day_is_asked_again_tomorrow(server: Server, tmp_path: Path) -> None:
    assert ask(server, tmp_path, as_of=TODAY).date == YESTERDAY
    server.bodies["good"] = (503, "")
    assert ask(server, tmp_path, as_of=TODAY).origin == "cache"
    server.bodies["good"] = (200, answer(TODAY))
    kept = tmp_path / f"rates-{TODAY}.json"
    assert ask(server, tmp_path, as_of=TODAY, today=TODAY + timedelta(days=1)).date == TODAY
    assert str(TODAY + timedelta(days=1)) in kept.read_text()


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/",
        "example.org",
        "http://",
        "http://[",
        "http://a:99999/",
        "http://a/?key=1",
        "file:///x",
    ],
)
def test_a_url_that_cannot_be_asked(tmp_path: Path, url: str) -> None:
    with pytest.raises(RateError, match="write a URL such as https://"):
        live_rates(url, cache_dir=tmp_path)


def test_without_forex_python_the_snapshot_stands_in(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "forex_python", None)
    live = ask(server, tmp_path)
    assert live.origin == "snapshot"
    assert "pip install forex-python" in live.warnings[0]


def test_the_cache_lies_in_the_users_cache_directory(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import platformdirs

    monkeypatch.setattr(platformdirs, "user_cache_path", lambda name, appauthor: tmp_path / name)
    assert live_rates(f"{server.url}good/", today=TODAY).origin == "live"
    assert (tmp_path / "counteroffer" / "rates-latest.json").is_file()


def test_nothing_of_the_network_is_imported_until_it_is_asked() -> None:
    code = (
        "import sys, counteroffer.money.rates, counteroffer.money.live_rates; "
        "print(*sys.modules, sep='\\n')"
    )
    loaded = python(code).communicate()[0].split()
    assert "counteroffer.money.live_rates" in loaded
    assert not {"forex_python", "requests", "urllib3", "platformdirs"} & set(loaded)


RACE = """
import sys, pathlib, datetime
from counteroffer.money.live_rates import live_rates
url, place, today, number = sys.argv[1:]
kept = pathlib.Path(place)
for turn in range(int(number)):
    day = datetime.date.fromisoformat(today) + datetime.timedelta(days=turn % 2)
    live = live_rates(url, cache_dir=kept, today=day)
    assert live.rates.rate("EUR", "USD").text == "1.2", live
    assert not live.warnings, live
print("good")
"""


@pytest.mark.slow
def test_two_processes_race_on_the_cache(server: Server, tmp_path: Path) -> None:
    racers = [python(RACE, f"{server.url}good/", str(tmp_path), str(TODAY), "60") for _ in range(2)]
    seen = set()
    while any(racer.poll() is None for racer in racers):
        with suppress(FileNotFoundError):
            seen.add((tmp_path / "rates-latest.json").read_text())
    assert [racer.communicate(timeout=30)[0].strip() for racer in racers] == ["good", "good"]
    assert {json.loads(text)["answer"] for text in seen} == {answer()}
    assert [file.name for file in tmp_path.iterdir()] == ["rates-latest.json"]
