"""One GET of a server that may be slow, endless or evasive: bounded in time, size and host.

requests can limit the time between two bytes but not the time for everything: a server that sends
its headers byte by byte holds it for as long as it likes. So whoever waits can close the
connections from another thread.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from contextlib import suppress
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from counteroffer.text.errors import RateError

_MOST_REDIRECTS = 3
_DEFAULT_PORTS = {"http": 80, "https": 443}


class Connections:
    """The connections of one request, which another thread can close."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sockets: list[socket.socket] = []
        self._is_cut = False

    def opened(self, connection: socket.socket) -> None:
        """Keep a duplicate of a connection's socket: wrapping it for TLS takes the first away."""
        with self._lock:
            self._sockets.append(socket.socket(fileno=os.dup(connection.fileno())))
        if self._is_cut:
            self.cut()

    def cut(self) -> None:
        """End every connection, now and later: whoever reads from one finds its end."""
        with self._lock:
            self._is_cut = True
            for one in self._sockets:
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Close the duplicates that were kept."""
        with self._lock:
            for one in self._sockets:
                one.close()
            self._sockets.clear()


def get(
    url: str,
    params: dict[str, str] | None,
    *,
    line: Connections,
    timeout: tuple[float, float],
    end: float,
    largest: int,
) -> str:
    """The text of a server's answer; redirects are followed only on the same host.

    `timeout` is the seconds to connect and between two bytes, `end` the latest time on the
    monotonic clock, `largest` the size in bytes. Raises RateError, worded to follow the server's
    name, and what requests raises.
    """
    with _session(line) as session:
        for _ in range(_MOST_REDIRECTS + 1):
            with session.get(
                url, params=params, timeout=timeout, stream=True, allow_redirects=False
            ) as response:
                if not response.is_redirect:
                    return _content(response, end, largest).decode("utf-8")
                url, params = _followed(response), None
    raise RateError(f"redirects more than {_MOST_REDIRECTS} times", code="rate.unavailable")


def _content(response: requests.Response, end: float, largest: int) -> bytes:
    if response.status_code != 200:
        raise RateError(f"answered {response.status_code}", code="rate.unavailable")
    content = bytearray()
    for byte in response.iter_content(1):  # a larger piece would wait for slow drips to fill it
        content += byte
        if len(content) > largest or time.monotonic() > end:
            raise RateError(
                "answered too much" if len(content) > largest else "answered too slowly",
                code="rate.unavailable",
            )
    return bytes(content)


def _followed(response: requests.Response) -> str:
    """Where a redirect leads: never to another host, nor from https to http.

    The rates of another server would be told as this one's.
    """
    target = urljoin(response.url, response.headers["location"])
    here, there = urlsplit(response.url), urlsplit(target)
    ports = [one.port or _DEFAULT_PORTS.get(one.scheme) for one in (here, there)]
    upgrade = (here.scheme, there.scheme, *ports) == ("http", "https", 80, 443)
    same = here.scheme == there.scheme and ports[0] == ports[1]
    if here.hostname != there.hostname or not (same or upgrade):
        raise RateError(
            f"redirects to another server, {there.netloc[:60]!r}, which is not asked",
            code="rate.unavailable",
        )
    return target


def _session(line: Connections) -> requests.Session:
    """A session whose connections `line` can close."""

    class PlainConnection(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            made = super()._new_conn()
            line.opened(made)
            return made

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            made = super()._new_conn()
            line.opened(made)
            return made

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = PlainConnection

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    class Adapter(HTTPAdapter):
        def init_poolmanager(self, *given: Any, **named: Any) -> None:
            super().init_poolmanager(*given, **named)
            self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}

        def proxy_manager_for(self, *given: Any, **named: Any) -> Any:
            manager = super().proxy_manager_for(*given, **named)
            manager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}
            return manager

    session = requests.Session()
    for scheme in ("http://", "https://"):
        session.mount(scheme, Adapter())
    return session
