"""A process that counts an item up, each step by its version, next to others that do the same."""

import asyncio
import sys
from pathlib import Path

from sqlite.table import open_table
from store.errors import Conflict
from store.table import Table
from store.values import Absent, Item, Key, Put, VersionIs

COUNTER = Key("COUNTER", "#")


async def step(table: Table, name: str) -> None:
    """Count up by one, and leave a row that tells of the step."""
    while True:
        present = (await table.get_many((COUNTER,))).get(COUNTER)
        version = present.version if present else 0
        condition = VersionIs(version) if present else Absent()
        try:
            await table.write(
                (Put(Item(COUNTER, version + 1, {}), condition), Put(Item(Key("STEP", f"{version + 1:06}"), 1, {"by": name}), Absent()))
            )
        except Conflict:
            continue
        return


async def main(path: Path, name: str, steps: int) -> None:
    """Open the table, which may not be there yet, and count."""
    table = await open_table(path)
    for _ in range(steps):
        await step(table, name)
    await table.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
