"""Several processes that make, open and write one file."""

import subprocess
import sys
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

from sqlite.table import open_table
from store.values import Key, Query

PROGRAM = Path(__file__).with_name("counting_process.py")


def count_together(path: Path, names: str) -> list[tuple[str, int]]:
    """Let processes count 40 steps each, and return what each says of errors and its exit code."""
    with ExitStack() as running:
        processes = [
            running.enter_context(subprocess.Popen([sys.executable, PROGRAM, path, name, "40"], stderr=subprocess.PIPE, text=True))
            for name in names
        ]
        return [(process.communicate(timeout=30)[1], process.returncode) for process in processes]


async def test_processes_that_start_at_once_on_no_file_count_without_losing_a_step(tmp_path: Path) -> None:
    path = tmp_path / "t.sqlite3"
    ends = count_together(path, "ABCD")
    table = await open_table(path)
    steps = (await table.query(Query(None, "STEP", first=1_000))).items
    counter = (await table.get_many((Key("COUNTER", "#"),)))[Key("COUNTER", "#")]
    await table.close()

    assert ends == [("", 0)] * 4
    assert [step.key.sort for step in steps] == [f"{number:06}" for number in range(1, 161)]
    assert Counter(str(step.attributes["by"]) for step in steps) == dict.fromkeys("ABCD", 40)
    assert counter.version == 160
