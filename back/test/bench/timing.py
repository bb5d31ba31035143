"""Times of several works that take turns, as the machine is noisy: what slows one down for a while slows its counterpart down too."""

import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias

Work: TypeAlias = Callable[[], Awaitable[object]]


async def in_turns(works: Sequence[Work], *, rounds: int, warm_up: int = 2) -> tuple[float, ...]:
    """Return the median time of each work in seconds."""
    taken: list[list[float]] = [[] for _ in works]
    for number in range(warm_up + rounds):
        for times, work in zip(taken, works, strict=True):
            started = time.perf_counter()
            await work()
            if number >= warm_up:
                times.append(time.perf_counter() - started)
    return tuple(map(statistics.median, taken))


def milliseconds(seconds: float) -> str:
    """Write a time."""
    return f"{seconds * 1_000:,.2f} ms"
