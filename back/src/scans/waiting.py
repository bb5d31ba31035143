"""Waiting for something long, with signs of life meanwhile."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")
BETWEEN_SIGNS = 10.0
"""Seconds: several of them pass before a worker counts as dead."""


async def waiting_for(work: Coroutine[Any, Any, T], *, between_signs: float = BETWEEN_SIGNS) -> AsyncIterator[T | None]:
    """Yield `None` every few seconds while the work is done, and then its result; raises what the work raises.

    Whoever closes this ends the work too, and waits until it has put away what it used.
    """
    task = asyncio.create_task(work)
    try:
        while not task.done():
            done, _ = await asyncio.wait({task}, timeout=between_signs)
            if not done:
                yield None
        yield task.result()
    finally:
        task.cancel()
        await asyncio.wait({task})
