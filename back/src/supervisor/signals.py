"""Signals as bytes on a socket, so that one wait learns of them and of everything else."""

import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

STOP = frozenset({signal.SIGTERM, signal.SIGINT})


def _note(_number: int, _frame: FrameType | None) -> None:
    """Do nothing: the byte on the socket is what tells."""


@contextmanager
def caught() -> Iterator[socket.socket]:
    """Give the socket on which a byte arrives for each SIGTERM, SIGINT and SIGCHLD, until the end."""
    reader, writer = socket.socketpair()
    for end in (reader, writer):
        end.settimeout(0)
    numbers = (*STOP, signal.SIGCHLD)
    before = [(number, signal.signal(number, _note)) for number in numbers]
    number_before = signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
    try:
        yield reader
    finally:
        signal.set_wakeup_fd(number_before)
        for number, handler in before:
            signal.signal(number, handler)
        reader.close()
        writer.close()
