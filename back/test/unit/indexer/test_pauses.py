"""Waits grow up to a longest one, and chance tells them apart."""

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from indexer.pauses import Backoff, pause, wait

BACKOFF = Backoff(first=0.1, longest=5.0)


def test_waits_double_up_to_the_longest() -> None:
    assert [pause(BACKOFF, failures, 0.0) for failures in (1, 2, 3, 6, 7, 1000)] == [0.1, 0.2, 0.4, 3.2, 5.0, 5.0]


@given(st.integers(1, 100), st.floats(0, 1))
def test_chance_takes_up_to_half_off(failures: int, chance: float) -> None:
    whole = pause(BACKOFF, failures, 0.0)

    assert whole / 2 <= pause(BACKOFF, failures, chance) <= whole


async def test_a_wait_ends_at_once_when_told_to_stop() -> None:
    stop = asyncio.Event()
    stop.set()

    async with asyncio.timeout(1):
        await wait(stop, 60)
