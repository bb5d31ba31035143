import asyncio
import time

from loop_watch import watch_loop


def block(seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        sum(range(100))


async def test_a_loop_that_is_kept_from_its_work_is_seen() -> None:
    async with watch_loop() as watch:
        await asyncio.sleep(0)
        block(0.05)

    assert watch.longest > 0.04


async def test_a_loop_that_waits_is_not_blocked() -> None:
    async with watch_loop() as watch:
        await asyncio.to_thread(lambda: None)
        await asyncio.sleep(0.02)

    assert watch.beats > 1
    assert watch.longest < 5
