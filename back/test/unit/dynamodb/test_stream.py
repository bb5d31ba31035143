"""How the stream of a table is asked, by a client that answers as told; the tier of engines asks a real one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from dynamodb.stream import Decoding, StreamFeed, find_stream
from dynamodb.stream_errors import to_store_error
from store.errors import StoreError, Throttled, Unavailable
from store.feed import Cursor, Shard, Trimmed
from store.values import Item, Key

ARN = "arn:aws:dynamodb:eu-west-1:123456789012:table/integrates/stream/2026-05-04T12:00:00.000"
AT = datetime(2026, 5, 4, 12, tzinfo=UTC)


def failure(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "as told"}}, "GetRecords")


@dataclass(slots=True)
class Client:
    """Answers calls in order, and notes what it was asked."""

    answers: list[Mapping[str, Any] | Exception]
    asked: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)

    def _answer(self, call: str, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        self.asked.append((call, asked))
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def describe_stream(self, **asked: object) -> Mapping[str, Any]:
        return self._answer("describe_stream", asked)

    async def describe_table(self, **asked: object) -> Mapping[str, Any]:
        return self._answer("describe_table", asked)

    async def get_shard_iterator(self, **asked: object) -> Mapping[str, Any]:
        return self._answer("get_shard_iterator", asked)

    async def get_records(self, **asked: object) -> Mapping[str, Any]:
        return self._answer("get_records", asked)


def feed_of(client: Client) -> StreamFeed:
    decoding = Decoding(
        key_of=lambda image: Key(image["pk"], "#"),
        item_of=lambda image: Item(key=Key(image["pk"], "#"), version=int(image["v"]), attributes={}),
        is_wanted=lambda key: key.partition.startswith("BUG#"),
    )
    return StreamFeed(cast(Any, client), ARN, decoding)


def change(sequence: str, name: str = "BUG#1", **images: Mapping[str, str]) -> Mapping[str, Any]:
    return {"dynamodb": {"SequenceNumber": sequence, "Keys": {"pk": name}, "ApproximateCreationDateTime": AT, **images}}


async def test_the_shards_of_every_page_are_listed_with_their_parents() -> None:
    pages: list[Mapping[str, Any] | Exception] = [
        {"StreamDescription": {"Shards": [{"ShardId": "a"}], "LastEvaluatedShardId": "a"}},
        {"StreamDescription": {"Shards": [{"ShardId": "b", "ParentShardId": "a"}]}},
    ]
    client = Client(pages)

    assert await feed_of(client).shards() == (Shard("a", None), Shard("b", "a"))
    assert [asked.get("ExclusiveStartShardId") for _, asked in client.asked] == [None, "a"]


async def test_a_place_is_where_reading_begins_and_an_iterator_where_it_goes_on() -> None:
    client = Client([{"ShardIterator": "i"}, {"Records": [change("5", NewImage={"pk": "BUG#1", "v": "1"})], "NextShardIterator": "j"}])

    piece = await feed_of(client).read(Cursor("a", "4"))

    assert client.asked == [
        (
            "get_shard_iterator",
            {"StreamArn": ARN, "ShardId": "a", "ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "SequenceNumber": "4"},
        ),
        ("get_records", {"ShardIterator": "i", "Limit": 1000}),
    ]
    assert (piece.last, piece.until, piece.next) == ("5", AT, Cursor("a", "5", "j"))


async def test_a_read_of_nothing_keeps_the_place_and_the_end_of_a_shard_has_no_next() -> None:
    client = Client([{"Records": [], "NextShardIterator": "k"}, {"Records": []}])
    feed = feed_of(client)

    nothing = await feed.read(Cursor("a", "5", "j"))
    end = await feed.read(Cursor("a", "5", "k"))

    assert (nothing.last, nothing.next, end.next) == (None, Cursor("a", "5", "k"), None)


async def test_an_iterator_that_has_expired_is_made_anew_from_the_place_and_only_once() -> None:
    client = Client([failure("ExpiredIteratorException"), {"ShardIterator": "n"}, {"Records": [], "NextShardIterator": "o"}])

    assert (await feed_of(client).read(Cursor("a", "5", "j"))).next == Cursor("a", "5", "o")

    with pytest.raises(Unavailable):
        await feed_of(Client([{"ShardIterator": "n"}, failure("ExpiredIteratorException")])).read(Cursor("a", "5"))


@pytest.mark.parametrize(
    ("cursor", "code", "is_gone"),
    [
        (Cursor("a", "5", "j"), "TrimmedDataAccessException", False),
        (Cursor("a", None, "j"), "TrimmedDataAccessException", False),
        (Cursor("a", "5", "j"), "ResourceNotFoundException", True),
    ],
)
async def test_what_is_not_kept_is_told_and_whether_anything_is_left(cursor: Cursor, code: str, is_gone: bool) -> None:
    with pytest.raises(Trimmed) as raised:
        await feed_of(Client([failure(code)])).read(cursor)

    assert raised.value.is_gone is is_gone


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (failure("LimitExceededException"), Throttled),
        (failure("ProvisionedThroughputExceededException"), Throttled),
        (failure("ThrottlingException"), Throttled),
        (failure("InternalServerError"), Unavailable),
        (failure("AccessDeniedException"), Unavailable),
        (EndpointConnectionError(endpoint_url="http://nowhere"), Unavailable),
    ],
)
def test_errors_are_told_by_what_helps_against_them(error: Exception, expected: type[StoreError]) -> None:
    assert type(to_store_error(error)) is expected


async def test_a_table_without_a_stream_of_both_images_is_refused() -> None:
    keys_only = {"Table": {"StreamSpecification": {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}, "LatestStreamArn": ARN}}
    both = {"Table": {"StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}, "LatestStreamArn": ARN}}

    assert await find_stream(cast(Any, Client([both])), "integrates") == ARN
    others: tuple[Mapping[str, Any], ...] = ({"Table": {}}, keys_only)
    for described in others:
        with pytest.raises(Unavailable, match="has no stream of new and old images"):
            await find_stream(cast(Any, Client([described])), "integrates")


def test_a_feed_is_named_by_its_table_and_the_time_of_its_stream() -> None:
    assert feed_of(Client([])).name == "integrates/2026-05-04T12:00:00.000"
