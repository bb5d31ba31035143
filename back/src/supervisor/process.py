"""One child as it runs: spawned anew each time, never forked, with a pipe at either end."""

import os
import signal
import subprocess
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from supervisor.plan import READY, Child
from supervisor.restarts import WINDOW_SECONDS, pause

_REMEMBERED = 64


@dataclass(slots=True)
class Running:
    """A child, its process while it has one, and when it is started again while not."""

    child: Child
    process: subprocess.Popen[bytes] | None = None
    said: bytes = b""
    """The end of what it wrote, as a word may come in pieces."""
    is_ready: bool = False
    was_ever_ready: bool = False
    due: float = 0.0
    """A time of the monotonic clock."""
    ends: list[float] = field(default_factory=list)


def start(running: Running) -> int:
    """Start the process of a child, and return the number of the pipe that it writes to.

    Its standard input ends with this process, however that ends. It stands in a process group of its own, so that Ctrl-C reaches it by
    way of this process alone.
    """
    running.said, running.is_ready = b"", False
    running.process = _spawn(running.child)
    number = _output(running.process)
    os.set_blocking(number, False)
    return number


def hear(running: Running) -> bool:
    """Read what a child says; false once it says no more."""
    if running.process is None:
        return False
    try:
        text = os.read(_output(running.process), 4096)
    except BlockingIOError:
        return True
    running.said = (running.said + text)[-_REMEMBERED:]
    if READY in running.said:
        running.is_ready = running.was_ever_ready = True
    return bool(text)


def note_end(running: Running, now: float) -> None:
    """Let go of a process that ended, and plan its next start."""
    if running.process is None:
        return
    for pipe in (running.process.stdin, running.process.stdout):
        if pipe is not None:
            pipe.close()
    running.process = None
    running.ends = [end for end in running.ends if now - end < WINDOW_SECONDS] + [now]
    running.due = now + pause(running.ends, now=now, was_ready=running.is_ready)
    running.is_ready = False


def ask_to_end(running: Running) -> None:
    """Let a child finish what it has begun."""
    _send(running, signal.SIGTERM)


def cut_off(running: Running) -> None:
    """End a child now."""
    _send(running, signal.SIGKILL)


def remove_gauges(folder: Path, name: str) -> None:
    """Remove the present values, as in "so many right now", of a child that has ended; what was counted stays."""
    for path in folder.glob(f"gauge_live*_{name}.db"):
        path.unlink(missing_ok=True)


def _spawn(child: Child) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 -- the command is of the plan, which this service made
        child.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, pass_fds=child.listeners, process_group=0, bufsize=0
    )


def _send(running: Running, number: signal.Signals) -> None:
    if running.process is not None:
        with suppress(ProcessLookupError):
            running.process.send_signal(number)


def _output(process: subprocess.Popen[bytes]) -> int:
    if process.stdout is None:
        raise ValueError("the child has no pipe to write to")
    return process.stdout.fileno()
