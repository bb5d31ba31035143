"""Calls on a thread that are never left running behind the back of whoever made them."""

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


async def run_to_end(function: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    """Run a function on a thread; being cancelled, wait for its end first.

    What a call left behind would otherwise write to a file number that is closed by then, and may be that of another file.
    """
    running = asyncio.ensure_future(asyncio.to_thread(function, *arguments, **named))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.gather(running, return_exceptions=True)
        raise
