"""`integrates serve` as a test runs it: a process with children, on a free port and a data folder of its own."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, TypeVar

T = TypeVar("T")
PROCESSES = Path("/proc")
COMMAND = Path(sys.executable).with_name("integrates")
SECONDS = 30
SAID = "Integrates answers on "


class Running(NamedTuple):
    """A service that answers."""

    process: subprocess.Popen[str]
    url: str
    data: Path
    said: tuple[str, ...] = ()
    """What it wrote before it answered, line by line."""


@contextmanager
def running(data: Path, *arguments: str, port: int = 0, **settings: str) -> Iterator[Running]:
    """Serve until the end of the block, however that comes."""
    environment = {
        **os.environ,
        "INTEGRATES_LOG_LEVEL": "warning",
        **{f"INTEGRATES_{name.upper()}": value for name, value in settings.items()},
    }
    command = [str(COMMAND), "serve", "--host", "127.0.0.1", "--port", str(port), "--data", str(data), *arguments]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            before: list[str] = []
            for line in process.stderr:
                if line.startswith(SAID):
                    break
                before.append(line.rstrip("\n"))
            else:
                raise AssertionError((before, process.wait(SECONDS)))
            yield Running(process, line.removeprefix(SAID).split("/api")[0], data, tuple(before))
        finally:
            process.kill()


def run(data: Path, *arguments: str) -> str:
    """Run a command on a data folder and return what it printed."""
    environment: Mapping[str, str] = {**os.environ, "INTEGRATES_DATA": str(data)}
    return subprocess.run([str(COMMAND), *arguments], env=environment, check=True, capture_output=True, text=True, timeout=60).stdout


def until(look: Callable[[], T | None], seconds: float = SECONDS) -> T:
    """Look again and again, for some seconds at most, until something is there."""
    deadline = time.monotonic() + seconds
    while (found := look()) is None:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return found


def state_of(pid: int) -> tuple[str, int] | None:
    """Return the state of a process and its parent; nothing once it has ended."""
    try:
        text = (PROCESSES / str(pid) / "stat").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return None
    state, parent = text.rpartition(")")[2].split()[:2]
    return None if state in "XZ" else (state, int(parent))


def children_of(server: int) -> dict[str, int]:
    """Return the processes of the children of a server by what they are: `worker`, `web-0` and so on."""
    found = {}
    for folder in PROCESSES.iterdir():
        if folder.name.isdecimal() and (state := state_of(int(folder.name))) is not None and state[1] == server:
            words = words_of(folder)
            if "--name" in words:
                found[words[words.index("--name") + 1]] = int(folder.name)
    return found


def words_of(folder: Path) -> list[str]:
    """Return the words of a process's command line; none once it has ended."""
    try:
        return (folder / "cmdline").read_bytes().decode().split("\0")
    except (FileNotFoundError, ProcessLookupError):
        return []
