"""How long to wait before what failed is tried again: longer each time, and never as long as somebody else."""

import asyncio
from collections.abc import Callable
from typing import NamedTuple


class Backoff(NamedTuple):
    """The first wait and the longest, in seconds."""

    first: float = 0.1
    longest: float = 20.0


def pause(backoff: Backoff, failures: int, chance: float) -> float:
    """Return the seconds to wait after so many failures in a row; chance, from 0 to 1, takes up to half of it off."""
    return min(backoff.longest, backoff.first * 2.0 ** min(failures - 1, 30)) * (1 - chance / 2)


async def wait(stop: asyncio.Event, seconds: float) -> None:
    """Wait, unless told to stop."""
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return


Chance = Callable[[], float]
"""Returns a number from 0 to 1."""
