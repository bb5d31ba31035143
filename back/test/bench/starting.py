"""`start`: how long the whole service takes from its start to its first answer, how much memory it has, and how its loop keeps up."""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from by_hand import LIST, SMALL
from cli.demo_scan import sarif_of
from filling import Filled, fill
from http_client import Connection, connected
from importing import import_file
from memory import mebibytes
from outcome import Aim, Row
from running_service import Running
from served import whole
from timing import milliseconds
from world import GROUP

VULNERABILITIES = 1_000
STARTS = 7
LISTS = 1_000
A_LIST = 100
SCANNED = 100_000
BETWEEN_PROBES = 0.02


async def run() -> tuple[Row, ...]:
    """Measure."""
    with tempfile.TemporaryDirectory() as folder:
        filled = await fill(Path(folder), VULNERABILITIES)
        seconds = statistics.median([await _start(filled) for _ in range(STARTS)])
        with whole(filled.data) as service:
            async with connected(service.url) as connection:
                memory = await _memory(service, connection, filled.bearer)
                lag = await _lag(service, connection, filled.bearer)
    work = f"from nothing to an answer, {STARTS} times"
    return (Row("start", work, f"{seconds:.2f} s", "", seconds, Aim(1.5, " s")), *memory, lag)


async def _start(filled: Filled) -> float:
    """Return how many seconds pass until a new service answers a person."""
    started = time.perf_counter()
    with whole(filled.data) as service:
        async with connected(service.url) as connection:
            answer = await connection.graphql(SMALL, headers=filled.bearer)
            assert b'"userEmail":"reader' in answer.body
            return time.perf_counter() - started


async def _memory(service: Running, connection: Connection, headers: Mapping[str, str]) -> tuple[Row, ...]:
    """Measure the memory before lists, after a thousand, and after another thousand."""
    aim = Aim(150, " MiB")
    found = [mebibytes(service)]
    for _ in range(2):
        for _ in range(LISTS):
            answer = await connection.graphql(LIST, {"group": GROUP.name, "first": A_LIST}, headers=headers)
            assert answer.status == 200
        found.append(mebibytes(service))
    idle, once, twice = (sum(each.values()) for each in found)
    said = [", ".join(f"{name} {size:.0f}" for name, size in each.items()) for each in found]
    return (
        Row("start", "memory, idle", f"{idle:.0f} MiB", said[0], idle, aim),
        Row("start", f"memory, after {LISTS:,} lists of {A_LIST}", f"{once:.0f} MiB", said[1], once, aim),
        Row("start", f"growth in {LISTS:,} lists more", f"{twice - once:+.1f} MiB", said[2], twice - once, Aim(1, " MiB")),
    )


async def _lag(service: Running, connection: Connection, headers: Mapping[str, str]) -> Row:
    """Measure how long a probe waits while a large scan is sent and imported."""
    file = b"".join([chunk async for chunk in sarif_of("large", SCANNED)])
    async with connected(service.url) as prober:
        probing = asyncio.create_task(_probe(prober))
        seconds = await import_file(connection, headers, "large", file, {"created": SCANNED, "unchanged": 0})
        probing.cancel()
        lags = (await asyncio.gather(probing, return_exceptions=False))[0]
    last = statistics.quantiles(lags, n=100)[-1]
    work = f"99 of 100 probes during a scan of {SCANNED:,}"
    said = f"median {milliseconds(statistics.median(lags))}, worst {milliseconds(max(lags))}, {SCANNED / seconds:,.0f} results/s"
    return Row("start", work, milliseconds(last), said, last * 1_000, Aim(50, " ms"))


async def _probe(connection: Connection) -> list[float]:
    """Ask whether the process lives until this is cancelled, and return how long each answer took in seconds."""
    taken: list[float] = []
    try:
        while True:
            started = time.perf_counter()
            await connection.ask("GET", "/live", headers={})
            taken.append(time.perf_counter() - started)
            await asyncio.sleep(BETWEEN_PROBES)
    except asyncio.CancelledError:
        return taken
