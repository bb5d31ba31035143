"""A process that is killed in the middle of its writes loses none that it was told are done, and leaves no half of one."""

import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import crash_writer
from store.values import Key
from stores import sqlite_table

KILLS = 20
LONGEST_SECONDS = 0.35


def run_until_killed(path: Path, run: str, seconds: float) -> list[str]:
    """Start a writer, kill it so long after its first word, and return what it was told is done."""
    process = subprocess.Popen([sys.executable, crash_writer.__file__, str(path), run], stdout=subprocess.PIPE, text=True)
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        deadline = time.monotonic() + seconds
        lines = []
        while time.monotonic() < deadline:
            lines.append(process.stdout.readline())
        process.kill()
        lines.extend(process.stdout.readlines())
    # The last line may have been cut in the middle of being written.
    return [line.strip() for line in lines if line.endswith("\n")]


def partitions_of(path: Path, kind: str) -> set[str]:
    """Check that the file is sound, and return the names of what is stored of a kind."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        rows = connection.execute("SELECT partition FROM items").fetchall()
    return {partition.removeprefix(f"{kind}#") for (partition,) in rows if partition.startswith(f"{kind}#")}


async def test_no_acknowledged_write_is_lost_and_none_is_half_done(tmp_path: Path) -> None:
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    path = tmp_path / "table.sqlite3"
    acknowledged = [
        line.split() for kill in range(KILLS) for line in run_until_killed(path, f"run{kill}", chance.uniform(0.01, LONGEST_SECONDS))
    ]
    lefts = partitions_of(path, "LEFT")
    async with sqlite_table(tmp_path) as table:
        twins = await table.get_many([key for name in lefts for key in (crash_writer.left(name), crash_writer.right(name))])
        counters = await table.get_many([crash_writer.counter(number) for number in range(crash_writer.COUNTERS)])
    print(f"{len(acknowledged)} acknowledged, {len(lefts)} stored, {KILLS} kills")

    assert len(acknowledged) > KILLS
    assert {name for name, _, _ in acknowledged} - lefts == set()
    assert lefts == partitions_of(path, "RIGHT")
    assert all(twins[crash_writer.left(name)].attributes == twins[crash_writer.right(name)].attributes for name in lefts)
    # Each write moved one counter by one: the counters count the writes.
    assert sum(item.version for item in counters.values()) == len(lefts)
    assert all(counters[Key(partition, "#")].version >= int(version) for _, partition, version in acknowledged)
