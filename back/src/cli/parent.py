"""What a process owes to the supervisor that started it: to say when it is ready, and to be gone when the supervisor is."""

import asyncio
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from time import sleep

from supervisor.plan import READY

_LAST_SECONDS = 0.6
_STRANDED = 70


def end_with_parent(stop: Callable[[], None]) -> None:
    """Have `stop` called on the running loop when the standard input ends, and end the process soon after, whatever it does by then.

    Nothing that was acknowledged is lost by that: it is on disk. A thread waits, so that a busy loop is no excuse.
    """
    loop = asyncio.get_running_loop()
    Thread(target=_watch, args=(loop, stop), name="parent", daemon=True).start()


def say_ready() -> None:
    """Tell the supervisor that this process does what it is for."""
    sys.stdout.buffer.write(READY)
    sys.stdout.buffer.flush()


def _watch(loop: asyncio.AbstractEventLoop, stop: Callable[[], None]) -> None:
    number = sys.stdin.fileno()
    while os.read(number, 4096):
        # Nobody writes to it: only its end means something.
        continue
    # A loop that has ended needs no telling.
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(stop)
    sleep(_LAST_SECONDS)
    os._exit(_STRANDED)
