"""Servers as processes: waited for, told of when they end, stopped."""

import os
import sys
from pathlib import Path

import pytest

from local_engines.processes import running
from local_engines.trouble import EngineTrouble

SLEEPING = "import pathlib, time; pathlib.Path('ready').touch(); time.sleep(600)"


def test_a_server_is_waited_for_and_stopped_at_the_end(tmp_path: Path) -> None:
    with running("a server", (sys.executable, "-c", SLEEPING), tmp_path / "log", (tmp_path / "ready").exists) as pid:
        os.kill(pid, 0)

    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_server_that_ends_at_once_is_told_of_with_its_last_words(tmp_path: Path) -> None:
    command = (sys.executable, "-c", "import sys; sys.exit('no room')")

    with (
        pytest.raises(EngineTrouble, match=r"a server ended with exit code 1; the end of .*log:\nno room"),
        running("a server", command, tmp_path / "log", lambda: False),
    ):
        raise AssertionError
