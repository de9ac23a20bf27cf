"""The service on a port of this machine, and a client that speaks HTTP to it."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import uvicorn
from fastapi import FastAPI

from counteroffer.service.app import application
from counteroffer.service.settings import ServiceSettings


@dataclass(frozen=True)
class Received:
    """A response: its status, its headers by their names in lower case, and its bytes."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def values(self) -> Any:
        return json.loads(self.body)

    @property
    def kind(self) -> str:
        """The kind of problem that it is."""
        assert self.headers["content-type"] == "application/problem+json"
        assert self.values["status"] == self.status
        return str(self.values["type"].rpartition(":")[2])


@dataclass(frozen=True)
class Client:
    """Sends one request a connection to a service."""

    port: int

    def get(self, path: str, **headers: str) -> Received:
        return self.send("GET", path, headers=headers)

    def post(self, path: str, value: Any, **headers: str) -> Received:
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        return self.send("POST", path, body, {"Content-Type": "application/json", **headers})

    def send(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] = {}
    ) -> Received:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, named)
            got = connection.getresponse()
            data = got.read()
            return Received(got.status, {k.lower(): v for k, v in got.getheaders()}, data)
        finally:
            connection.close()


@contextmanager
def serving(settings: ServiceSettings | None = None) -> Iterator[Client]:
    """A service with these settings while the block runs."""
    with serving_app(application(settings or ServiceSettings())) as client:
        yield client


@contextmanager
def serving_app(app: FastAPI) -> Iterator[Client]:
    """An application on a free port while the block runs."""
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the service did not start"
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield Client(port)
    finally:
        server.should_exit = True
        thread.join(10)
