"""`small`: who am I, over HTTP with a session, against the same by hand with the same check of the session."""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from pathlib import Path

import orjson

from app.cookies import SESSION_COOKIE
from by_hand import SMALL, SMALL_PATH
from filling import fill
from http_client import Connection, connected
from outcome import Aim, Row
from served import ORIGIN, served

CONNECTIONS = 8
SECONDS = 1.0
ROUNDS = 7


async def run() -> tuple[Row, ...]:
    """Measure."""
    with tempfile.TemporaryDirectory() as folder:
        filled = await fill(Path(folder), 1)
        headers = {"cookie": f"{SESSION_COOKIE}={filled.session}", "origin": ORIGIN}
        with served(filled.data) as server:
            async with AsyncExitStack() as stack:
                connections = [await stack.enter_async_context(connected(server.url)) for _ in range(CONNECTIONS)]
                return await _measure(connections, headers)


async def _measure(connections: Sequence[Connection], headers: dict[str, str]) -> tuple[Row, ...]:
    first = (await connections[0].graphql(SMALL, headers=headers)).body
    path = f"{SMALL_PATH}?cost={orjson.loads(first)['extensions']['cost']['cost']}"

    async def ask(connection: Connection) -> bytes:
        return (await connection.graphql(SMALL, headers=headers)).body

    async def by_hand(connection: Connection) -> bytes:
        return (await connection.ask("GET", path, headers=headers)).body

    assert await by_hand(connections[0]) == first
    assert b'"userEmail":"reader@okada.test"' in first
    rates = [(await _rate(connections, ask), await _rate(connections, by_hand)) for _ in range(ROUNDS)]
    own, hand = (statistics.median(column) for column in zip(*rates, strict=True))
    work = f"me, {CONNECTIONS} connections"
    return (Row("small", work, f"{own:,.0f}/s", f"{hand:,.0f}/s by hand", own / hand, Aim(0.6, is_most=False)),)


async def _rate(connections: Sequence[Connection], ask: Callable[[Connection], Awaitable[object]]) -> float:
    """Return how often a second all connections together were answered."""
    started = time.perf_counter()
    until = started + SECONDS

    async def repeat(connection: Connection) -> int:
        number = 0
        while time.perf_counter() < until:
            await ask(connection)
            number += 1
        return number

    numbers = await asyncio.gather(*map(repeat, connections))
    return sum(numbers) / (time.perf_counter() - started)
