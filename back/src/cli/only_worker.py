"""Whether a worker is the only one on its data folder: the system tells, even of one that was killed."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCK = "worker.lock"


@contextmanager
def only_worker(data: Path) -> Iterator[bool]:
    """Tell whether no other worker lives, and let those that come ask the same of this one until the end."""
    with (data / LOCK).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def has_worker(data: Path) -> bool:
    """Tell whether a worker lives on a data folder now."""
    try:
        with (data / LOCK).open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False
