"""`integrates serve` as it runs: the supervisor, the processes that answer and the worker, whatever ends which."""

import os
import signal
import socket
import subprocess
import urllib.request
from pathlib import Path

import pytest

from running_service import COMMAND, PROCESSES, SECONDS, Running, children_of, running, state_of, until

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.skipif(not (PROCESSES / "self" / "stat").exists(), reason="processes are looked up in /proc"),
]


def ask(url: str) -> str:
    with urllib.request.urlopen(url, timeout=SECONDS) as response:  # noqa: S310 -- an address of this machine
        return str(response.read().decode())


def kill_and_wait(service: Running, name: str) -> int:
    """Kill a child, and return the process that takes its place."""
    first = until(lambda: children_of(service.process.pid).get(name))
    os.kill(first, signal.SIGKILL)
    return until(lambda: found if (found := children_of(service.process.pid).get(name)) != first else None)


@pytest.mark.parametrize("name", ["worker", "web-0", "web-1"])
def test_a_child_that_was_killed_is_started_again(tmp_path: Path, name: str) -> None:
    with running(tmp_path / "data", "--workers", "2") as service:
        others = {other: pid for other, pid in children_of(service.process.pid).items() if other != name}

        second = kill_and_wait(service, name)

        assert service.process.poll() is None
        assert children_of(service.process.pid) == {**others, name: second}
        assert ask(f"{service.url}/live") == '{"status":"live"}'


def test_children_end_within_a_second_with_a_supervisor_that_was_killed_and_a_new_one_listens(tmp_path: Path) -> None:
    with running(tmp_path / "data", "--workers", "2") as service:
        children = children_of(service.process.pid)
        service.process.kill()
        service.process.wait(SECONDS)

        assert sorted(children) == ["web-0", "web-1", "worker"]
        until(lambda: True if not any(map(state_of, children.values())) else None, seconds=1)
        with running(tmp_path / "data", port=int(service.url.rpartition(":")[2])) as second:
            assert second.url == service.url
            assert ask(f"{second.url}/ready") == '{"status":"ready"}'


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_children_end_with_a_supervisor_that_is_told_to_stop(tmp_path: Path, number: signal.Signals) -> None:
    with running(tmp_path / "data") as service:
        children = children_of(service.process.pid)
        service.process.send_signal(number)

        assert service.process.wait(SECONDS) == 0
        assert sorted(children) == ["web-0", "worker"]
        assert not any(map(state_of, children.values()))


def test_settings_with_which_nothing_can_start_end_the_service_with_a_message(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "integrates.sqlite3").write_bytes(b"not a database" * 100)
    (data / "keys.json").write_text("{}")
    command = [str(COMMAND), "serve", "--port", "0", "--data", str(data)]

    ended = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)

    assert ended.returncode == 1
    assert "Error: " in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with running(tmp_path / "data") as service:
        port = service.url.rpartition(":")[2]
        command = [str(COMMAND), "serve", "--host", "127.0.0.1", "--port", port, "--data", str(tmp_path / "other")]

        ended = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)

        assert (ended.returncode, ended.stderr) == (1, f"Error: Cannot listen on 127.0.0.1:{port}: Address already in use\n")


def test_metrics_are_those_of_the_whole_service_and_outlive_a_child(tmp_path: Path) -> None:
    address = f"http://127.0.0.1:{free_port()}"
    with running(tmp_path / "data", "--workers", "2", metrics=address.removeprefix("http://")) as service:
        for _ in range(20):
            ask(f"{service.url}/live")
        before = ask(f"{address}/metrics").splitlines()
        for name in ("web-0", "web-1", "worker"):
            kill_and_wait(service, name)
        after = until(
            lambda: lines if 'integrates_processes{kind="worker"} 1.0' in (lines := ask(f"{address}/metrics").splitlines()) else None
        )

        assert 'integrates_http_requests_total{route="/live",status="200"} 20.0' in before
        assert 'integrates_http_requests_total{route="/live",status="200"} 20.0' in after
        assert 'integrates_processes{kind="web"} 2.0' in until_all(address)
        assert "integrates_http_requests_in_flight 0.0" in after


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until_all(address: str) -> list[str]:
    """Return the metrics once both web processes are there again."""
    return until(lambda: lines if 'integrates_processes{kind="web"} 2.0' in (lines := ask(f"{address}/metrics").splitlines()) else None)
