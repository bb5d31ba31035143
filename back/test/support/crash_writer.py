"""A process that writes until it is killed, and says which of its writes were acknowledged.

Each write puts two items that must agree and moves one of a few counters by its version, so that a lost or a half write shows.
"""

import asyncio
import sys
from itertools import count
from pathlib import Path

from sqlite.table import open_table
from store.errors import Conflict
from store.table import Table
from store.values import Absent, IndexName, Item, Key, Put, VersionIs

COUNTERS = 3
WRITERS = 6


def left(name: str) -> Key:
    """Return where the first item of a write lives."""
    return Key(f"LEFT#{name}", "#")


def right(name: str) -> Key:
    """Return where the second item of a write lives."""
    return Key(f"RIGHT#{name}", "#")


def counter(number: int) -> Key:
    """Return where a counter lives."""
    return Key(f"COUNTER#{number}", "#")


async def write_on(table: Table, run: str, writer: int) -> None:
    """Write without end, printing the name of each write once it is acknowledged."""
    for number in count():
        name, place = f"{run}-{writer}-{number}", counter(number % COUNTERS)
        present = (await table.get_many((place,))).get(place)
        version = present.version if present else 0
        twin = {"name": name, "filler": "x" * (number % 700)}
        indexes = {IndexName.BY_PARENT: Key(f"RUN#{run}", name)}
        try:
            await table.write(
                (
                    Put(Item(left(name), 1, twin, indexes), Absent()),
                    Put(Item(right(name), 1, twin), Absent()),
                    Put(Item(place, version + 1, {"last": name}), VersionIs(version) if present else Absent()),
                )
            )
        except Conflict:
            continue
        print(f"{name} {place.partition} {version + 1}", flush=True)


async def main(path: Path, run: str) -> None:
    """Open the table and write with several tasks at once."""
    table = await open_table(path)
    print("ready", flush=True)
    await asyncio.gather(*(write_on(table, run, writer) for writer in range(WRITERS)))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2]))
