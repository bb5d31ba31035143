"""The supervisor's loop: one wait for signals, for what children say and for what is due, and one step after each."""

import os
import selectors
import shutil
import socket
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep

from supervisor import process
from supervisor.plan import Plan
from supervisor.process import Running
from supervisor.signals import STOP, caught

_HURRY_SECONDS = 2.0
"""What children get once nobody wants to wait for them."""
_LOOK_SECONDS = 0.02
_NO_ROOM_SECONDS = 1.0


class Family:
    """The children of a plan while they run."""

    def __init__(self, plan: Plan, signals: socket.socket) -> None:
        """Take over a plan; `signals` is where a byte arrives for each signal."""
        self._plan = plan
        self._signals = signals
        self._members = tuple(Running(child) for child in plan.children)
        self._selector = selectors.DefaultSelector()
        self._selector.register(signals, selectors.EVENT_READ)
        self._is_announced = False
        self._stops = 0

    def keep(self) -> int:
        """Keep every child running until told to stop, and return the exit code of the service.

        A child that ends by itself before it was ever ready, as with settings that cannot be used, ends the others too.
        """
        while not self._stops:
            self._start_due()
            self._wait(self._until_due())
            failed = self._reap()
            self._announce()
            if failed:
                return failed
        return 0

    def end(self) -> None:
        """End the children, those of the highest stage first; a second signal ends them at once."""
        for number in self._plan.listeners:
            with suppress(OSError):
                os.close(number)
        for stage in sorted({member.child.stage for member in self._members}, reverse=True):
            self._end([member for member in self._members if member.child.stage == stage and member.process is not None])
        self._selector.close()

    def _start_due(self) -> None:
        now = monotonic()
        for member in self._members:
            if member.process is None and member.due <= now:
                try:
                    number = process.start(member)
                except OSError as error:
                    # The machine has no room for a process now; what runs goes on.
                    member.due = now + _NO_ROOM_SECONDS
                    _say(f"{member.child.name} cannot be started: {error.strerror}")
                else:
                    self._selector.register(number, selectors.EVENT_READ, member)

    def _until_due(self) -> float | None:
        """Return the seconds until a child has to be started; `None` when all run."""
        waits = [member.due - monotonic() for member in self._members if member.process is None]
        return max(min(waits), 0.0) if waits else None

    def _wait(self, seconds: float | None) -> None:
        for key, _ in self._selector.select(seconds):
            if isinstance(key.data, Running):
                if not process.hear(key.data):
                    self._selector.unregister(key.fd)
            else:
                self._stops += sum(1 for number in self._signals.recv(4096) if number in STOP)

    def _reap(self) -> int:
        """Let go of what has ended; the exit code is not 0 when the service cannot go on."""
        for member in self._members:
            code = member.process.poll() if member.process is not None else None
            if code is None:
                continue
            # It may have said that it is ready and ended since.
            process.hear(member)
            self._forget(member)
            if not self._stops and not member.was_ever_ready and code >= 0:
                return code or 1
            if not self._stops:
                _say(f"{member.child.name} ended ({code}) and is started again in {max(member.due - monotonic(), 0):.1f} s")
        return 0

    def _forget(self, member: Running) -> None:
        if member.process is not None and member.process.stdout is not None:
            with suppress(KeyError):
                self._selector.unregister(member.process.stdout.fileno())
        process.note_end(member, monotonic())
        if self._plan.gauges is not None:
            process.remove_gauges(Path(self._plan.gauges), member.child.name)

    def _announce(self) -> None:
        if not self._is_announced and all(member.is_ready for member in self._members):
            self._is_announced = True
            _say(self._plan.announcement)

    def _end(self, members: Iterable[Running]) -> None:
        """Ask children to end, wait, and cut off those that do not."""
        for member in members:
            process.ask_to_end(member)
        deadline = monotonic() + self._plan.drain_seconds
        while any(member.process is not None for member in members):
            if self._stops > 1:
                deadline = min(deadline, monotonic() + _HURRY_SECONDS)
            if monotonic() >= deadline:
                for member in members:
                    process.cut_off(member)
                sleep(_LOOK_SECONDS)
            self._wait(max(deadline - monotonic(), 0.0))
            self._reap()


def supervise(plan: Plan) -> int:
    """Run a plan to its end and return the exit code."""
    with caught() as signals:
        family = Family(plan, signals)
        try:
            return family.keep()
        finally:
            family.end()
            if plan.gauges is not None:
                shutil.rmtree(plan.gauges, ignore_errors=True)


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
