"""The table while requests fail on their way or are refused: what was acknowledged is there, once, and the errors say what is wrong."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from itertools import chain, repeat

import orjson
import pytest

from aws_stub import REGION, new_name, stub_services
from dynamodb import batches
from dynamodb.connection import Place
from dynamodb.creation import create_table
from dynamodb.scan import open_scan
from dynamodb.table import DynamoTable, open_table
from faulty_proxy import INTERNAL, THROTTLED, Fault, FaultyProxy, Partial, Refusal, Request, Reset, Slow, faulty_proxy
from store.errors import Conflict, Throttled, Unavailable
from store.scan import every_item
from store.values import Absent, IndexName, Item, Key, Put, Query, VersionIs

pytestmark = [pytest.mark.enable_socket, pytest.mark.changes_db]
KEYS = tuple(Key("P", f"{number:03}") for number in range(30))
ITEMS = tuple(Item(key, 1, {"n": key.sort}, {IndexName.BY_PARENT: Key("I", key.sort)}) for key in KEYS)


@asynccontextmanager
async def troubled(*, tries: int = 3, seconds: float = 20) -> AsyncIterator[tuple[DynamoTable, FaultyProxy]]:
    """Give a table with items behind a proxy, and the proxy, which lets everything pass so far."""
    with stub_services() as endpoint:
        place = Place(table=new_name(), region=REGION, endpoint=endpoint, tries=tries, longest_seconds=seconds)
        await create_table(place)
        async with faulty_proxy(endpoint) as proxy:
            table = await open_table(place._replace(endpoint=proxy.url))
            try:
                await table.write([Put(item, None) for item in ITEMS])
                yield table, proxy
            finally:
                await table.close()


def fail(proxy: FaultyProxy, call: str, *faults: Fault, forever: bool = False) -> None:
    """Let the next requests of a kind fail so, the last way from then on if it is forever."""
    coming: Iterator[Fault | None] = chain(faults, repeat(faults[-1] if forever else None))

    def plan(request: Request) -> Fault | None:
        return next(coming) if request.call == call else None

    proxy.plan = plan


@pytest.mark.parametrize("fault", [THROTTLED, INTERNAL, Reset()], ids=["throttled", "internal", "reset"])
async def test_what_fails_twice_is_done_the_third_time(fault: Fault) -> None:
    async with troubled() as (table, proxy):
        for call, work in (
            ("BatchGetItem", table.get_many(KEYS)),
            ("Query", table.query(Query(None, "P"))),
            ("TransactWriteItems", table.write([Put(ITEMS[0], VersionIs(1))])),
        ):
            fail(proxy, call, fault, fault)
            before = proxy.failed[call]
            await work
            assert proxy.failed[call] - before == 2


@pytest.mark.parametrize(
    ("fault", "expected"), [(THROTTLED, Throttled), (INTERNAL, Unavailable), (Reset(), Unavailable)], ids=["throttled", "internal", "reset"]
)
async def test_what_fails_for_good_is_told_as_what_it_is_and_nothing_is_written(fault: Fault, expected: type[Exception]) -> None:
    new = Item(Key("N", "#"), 1, {})
    async with troubled() as (table, proxy):
        for call, work in (
            ("BatchGetItem", table.get_many(KEYS)),
            ("Query", table.count(Query(None, "P"), alive_at=0)),
            ("TransactWriteItems", table.write([Put(new, Absent())])),
        ):
            fail(proxy, call, fault, forever=True)
            with pytest.raises(expected):
                await work
        fail(proxy, "nothing", fault)

        assert await table.get_many([new.key]) == {}


async def test_a_conflict_is_told_at_once_and_names_its_keys() -> None:
    async with troubled() as (table, proxy):
        before = proxy.asked["TransactWriteItems"]
        with pytest.raises(Conflict) as caught:
            await table.write([Put(ITEMS[0], VersionIs(1)), Put(ITEMS[1], Absent()), Put(ITEMS[2], VersionIs(7))])

        assert caught.value.keys == (KEYS[1], KEYS[2])
        assert proxy.asked["TransactWriteItems"] - before == 1


def canceled(*codes: str) -> Refusal:
    """Return a transaction's refusal for these reasons."""
    return Refusal(400, "TransactionCanceledException", reasons=codes)


@pytest.mark.parametrize("code", ["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"])
async def test_a_transaction_that_met_another_is_sent_again_under_the_same_token(code: str) -> None:
    async with troubled() as (table, proxy):
        tokens: list[str] = []
        left = [canceled("None", code)] * 3

        def plan(request: Request) -> Fault | None:
            if request.call != "TransactWriteItems":
                return None
            tokens.append(orjson.loads(request.body)["ClientRequestToken"])
            return left.pop() if left else None

        proxy.plan = plan
        await table.write([Put(ITEMS[0], VersionIs(1)), Put(ITEMS[1], VersionIs(1))])

        assert (len(tokens), len(set(tokens))) == (4, 1)


async def test_keys_that_the_engine_leaves_out_are_asked_for_again() -> None:
    async with troubled() as (table, proxy):
        table_name = table.place.table

        def plan(request: Request) -> Fault | None:
            if request.call != "BatchGetItem":
                return None
            asked = orjson.loads(request.body)["RequestItems"][table_name]
            done, left = asked["Keys"][:8], asked["Keys"][8:]

            def leave(answer: bytes) -> bytes:
                rest = {"UnprocessedKeys": {table_name: {**asked, "Keys": left}}} if left else {}
                return orjson.dumps({**orjson.loads(answer), **rest})

            return Partial(request._replace(body=orjson.dumps({"RequestItems": {table_name: {**asked, "Keys": done}}})), leave)

        proxy.plan = plan

        assert await table.get_many(KEYS) == {item.key: item for item in ITEMS}
        assert proxy.asked["BatchGetItem"] == 4


async def test_keys_that_the_engine_leaves_out_for_good_are_throttled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "_MOST_CALLS", 3)
    async with troubled() as (table, proxy):

        def plan(request: Request) -> Fault | None:
            left = {"UnprocessedKeys": orjson.loads(request.body)["RequestItems"]} if request.call == "BatchGetItem" else {}
            return Partial(request, lambda _: orjson.dumps({"Responses": {}, **left})) if left else None

        proxy.plan = plan
        with pytest.raises(Throttled):
            await table.get_many(KEYS)
        assert proxy.asked["BatchGetItem"] == 3


async def test_a_call_that_takes_too_long_ends() -> None:
    async with troubled(seconds=0.2) as (table, proxy):
        fail(proxy, "BatchGetItem", Slow(5), forever=True)
        with pytest.raises(Unavailable):
            await asyncio.wait_for(table.get_many(KEYS), timeout=4)


async def test_a_scan_reads_every_item_once_though_requests_fail() -> None:
    async with troubled() as (table, proxy):
        scan = await open_scan(table.place)
        fail(proxy, "Scan", THROTTLED, Reset())
        try:
            found = [item async for item in every_item(scan)]
        finally:
            await scan.close()

    assert sorted(found, key=lambda item: item.key) == list(ITEMS)
