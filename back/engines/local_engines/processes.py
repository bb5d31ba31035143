"""A server as a process: started on a free port, waited for, logging to a file, and stopped."""

import http.client
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from local_engines.trouble import EngineTrouble

HOST = "127.0.0.1"
_START_SECONDS = 120.0
_STOP_SECONDS = 15.0
_BETWEEN_LOOKS = 0.1
_LAST_BYTES = 2_000


def free_port() -> int:
    """Return a port that nobody listens on just now."""
    with closing(socket.socket()) as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def refuse_taken(port: int, name: str) -> None:
    """Raise `EngineTrouble` when somebody listens on a port."""
    with closing(socket.socket()) as probe:
        if probe.connect_ex((HOST, port)) == 0:
            raise EngineTrouble(f"port {port} is taken, which {name} should listen on: end what does, or choose another port")


@contextmanager
def running(name: str, command: Sequence[str], log: Path, is_ready: Callable[[], bool]) -> Iterator[int]:
    """Run a server until the end of the block, which begins when it is ready, and give its process id."""
    log.parent.mkdir(parents=True, exist_ok=True)
    # A session of its own: an interrupt at the terminal reaches us alone, and we stop it when nobody asks it any more.
    with (
        log.open("wb") as output,
        subprocess.Popen(
            command, cwd=log.parent, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
        ) as process,
    ):
        try:
            _wait(name, process, log, is_ready)
            yield process.pid
        finally:
            _stop(process)


def _wait(name: str, process: "subprocess.Popen[bytes]", log: Path, is_ready: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while not is_ready():
        if process.poll() is not None:
            raise EngineTrouble(f"{name} ended with exit code {process.returncode}; the end of {log}:\n{_end_of(log)}")
        if time.monotonic() > deadline:
            raise EngineTrouble(f"{name} was not ready within {_START_SECONDS:.0f} seconds; the end of {log}:\n{_end_of(log)}")
        time.sleep(_BETWEEN_LOOKS)


def _end_of(log: Path) -> str:
    return log.read_bytes()[-_LAST_BYTES:].decode(errors="replace").strip()


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()


def answer_of(port: int, path: str) -> bytes | None:
    """Return what a server answers with 200; nothing for any other answer or none."""
    with closing(http.client.HTTPConnection(HOST, port, timeout=35)) as connection:
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            text = response.read()
        except (OSError, http.client.HTTPException):
            return None
    return text if response.status == http.HTTPStatus.OK else None


def is_open(port: int) -> bool:
    """Tell whether somebody listens on a port."""
    with closing(socket.socket()) as probe:
        return probe.connect_ex((HOST, port)) == 0
