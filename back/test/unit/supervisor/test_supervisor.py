"""The supervisor with children of a few lines, each a process of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from supervisor.plan import Child, Plan, to_command

SECONDS = 20
READY = "import os, signal, sys, time; print('ready', flush=True); "
NOTE = "open(sys.argv[1], 'a').write(str(os.getpid()) + '\\n'); "
UNTIL_END = "sys.stdin.read()"


def child(name: str, code: str, *arguments: str, stage: int = 0) -> Child:
    return Child(name, (sys.executable, "-c", READY + code, *arguments), stage)


@contextmanager
def supervised(*children: Child, **options: object) -> Iterator[subprocess.Popen[str]]:
    command: Sequence[str] = to_command(Plan(children, announcement="all are ready", **options))  # type: ignore[arg-type]  # given by name
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def until(look: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS
    while not look():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def notes(path: Path) -> list[int]:
    return [int(line) for line in path.read_text().split()] if path.exists() else []


def line_of(process: subprocess.Popen[str]) -> str:
    assert process.stderr is not None
    return process.stderr.readline().strip()


def test_all_that_are_ready_are_announced_once_and_end_well(tmp_path: Path) -> None:
    with supervised(child("a", UNTIL_END), child("b", UNTIL_END)) as process:
        assert line_of(process) == "all are ready"
        process.send_signal(signal.SIGTERM)

        assert process.wait(SECONDS) == 0
        assert line_of(process) == ""


def test_a_child_that_is_killed_is_started_again_at_once(tmp_path: Path) -> None:
    place = tmp_path / "pids"
    with supervised(child("a", NOTE + UNTIL_END, str(place))) as process:
        for number in range(1, 4):
            until(lambda number=number: len(notes(place)) == number)  # type: ignore[misc]  # the default binds the number
            os.kill(notes(place)[-1], signal.SIGKILL)
        until(lambda: len(notes(place)) == 4)

        assert process.poll() is None


@pytest.mark.parametrize(("code", "expected"), [("sys.exit(3)", 3), ("sys.exit(0)", 1)])
def test_a_child_that_cannot_start_at_all_ends_the_service_with_its_code(tmp_path: Path, code: str, expected: int) -> None:
    other = tmp_path / "pids"
    broken = Child("broken", (sys.executable, "-c", f"import sys; {code}"), 0)
    with supervised(child("a", NOTE + UNTIL_END, str(other)), broken) as process:
        assert process.wait(SECONDS) == expected


def test_those_of_a_higher_stage_end_first(tmp_path: Path) -> None:
    place = tmp_path / "order"
    stop = "signal.signal(signal.SIGTERM, lambda *_: (open(sys.argv[1], 'a').write(sys.argv[2] + '\\n'), sys.exit())); "
    code = "signal.pthread_sigmask(signal.SIG_UNBLOCK, ()); time.sleep(60)"
    prepare = "import os, signal, sys, time; " + stop + "print('ready', flush=True); " + code
    children = [Child(f"c{stage}", (sys.executable, "-c", prepare, str(place), str(stage)), stage) for stage in (0, 2, 1)]
    with supervised(*children) as process:
        assert line_of(process) == "all are ready"
        process.send_signal(signal.SIGINT)

        assert process.wait(SECONDS) == 0
    assert place.read_text().split() == ["2", "1", "0"]


def test_a_child_that_does_not_end_is_cut_off_and_a_second_signal_hurries(tmp_path: Path) -> None:
    place = tmp_path / "pids"
    deaf = (
        "import os, signal, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
        + NOTE
        + "print('ready', flush=True); time.sleep(60)"
    )
    with supervised(Child("deaf", (sys.executable, "-c", deaf, str(place)), 0), drain_seconds=0.3) as process:
        assert line_of(process) == "all are ready"
        process.send_signal(signal.SIGTERM)
        assert process.wait(SECONDS) == 0
    with supervised(Child("deaf", (sys.executable, "-c", deaf, str(place)), 0), drain_seconds=60) as process:
        assert line_of(process) == "all are ready"
        process.send_signal(signal.SIGTERM)
        time.sleep(0.2)
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0


def test_children_learn_of_the_end_of_a_supervisor_that_was_killed(tmp_path: Path) -> None:
    place = tmp_path / "ended"
    with supervised(child("a", UNTIL_END + "; open(sys.argv[1], 'w').write('ended')", str(place))) as process:
        assert line_of(process) == "all are ready"
        process.kill()

        until(place.exists)


def test_the_gauges_of_a_child_that_ended_vanish_and_its_counters_stay(tmp_path: Path) -> None:
    folder, place = tmp_path / "measures", tmp_path / "pids"
    folder.mkdir()
    names = ("gauge_livesum_a.db", "counter_a.db", "gauge_livesum_b.db", "gauge_livemax_a.db")
    for name in names:
        (folder / name).touch()
    with supervised(child("a", NOTE + UNTIL_END, str(place)), gauges=str(folder)) as process:
        until(lambda: len(notes(place)) == 1)
        os.kill(notes(place)[0], signal.SIGKILL)
        until(lambda: len(notes(place)) == 2)

        assert sorted(path.name for path in folder.iterdir()) == ["counter_a.db", "gauge_livesum_b.db"]
        process.send_signal(signal.SIGTERM)
        assert process.wait(SECONDS) == 0
    assert not folder.exists()
