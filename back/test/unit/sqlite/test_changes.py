"""Noticing writes of other connections and processes."""

import asyncio
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from sqlite.changes import watch
from sqlite.table import open_table
from store.values import Item, Key, Put

SECONDS = 10


def item(number: int) -> Item:
    return Item(Key(f"A#{number}", "#"), 1, {"name": "x"})


async def test_each_write_is_noticed_and_nothing_else(tmp_path: Path) -> None:
    table = await open_table(tmp_path / "table.sqlite3")
    async with watch(tmp_path / "table.sqlite3") as changed:
        waiting = asyncio.ensure_future(changed())
        await table.get_many((Key("A#1", "#"),))
        done, _ = await asyncio.wait({waiting}, timeout=0.2)
        assert done == set()

        for number in range(3):
            begun = time.monotonic()
            await table.write((Put(item(number), None),))
            await asyncio.wait_for(waiting, SECONDS)
            print(f"noticed after {(time.monotonic() - begun) * 1_000:.0f} ms")
            waiting = asyncio.ensure_future(changed())
        waiting.cancel()
    await table.close()


async def test_what_was_written_before_anybody_asked_again_is_noticed(tmp_path: Path) -> None:
    table = await open_table(tmp_path / "table.sqlite3")
    async with watch(tmp_path / "table.sqlite3") as changed:
        await table.write((Put(item(1), None),))

        await asyncio.wait_for(changed(), SECONDS)
    await table.close()


async def test_a_write_of_another_program_is_noticed(tmp_path: Path) -> None:
    await (await open_table(tmp_path / "table.sqlite3")).close()
    async with watch(tmp_path / "table.sqlite3") as changed:
        with closing(sqlite3.connect(tmp_path / "table.sqlite3", isolation_level=None)) as connection:
            connection.execute("INSERT INTO items (partition, sort, version, attributes) VALUES ('A#1', '#', 1, x'80')")

        await asyncio.wait_for(changed(), SECONDS)
