"""The service under load, beside a route that does nothing and the library in this process.

python -m tests.benchmarks.service # some minutes
python -m tests.benchmarks.service --requests 2000 # a first look

One worker, 16 connections that are kept open. Blocks of requests for each take turns, so that
whatever slows the machine slows all; a rate is requests for each second of CPU time that the
service's process took. The bodies are the six examples in turn. At the end the memory of the
process is compared with what it was after the first block.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from statistics import median, quantiles

from counteroffer import Calculator, Case
from tests.support.command import environment
from tests.support.samples import SAMPLES

CONNECTIONS = 16
BODIES = [json.dumps(facts, default=str).encode() for facts in SAMPLES.values()]
ROUTES = {"no-op": ("GET", "/livez"), "counteroffers": ("POST", "/v1/counteroffers")}


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.service", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--requests", type=int, default=50_000, help="in all (50,000)")
    parser.add_argument("--blocks", type=int, default=10, help="turns of each (10)")
    given = parser.parse_args()
    each = given.requests // (given.blocks * len(ROUTES))
    rates: dict[str, list[float]] = {name: [] for name in (*ROUTES, "in process")}
    times: dict[str, list[float]] = {name: [] for name in ROUTES}
    memory: list[int] = []
    with serving() as (port, process):
        for _ in range(given.blocks):
            for name, (method, path) in ROUTES.items():
                before = cpu_seconds(process)
                times[name] += load(port, method, path, each)
                rates[name].append(each / (cpu_seconds(process) - before))
            rates["in process"].append(in_process(each // 4))
            memory.append(resident(process))
    for name, found in rates.items():
        line = f"{name:14} {median(found):9,.0f} a CPU second"
        if name in times:
            cuts = quantiles(times[name], n=100)
            line += f"   p50 {cuts[49] * 1e3:6.1f} ms   p99 {cuts[98] * 1e3:6.1f} ms"
        print(line)
    pairs = zip(rates["counteroffers"], rates["in process"], strict=True)
    share = median(served / alone for served, alone in pairs)
    print(f"counteroffers at {share:.2f} of the library's own rate in process (aim 0.7)")
    first, last = memory[0] / 1e6, memory[-1] / 1e6
    print(f"memory {first:.0f} MB after the first block, {last:.0f} MB at the end")


@contextmanager
def serving() -> Iterator[tuple[int, int]]:
    """The service in a process of its own: its port and its process id."""
    command = [sys.executable, "-m", "counteroffer", "serve", "--port", "8799"]
    with subprocess.Popen(
        [*command, "--audit", os.devnull], env=environment(), stderr=subprocess.DEVNULL
    ) as started:
        try:
            for _ in range(400):
                try:
                    load(8799, "GET", "/livez", 1)
                    break
                except OSError:
                    time.sleep(0.05)
            yield 8799, started.pid
        finally:
            started.terminate()


def load(port: int, method: str, path: str, requests: int) -> list[float]:
    """The seconds that each of so many requests took, over as many connections at a time."""
    taken: list[float] = []

    def ask(share: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.connect()
        for body in islice(cycle(BODIES), share):
            begun = time.perf_counter()
            sent = body if method == "POST" else None
            connection.request(method, path, sent, {"Content-Type": "application/json"})
            got = connection.getresponse()
            got.read()
            assert got.status == 200, got.status
            taken.append(time.perf_counter() - begun)
        connection.close()

    if requests == 1:
        ask(1)
        return taken
    threads = [
        threading.Thread(target=ask, args=(max(1, requests // CONNECTIONS),))
        for _ in range(CONNECTIONS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken


def in_process(calls: int) -> float:
    """Answers as JSON text a CPU second, from the same bodies, by the library alone."""
    calculator = Calculator(engine="plain")
    begun = time.process_time()
    for body in islice(cycle(BODIES), calls):
        case = Case.of(json.loads(body))
        calculator.render(calculator.counter(case), "json").encode()
    return calls / (time.process_time() - begun)


def cpu_seconds(process: int) -> float:
    """User and system time of a process of Linux."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(process: int) -> int:
    """Bytes of memory that a process of Linux holds."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    main()
