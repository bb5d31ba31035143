"""Whatever fails between a table, its stream, an indexer and its index: they come to agree, document by document."""

import asyncio
import os
import random
import signal
import sqlite3
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

import indexer_process
from faulty_proxy import INTERNAL, THROTTLED, Fault, Request, Reset, faulty_proxy
from indexing import MemoryIndex, documents_of, indexing, until, value_of, work_on
from raw_stream import RawTable, stream_of
from sqlite.index_tables import documents_table
from sqlite.table import open_table
from store.errors import Throttled, Unavailable
from store.index import Upsert
from store.values import Item
from stores import SCHEMA, sqlite_table

pytestmark = pytest.mark.enable_socket

FAULTS = (THROTTLED, INTERNAL, Reset(), Reset(is_done=True))
SUPPORT = Path(str(indexer_process.__file__))


async def change(raw: RawTable, chance: random.Random, number: int) -> None:
    """Write, overwrite and remove a number of items."""
    for _ in range(number):
        each = chance.randrange(40)
        if any(key.partition == f"BUG#{each}" for key in raw.items) and chance.random() < 0.3:
            await raw.remove(each)
        else:
            await raw.put(each, text=f"words {chance.randrange(100)}", status=chance.choice(("open", "closed")))


async def test_an_index_agrees_with_a_table_whose_engine_fails_again_and_again(engine: str, raw: RawTable, tmp_path: Path) -> None:
    chance, target = random.Random(1), MemoryIndex()

    def plan(request: Request) -> Fault | None:
        return chance.choice(FAULTS) if chance.random() < 0.4 else None

    async with faulty_proxy(engine) as proxy, stream_of(proxy.url, raw.name) as feed, sqlite_table(tmp_path) as table:
        proxy.plan = plan
        work = work_on(feed, table, target, SCHEMA)
        async with indexing(work, number=2):
            await change(raw, chance, 150)

            await until(lambda: target.documents == documents_of(raw.items.values(), SCHEMA))

    assert proxy.failed["GetRecords"] > 0
    assert proxy.failed["DescribeStream"] > 0
    assert value_of(work, "gaps") == 0


async def test_an_index_agrees_with_a_table_after_it_was_down_and_took_halves(engine: str, raw: RawTable, tmp_path: Path) -> None:
    chance, target = random.Random(2), MemoryIndex()
    async with stream_of(engine, raw.name) as feed, sqlite_table(tmp_path) as table:
        work = work_on(feed, table, target, SCHEMA)
        async with indexing(work):
            await change(raw, chance, 40)
            target.is_down = Unavailable("down")
            await change(raw, chance, 40)
            await until(lambda: value_of(work, "failures", call="apply", reason="unavailable") > 2)
            target.failures = [Throttled("half"), Unavailable("half"), Throttled("half")]
            target.is_down = None
            await change(raw, chance, 40)

            await until(lambda: target.documents == documents_of(raw.items.values(), SCHEMA))

    assert target.failures == []


async def test_an_index_agrees_with_a_table_whose_indexers_are_killed(engine: str, raw: RawTable, tmp_path: Path) -> None:
    chance = random.Random(3)
    folder, expected = tmp_path / "index", tmp_path / "expected"
    folder.mkdir()
    expected.mkdir()
    for _ in range(4):
        async with process(engine, raw, folder) as first, process(engine, raw, folder) as second:
            await change(raw, chance, 30)
            # In the middle of what it does, whatever that is.
            first.send_signal(signal.SIGKILL)
            await change(raw, chance, 10)
            second.send_signal(signal.SIGKILL)
    assert any(rows(folder).values())
    await change(raw, chance, 10)
    wanted = await fresh(expected, raw.items.values())

    async with process(engine, raw, folder) as last:
        await until(lambda: rows(folder) == wanted)
        last.send_signal(signal.SIGTERM)
        assert last.stdout is not None
        assert (await last.stdout.read()).decode().endswith("ended\n")


@asynccontextmanager
async def process(engine: str, raw: RawTable, folder: Path) -> AsyncIterator[Process]:
    """Run an indexer that says that it has begun; it is killed at the end of the block, if it runs then."""
    program = (sys.executable, "-P", str(SUPPORT), engine, raw.name, str(folder))
    path = os.pathsep.join((str(SUPPORT.parent), str(SUPPORT.parents[2] / "src")))
    child = await asyncio.create_subprocess_exec(*program, stdout=PIPE, env={**os.environ, "PYTHONPATH": path})
    try:
        assert child.stdout is not None
        while (line := await child.stdout.readline()) != b"ready\n":
            assert line
        yield child
    finally:
        if child.returncode is None:
            child.kill()
        await child.communicate()


async def fresh(folder: Path, items: Iterable[Item]) -> dict[str, list[tuple[object, ...]]]:
    """Return the rows of an index that was told of these items and nothing else."""
    table = await open_table(folder / indexer_process.DATABASE, search=SCHEMA)
    try:
        await table.index.apply(tuple(Upsert(document) for document in documents_of(items, SCHEMA).values()))
    finally:
        await table.close()
    return rows(folder)


def rows(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return the rows of an index, less the numbers that they have by their order."""
    with closing(sqlite3.connect(folder / indexer_process.DATABASE)) as connection:
        return {collection.name: _rows(connection, documents_table(collection.name)) for collection in SCHEMA.collections}


def _rows(connection: sqlite3.Connection, table: str) -> list[tuple[object, ...]]:
    names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})") if row[1] != "n"]
    return connection.execute(f"SELECT {', '.join(names)} FROM {table} ORDER BY id").fetchall()  # noqa: S608 -- names of our own
