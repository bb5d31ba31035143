from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from store.errors import InvalidValue
from store.index import Aggregate, Anywhere, Document, Search, Upsert
from store.measured import Calls, measured, measured_index
from store.no_index import no_index
from store.table import Table
from store.values import Absent, Item, Key, Put, Query
from stores import SCHEMA, sqlite_index, sqlite_table

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


async def test_each_search_counts_once_whatever_it_finds(tmp_path: Path) -> None:
    calls = Calls()
    search, aggregate = Search("bugs", Anywhere()), Aggregate("bugs", Anywhere())
    async with sqlite_index(tmp_path, SCHEMA) as index:
        counted = measured_index(index, calls)
        await counted.apply([Upsert(Document("bugs", id_, 1, "g", "o", {})) for id_ in "abc"])
        await counted.search(search)
        await counted.search_many([search, search])
        await counted.aggregate(aggregate)
        await counted.aggregate_many([aggregate, aggregate])
        await counted.search_many(())
        await counted.aggregate_many(())

    assert calls == Calls(search=2, aggregate=2, rows=9)
    assert calls.total == 4


async def test_a_store_without_collections_refuses_what_needs_one() -> None:
    index = no_index()

    with pytest.raises(InvalidValue, match="no collection 'bugs'"):
        await index.search(Search("bugs", Anywhere()))
    with pytest.raises(InvalidValue, match="no collection 'bugs'"):
        await index.aggregate_many([Aggregate("bugs", Anywhere())])
    with pytest.raises(InvalidValue, match="no collections"):
        await index.apply([Upsert(Document("bugs", "a", 1, "g", "o", {}))])
    await index.apply(())
    assert await index.search_many(()) == ()
