"""How long an event loop was kept from its work."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass

_BEAT_SECONDS = 0.001


@dataclass(slots=True)
class LoopWatch:
    """What was seen while watching: the longest time, in seconds, that a task ready to run had to wait."""

    longest: float = 0.0
    beats: int = 0


@contextlib.asynccontextmanager
async def watch_loop() -> AsyncIterator[LoopWatch]:
    """Watch the running loop by a heartbeat; `longest` holds when the block is left, and grows while it runs.

    A loop that is blocked to the very end of the block is seen too.
    """
    watch = LoopWatch()
    loop = asyncio.get_running_loop()
    due = loop.time() + _BEAT_SECONDS

    def note() -> None:
        watch.longest = max(watch.longest, time.monotonic() - due)
        watch.beats += 1

    async def beat() -> None:
        nonlocal due
        while True:
            due = loop.time() + _BEAT_SECONDS
            await asyncio.sleep(_BEAT_SECONDS)
            note()

    task = asyncio.create_task(beat())
    await asyncio.sleep(0)
    try:
        yield watch
    finally:
        note()
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
