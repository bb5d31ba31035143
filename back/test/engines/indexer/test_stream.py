"""The feed over the stream of a real engine."""

import pytest

from faulty_proxy import INTERNAL, THROTTLED, Fault, Refusal, Request, Reset, faulty_proxy
from raw_stream import RawTable, raw_table, stream_of
from store.errors import StoreError, Throttled, Unavailable
from store.feed import Cursor, Record, Trimmed, Unreadable
from store.values import Key

pytestmark = pytest.mark.enable_socket


async def test_records_tell_what_items_were_and_are_in_their_order(engine: str, raw: RawTable) -> None:
    first = await raw.put(1)
    second = await raw.put(1, text="newer")
    await raw.remove(1)
    async with stream_of(engine, raw.name) as feed:
        (shard,) = await feed.shards()

        piece = await feed.read(Cursor(shard.id))

        assert [each[1:4] for each in piece.entries] == [
            (first.key, None, first),
            (first.key, first, second),
            (first.key, second, None),
        ]
        assert piece.next is not None
        assert (await feed.read(piece.next)).entries == ()
        assert (await feed.read(Cursor(shard.id, piece.entries[0].sequence))).entries == piece.entries[1:]


async def test_what_nobody_wants_moves_the_place_and_what_nobody_can_read_is_told(engine: str, raw: RawTable) -> None:
    async with stream_of(engine, raw.name) as feed:
        (shard,) = await feed.shards()
        await raw.write_by_others(Key("FEED#1", "#"), anything="else")
        passed = await feed.read(Cursor(shard.id))
        await raw.write_by_others(Key("BUG#9", "#"), anything="else")

        piece = await feed.read(Cursor(shard.id, passed.last))

    assert (passed.entries, passed.last is None, passed.until is None) == ((), False, False)
    (entry,) = piece.entries
    assert isinstance(entry, Unreadable)
    assert (entry.key, entry.error) == (Key("BUG#9", "#"), "KeyError: 'attributes'")


async def test_a_name_tells_a_table_and_its_stream(engine: str, raw: RawTable) -> None:
    async with raw_table(engine) as other, stream_of(engine, raw.name) as feed, stream_of(engine, other.name) as another:
        assert feed.name.startswith(f"{raw.name}/")
        assert feed.name != another.name


@pytest.mark.parametrize(
    ("fault", "expected"),
    [(THROTTLED, Throttled), (INTERNAL, Unavailable), (Reset(), Unavailable)],
    ids=["throttled", "internal", "reset"],
)
@pytest.mark.parametrize("call", ["DescribeStream", "GetShardIterator", "GetRecords"])
async def test_what_fails_is_told_as_what_it_is(engine: str, raw: RawTable, call: str, fault: Fault, expected: type[StoreError]) -> None:
    async with faulty_proxy(engine) as proxy, stream_of(proxy.url, raw.name) as feed:
        (shard,) = await feed.shards()
        proxy.plan = lambda request: fault if request.call == call else None

        with pytest.raises(expected):
            await (feed.shards() if call == "DescribeStream" else feed.read(Cursor(shard.id)))

        proxy.plan = lambda _: None
        assert (await feed.read(Cursor(shard.id))).entries == ()


async def test_an_iterator_that_has_expired_is_made_anew(engine: str, raw: RawTable) -> None:
    expired = [Refusal(400, "ExpiredIteratorException")]

    def plan(request: Request) -> Fault | None:
        return expired.pop() if request.call == "GetRecords" and expired else None

    async with faulty_proxy(engine) as proxy, stream_of(proxy.url, raw.name) as feed:
        (shard,) = await feed.shards()
        await raw.put(1)
        piece = await feed.read(Cursor(shard.id))
        await raw.put(2)
        proxy.plan = plan
        assert piece.next is not None

        (entry,) = (await feed.read(piece.next)).entries

    assert isinstance(entry, Record)
    assert (entry.key, expired) == (Key("BUG#2", "#"), [])


@pytest.mark.parametrize(
    ("kind", "after", "is_gone"),
    [
        ("TrimmedDataAccessException", "0" * 21, False),
        ("ResourceNotFoundException", "0" * 21, True),
        ("ResourceNotFoundException", None, True),
    ],
)
async def test_what_is_not_kept_any_more_is_told_of(engine: str, raw: RawTable, kind: str, after: str | None, is_gone: bool) -> None:
    async with faulty_proxy(engine) as proxy, stream_of(proxy.url, raw.name) as feed:
        (shard,) = await feed.shards()
        proxy.plan = lambda request: Refusal(400, kind) if request.call == "GetShardIterator" else None

        with pytest.raises(Trimmed) as raised:
            await feed.read(Cursor(shard.id, after))

    assert (raised.value.shard, raised.value.is_gone) == (shard.id, is_gone)
