"""`integrates serve` as it runs: the server and, beside it, the worker, whatever ends which."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

T = TypeVar("T")
PROCESSES = Path("/proc")
COMMAND = Path(sys.executable).with_name("integrates")
SECONDS = 30
pytestmark = pytest.mark.skipif(not (PROCESSES / "self" / "stat").exists(), reason="processes are looked up in /proc")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Serve on a free port of this machine and a data folder of its own."""
    environment = {
        **os.environ,
        "INTEGRATES_PORT": "0",
        "INTEGRATES_PUBLIC_URL": "http://localhost:8001",
        "INTEGRATES_LOG_LEVEL": "warning",
    }
    arguments = [str(COMMAND), "serve", "--host", "127.0.0.1", "--data", str(tmp_path / "data")]
    with subprocess.Popen(arguments, env=environment, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            assert any("Integrates answers on http://127.0.0.1:" in line for line in process.stderr)
            yield process
        finally:
            process.kill()


def until(look: Callable[[], T | None]) -> T:
    """Look again and again, for some seconds at most, until something is there."""
    deadline = time.monotonic() + SECONDS
    while (found := look()) is None:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return found


def state_of(pid: int) -> tuple[str, int] | None:
    """Return the state of a process and its parent; nothing once it has ended."""
    try:
        text = (PROCESSES / str(pid) / "stat").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return None
    state, parent = text.rpartition(")")[2].split()[:2]
    return None if state in "XZ" else (state, int(parent))


def worker_of(server: int) -> int | None:
    """Return the process of the worker once it does what it is for."""
    for folder in PROCESSES.iterdir():
        if folder.name.isdecimal() and (found := state_of(int(folder.name))) is not None and found[1] == server:
            words = (folder / "cmdline").read_bytes().split(b"\0")
            if b"worker" in words and COMMAND.name.encode() in words[1].rpartition(b"/")[2]:
                return int(folder.name)
    return None


def test_a_worker_that_was_killed_is_started_again(served: subprocess.Popen[str]) -> None:
    first = until(lambda: worker_of(served.pid))
    os.kill(first, signal.SIGKILL)

    second = until(lambda: found if (found := worker_of(served.pid)) != first else None)

    assert served.poll() is None
    assert second != first


def test_a_worker_ends_with_a_server_that_was_killed(served: subprocess.Popen[str]) -> None:
    worker = until(lambda: worker_of(served.pid))
    served.kill()
    served.wait(SECONDS)

    assert until(lambda: "ended" if state_of(worker) is None else None) == "ended"


def test_a_worker_ends_with_a_server_that_is_told_to_stop(served: subprocess.Popen[str]) -> None:
    worker = until(lambda: worker_of(served.pid))
    served.send_signal(signal.SIGTERM)

    assert served.wait(SECONDS) == 0
    assert state_of(worker) is None
