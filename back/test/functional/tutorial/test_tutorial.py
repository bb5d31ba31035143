"""The tutorial in the documents does what it says: its commands are run, and each output that it shows is looked for."""

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

TOP = Path(__file__).parents[4]
TUTORIAL = TOP / "docs" / "tutorial.md"
SECONDS = 120
BASH = shutil.which("bash")
_BLOCKS = re.compile(r"^```(sh|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_MARK = "==== the next block ===="


class Step(NamedTuple):
    """Commands, and the lines that they are said to print among others, in this order."""

    commands: str
    lines: tuple[str, ...]


def steps() -> Iterator[Step]:
    commands: str | None = None
    for kind, text in _BLOCKS.findall(TUTORIAL.read_text(encoding="utf-8")):
        if kind == "text":
            assert commands is not None, "an output stands before any command"
            yield Step(commands, tuple(text.splitlines()))
            commands = None
        else:
            if commands is not None:
                yield Step(commands, ())
            commands = text
    if commands is not None:
        yield Step(commands, ())


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def in_order(lines: tuple[str, ...], output: str) -> bool:
    """Tell whether each line begins some line of the output, one behind the other."""
    printed = iter(output.splitlines())
    return all(any(each.startswith(line) for each in printed) for line in lines)


@pytest.mark.enable_socket
@pytest.mark.skipif(BASH is None or shutil.which("curl") is None, reason="the tutorial needs bash and curl")
def test_the_tutorial_does_what_it_says(tmp_path: Path) -> None:
    (tmp_path / "back").symlink_to(TOP / "back")
    (tmp_path / ".venv").symlink_to(Path(sys.executable).parents[1])
    server = f"http://127.0.0.1:{(port := free_port())}"
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("INTEGRATES_")},
        "INTEGRATES_PORT": str(port),
        "INTEGRATES_SERVER": server,
        "INTEGRATES_LOG_LEVEL": "error",
    }
    wanted = tuple(steps())
    script = f'\necho "{_MARK}"\n'.join(("set -e\ntrap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n", *(step.commands for step in wanted)))

    ran = subprocess.run(
        [BASH or "", "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False
    )

    assert ran.returncode == 0, ran.stderr
    outputs = ran.stdout.split(f"{_MARK}\n")[1:]
    assert len(outputs) == len(wanted)
    for step, output in zip(wanted, outputs, strict=True):
        assert in_order(step.lines, output), f"{step.commands}\nprinted\n{output}\nand not\n" + "\n".join(step.lines)
