"""The processes beside the web server: started with it, started again when they end, and never left behind."""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

import structlog

_log = structlog.get_logger("cli.children")
_BETWEEN_STARTS = 1.0
"""Seconds, so that a child that cannot start takes no machine for itself."""
_TO_END = 30.0
"""Seconds that a child gets to finish what it has begun."""


@asynccontextmanager
async def child(arguments: Sequence[str]) -> AsyncIterator[None]:
    """Keep a command of ours running as a child.

    It holds the reading end of a pipe, so that it learns of the end of this process even if this was killed.
    """
    stop = asyncio.Event()
    keeping = asyncio.create_task(_keep(arguments, stop))
    try:
        yield
    finally:
        stop.set()
        await keeping


async def _keep(arguments: Sequence[str], stop: asyncio.Event) -> None:
    """Start the command again and again until told to stop."""
    stopping = asyncio.create_task(stop.wait())
    try:
        while not stop.is_set():
            process = await asyncio.create_subprocess_exec(sys.argv[0], *arguments, stdin=PIPE)
            ended = asyncio.create_task(process.wait())
            await asyncio.wait({stopping, ended}, return_when=asyncio.FIRST_COMPLETED)
            if stop.is_set():
                await _end(process)
            else:
                _log.error("a child ended and is started again", command=arguments[0], code=process.returncode)
                await asyncio.wait({stopping}, timeout=_BETWEEN_STARTS)
    finally:
        stopping.cancel()


async def _end(process: Process) -> None:
    """Let a child finish what it has begun, within its time."""
    if process.stdin is not None:
        process.stdin.close()
    try:
        await asyncio.wait_for(process.wait(), _TO_END)
    except TimeoutError:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
