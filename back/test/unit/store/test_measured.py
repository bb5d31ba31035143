from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from store.measured import Calls, measured
from store.table import Table
from store.values import Absent, Item, Key, Put, Query
from stores import sqlite_table

KEYS = tuple(Key("P", str(number)) for number in range(5))


@pytest.fixture
async def table(tmp_path: Path) -> AsyncIterator[Table]:
    async with sqlite_table(tmp_path) as opened:
        yield opened


async def test_each_call_counts_once_whatever_it_reads(table: Table) -> None:
    calls = Calls()
    counted = measured(table, calls)
    await counted.write([Put(Item(key, 1, {}), Absent()) for key in KEYS])
    await counted.get_many(KEYS)
    await counted.query(Query(None, "P", first=3))
    await counted.query_many([Query(None, "P"), Query(None, "P", first=2)])
    await counted.count(Query(None, "P"), alive_at=0)

    assert calls == Calls(get_many=1, query=2, count=1, write=1, rows=5 + 3 + 5 + 2)
    assert calls.total == 5


async def test_asking_for_nothing_costs_nothing(table: Table) -> None:
    calls = Calls()

    assert await measured(table, calls).get_many(()) == {}
    assert await measured(table, calls).query_many(()) == ()
    assert calls == Calls()
