"""Rates of today or of a past day from a server, through forex-python.

forex-python sets no time limit, drops the date and checks nothing, so here it is given another
server and a bounded way to ask it, and returns the whole answer, which is checked: euro base, a
real date, positive numbers. Other bases are crossed by `rates`. One answer is kept per day in the
user's cache directory; where the server fails, older kept rates or the embedded snapshot stand in,
with a warning that says so and why. forex-python is imported only when rates are asked for.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date as Date
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from types import FunctionType, SimpleNamespace
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from counteroffer.files.atomic_write import write_text
from counteroffer.money.rate import Rate, stated_rate
from counteroffer.money.rate_notes import far_from_snapshot, times_off_snapshot
from counteroffer.money.rates import EURO, Rates
from counteroffer.money.rates_file import exact_date, exact_json
from counteroffer.text.errors import RateError

if TYPE_CHECKING:
    from counteroffer.money.bounded_http import Connections

TEN_TIMES = 10  # off the snapshot's rate: nothing of today is to be believed
_CUT = 0.5  # seconds for a thread to end once its line is cut

# The wire format of Frankfurter v1, which publishes the reference rates of the European Central
# Bank.
DEFAULT_URL = "https://api.frankfurter.dev/v1/"
URL_VARIABLE = "COUNTEROFFER_RATES_URL"
FIRST_DAY = Date(1999, 1, 4)  # of the ECB's reference rates
SLACK = timedelta(days=7)  # over weekends and holidays the rates of the last business day hold
ONE = (EURO, 1)  # some servers list the euro itself
LARGEST = 65536  # bytes of an answer; a good one has about a thousand


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """Seconds to connect, between two bytes, and for everything; there is one try."""

    connect: float = 2.0
    read: float = 3.0
    total: float = 5.0


@dataclass(frozen=True, slots=True)
class LiveAnswer:
    """The rates to use, where they come from, their date, and what must be said about that.

    `far` are those of the warnings that name a rate far from the snapshot's; an answer gives the
    ones about rates that it uses.
    """

    rates: Rates
    origin: Literal["live", "cache", "snapshot"]
    date: Date
    warnings: tuple[str, ...] = ()
    far: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Answer:
    date: Date
    stated: tuple[Rate, ...]
    fresh: bool = True


def live_rates(
    base_url: str | None = None,
    *,
    limits: FetchLimits = FetchLimits(),
    cache_dir: Path | None = None,
    as_of: Date | None = None,
    today: Date | None = None,
) -> LiveAnswer:
    """The newest rates, or those of a past day, from the server or kept from earlier.

    The newest stand above the snapshot's; those `as_of` a past day stand alone. The server is
    `base_url`, else `COUNTEROFFER_RATES_URL`, else Frankfurter. `today` is the day by the clock.
    Raises RateError for an unusable URL, and for a past day that can't be had.
    """
    today = today or Date.today()
    url = _checked_url(base_url or os.environ.get(URL_VARIABLE) or DEFAULT_URL)
    if as_of and not FIRST_DAY <= as_of <= today:
        raise RateError(
            f"there are no rates of {as_of}: they begin on {FIRST_DAY} and end today, {today}",
            code="rate.unavailable",
            path=("as_of",),
        )
    path = (cache_dir or _user_cache()) / f"rates-{as_of or 'latest'}.json"
    warnings: list[str] = []
    kept = _kept(path, url, as_of, today, warnings)
    if kept and kept.fresh:
        return _settled("cache", kept, as_of, today, warnings)
    try:
        text = _ask(url, as_of, limits)
        answer = check_answer(text, _host(url), as_of, today)
        if not as_of and answer.date < (newest := _newest(Rates.snapshot())):
            raise RateError(
                f"{_host(url)} has rates of {answer.date}, older than the embedded ones of"
                f" {newest}",
                code="rate.unavailable",
            )
    except RateError as error:
        return _fallback(f"no live rates: {error}", kept, as_of, today, warnings)
    try:
        write_text(path, json.dumps({"fetched": str(today), "url": _server(url), "answer": text}))
    except OSError as error:
        warnings.append(f"the live rates can't be kept in {path}: {error.strerror or error}")
    return _settled("live", answer, as_of, today, warnings)


def _settled(
    origin: Literal["live", "cache"],
    answer: _Answer,
    as_of: Date | None,
    today: Date,
    warnings: list[str],
) -> LiveAnswer:
    far = tuple(filter(None, map(far_from_snapshot, answer.stated)))
    if as_of:
        if answer.date != as_of:
            warnings.append(
                f"there are no rates of {as_of}; those of {answer.date} are used, the last ones"
                " before"
            )
        rates = Rates(answer.stated)
        return LiveAnswer(rates, origin, answer.date, (*warnings, *far), far)
    if answer.fresh and today - answer.date > SLACK:
        warnings.append(
            f"the newest live rates are of {answer.date}, {(today - answer.date).days} days old"
        )
    rates = Rates((*Rates.snapshot().stated, *answer.stated))
    return LiveAnswer(rates, origin, answer.date, (*warnings, *far), far)


def _fallback(
    why: str, kept: _Answer | None, as_of: Date | None, today: Date, warnings: list[str]
) -> LiveAnswer:
    snapshot = Rates.snapshot()
    if kept and (as_of or kept.date >= _newest(snapshot)):
        return _settled(
            "cache", kept, as_of, today, [*warnings, f"{why}; kept rates of {kept.date} are used"]
        )
    if as_of:
        raise RateError(
            f"there are no rates of {as_of}: {why}", code="rate.unavailable", path=("as_of",)
        )
    warnings.append(f"{why}; the embedded rates of {_newest(snapshot)} are used")
    return LiveAnswer(snapshot, "snapshot", _newest(snapshot), tuple(warnings))


def _newest(rates: Rates) -> Date:
    return max(rate.date for rate in rates.stated if rate.date)


def _checked_url(url: str) -> str:
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        good = good and not (parts.query or parts.fragment)
    except ValueError:
        good = False
    if not good:
        raise RateError(
            f"{url!r} can't be asked for rates; write a URL such as {DEFAULT_URL}",
            code="option.unusable",
            path=("url",),
        )
    return url if url.endswith("/") else f"{url}/"


def _host(url: str) -> str:
    """Host and port, without any user or password."""
    return urlsplit(url).netloc.rpartition("@")[2]


def _server(url: str) -> str:
    """The server that kept rates belong to: the URL without any user or password."""
    return urlsplit(url)._replace(netloc=_host(url)).geturl()


def check_answer(text: str, host: str, as_of: Date | None, today: Date) -> _Answer:
    """The rates in a server's answer, after everything in it was checked.

    Raises RateError that says what is wrong.
    """
    try:
        data = exact_json(text)
        if not isinstance(data, dict) or not isinstance(data.get("rates"), dict):
            raise RateError("without rates", code="entry.missing", path=("rates",))
        if data.get("base") != EURO or data.get("amount", 1) != 1:
            raise RateError("that is not for one EUR", code="rate.unavailable", path=("base",))
        date = exact_date(data.get("date"))
        if date > today or (as_of and not as_of - SLACK <= date <= as_of):
            raise RateError(
                f"dated {date}, asked for {as_of or 'the newest'} on {today}",
                code="date.unreadable",
                path=("date",),
            )
        source = f"live from {host}"
        if not (entries := [item for item in data["rates"].items() if item != ONE]):
            raise RateError("without rates", code="entry.missing", path=("rates",))
        stated = tuple(_wire_rate(code, value, date, source) for code, value in entries)
        if not as_of and (far := [one for one in stated if times_off_snapshot(one) > TEN_TIMES]):
            raise RateError(f"{far_from_snapshot(far[0])}, more than {TEN_TIMES} times off")
        return _Answer(date, stated)
    except RateError as error:
        raise RateError(
            f"{host} gave an answer that can't be used: {error}", code="rate.unavailable"
        ) from error


def _wire_rate(code: str, value: object, date: Date, source: str) -> Rate:
    if not isinstance(value, (int, Decimal)) or isinstance(value, bool):
        raise RateError(f"the rate of {code[:40]} is {str(value)[:40]!r}, not a number")
    return stated_rate(f"{EURO}/{code}", value, date, source)


def _ask(url: str, as_of: Date | None, limits: FetchLimits) -> str:
    """The text that the server answers within the limits.

    Raises RateError. Looking up a name, and headers that come byte by byte, obey no time limit of
    requests, so all of it runs in a thread of its own. When the time is over its connections are
    closed and it ends; only a thread that still looks up the name lasts until the system gives up.
    """
    try:
        from forex_python import converter

        from counteroffer.money import bounded_http
    except ImportError as error:
        raise RateError(
            f"forex-python can't be imported ({error}); pip install forex-python",
            code="package.missing",
        ) from error
    outcome: list[str | Exception] = []
    line = bounded_http.Connections()

    def work() -> None:
        try:
            outcome.append(_forex(converter, url, limits, line).get_rates(EURO, as_of))
        except Exception as error:
            outcome.append(error)
        finally:
            line.close()

    thread = threading.Thread(target=work, name="live rates", daemon=True)
    thread.start()
    thread.join(limits.total)
    if thread.is_alive():
        line.cut()
        thread.join(_CUT)
        outcome.clear()
    if not outcome:
        raise RateError(
            f"{_host(url)} gave no answer within {limits.total:g} seconds", code="rate.unavailable"
        )
    if isinstance(outcome[0], str):
        return outcome[0]
    raise RateError(f"{_host(url)} {_reason(outcome[0])}", code="rate.unavailable") from outcome[0]


def _forex(converter: Any, url: str, limits: FetchLimits, line: Connections) -> Any:
    """A client of forex-python for another server, with bounded requests and the whole answer."""
    original = converter.CurrencyRates.get_rates
    namespace = {**vars(converter), "requests": SimpleNamespace(get=_bounded_get(limits, line))}

    class Client(converter.CurrencyRates):  # type: ignore[misc]
        get_rates = FunctionType(original.__code__, namespace, "get_rates", original.__defaults__)

        def _source_url(self) -> str:
            return url

        def _decode_rates(
            self, response: Any, use_decimal: bool = False, date_str: str | None = None
        ) -> str:
            return str(response.text)

    return Client()


def _bounded_get(limits: FetchLimits, line: Connections) -> Callable[..., SimpleNamespace]:
    """A `requests.get` with time limits and an answer of limited size, from one host."""
    from counteroffer.money import bounded_http

    end = time.monotonic() + limits.total

    def get(url: str, params: dict[str, str]) -> SimpleNamespace:
        timeout = (limits.connect, limits.read)
        text = bounded_http.get(url, params, line=line, timeout=timeout, end=end, largest=LARGEST)
        return SimpleNamespace(status_code=200, text=text)

    return get


def _reason(error: Exception) -> str:
    """What happened, in words: requests' own messages show objects and addresses in memory."""
    if isinstance(error, RateError):
        return str(error)
    if isinstance(error, UnicodeDecodeError):
        return "answered something that is not text"
    name = type(error).__name__
    return (
        "did not answer in time"
        if "Timeout" in name
        else f"can't be reached, or broke off ({name})"
    )


def _user_cache() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("counteroffer", appauthor=False)


def _kept(
    path: Path, url: str, as_of: Date | None, today: Date, warnings: list[str]
) -> _Answer | None:
    """The answer kept from this server, if any.

    It is fresh if it was asked for today, or after the day that it is of.
    """
    try:
        entry = exact_json(path.read_text("utf-8"))
        if not isinstance(entry, dict) or not isinstance(entry.get("answer"), str):
            raise RateError("it holds something else")
        if entry.get("url") != _server(url):
            return None
        fetched = exact_date(entry.get("fetched"))
        answer = check_answer(entry["answer"], _host(url), as_of, today)
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError, RateError) as error:
        warnings.append(f"the rates kept in {path} are ignored: {error}")
        return None
    return _Answer(
        answer.date, answer.stated, fetched == today or bool(as_of and as_of < fetched <= today)
    )
