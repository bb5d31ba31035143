"""The change feed over the stream of a table, which keeps about a day of changes in shards that are split now and then."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeAlias

from botocore.exceptions import BotoCoreError, ClientError

from dynamodb.stream_errors import is_expired, is_gone, is_trimmed, to_store_error
from store.errors import Unavailable
from store.feed import Cursor, Entry, Record, Shard, Slice, Trimmed, Unreadable
from store.values import Item, Key

if TYPE_CHECKING:
    from types_aiobotocore_dynamodb import DynamoDBClient
    from types_aiobotocore_dynamodbstreams import DynamoDBStreamsClient

RECORDS_A_READ = 1_000
_SHARDS_A_PAGE = 100
_MOST_PAGES = 200
"""Of a list of shards: a table that has more has an indexer in need of another design."""

Image: TypeAlias = Mapping[str, Any]
"""An item as the stream writes it."""


@dataclass(frozen=True, slots=True)
class Decoding:
    """How the items of the table are written."""

    key_of: Callable[[Image], Key]
    """Reads a key; raises whatever it likes for what is none."""
    item_of: Callable[[Image], Item]
    """Reads an item; raises whatever it likes for what is none."""
    is_wanted: Callable[[Key], bool]
    """Tells what the index is made of; everything else is passed over."""


@dataclass(frozen=True, slots=True)
class StreamFeed:
    """The stream of one table."""

    client: "DynamoDBStreamsClient"
    arn: str
    decoding: Decoding

    @property
    def name(self) -> str:
        """Return the table's name and the time when the stream was switched on."""
        table, _, label = self.arn.partition(":table/")[2].partition("/stream/")
        return f"{table}/{label}"

    async def shards(self) -> tuple[Shard, ...]:
        """List the shards, a page after the other."""
        found: list[Shard] = []
        after: dict[str, Any] = {}
        for _ in range(_MOST_PAGES):
            try:
                answer = await self.client.describe_stream(StreamArn=self.arn, Limit=_SHARDS_A_PAGE, **after)
            except (ClientError, BotoCoreError) as error:
                raise to_store_error(error) from error
            described = answer["StreamDescription"]
            found += [Shard(shard["ShardId"], shard.get("ParentShardId")) for shard in described.get("Shards", ())]
            last = described.get("LastEvaluatedShardId")
            if last is None:
                return tuple(found)
            after = {"ExclusiveStartShardId": last}
        raise Unavailable(f"the stream has more than {_MOST_PAGES * _SHARDS_A_PAGE} shards")

    async def read(self, cursor: Cursor) -> Slice:
        """Read up to 1,000 records, or 1 MiB of them; an iterator that has expired is made anew."""
        try:
            token = cursor.token or await self._iterator(cursor)
            try:
                answer = await self.client.get_records(ShardIterator=token, Limit=RECORDS_A_READ)
            except ClientError as error:
                if not is_expired(error) or cursor.token is None:
                    raise
                answer = await self.client.get_records(ShardIterator=await self._iterator(cursor), Limit=RECORDS_A_READ)
        except (ClientError, BotoCoreError) as error:
            if is_trimmed(error) or is_gone(error):
                raise Trimmed(cursor.shard, is_gone=is_gone(error) or cursor == Cursor(cursor.shard)) from error
            raise to_store_error(error) from error
        return _slice(cursor, answer.get("Records", ()), answer.get("NextShardIterator"), self.decoding)

    async def close(self) -> None:
        """Do nothing: the client belongs to whoever opened it."""

    async def _iterator(self, cursor: Cursor) -> str:
        if cursor.after is None:
            answer = await self.client.get_shard_iterator(StreamArn=self.arn, ShardId=cursor.shard, ShardIteratorType="TRIM_HORIZON")
        else:
            answer = await self.client.get_shard_iterator(
                StreamArn=self.arn, ShardId=cursor.shard, ShardIteratorType="AFTER_SEQUENCE_NUMBER", SequenceNumber=cursor.after
            )
        return answer["ShardIterator"]


async def find_stream(client: "DynamoDBClient", table: str) -> str:
    """Return the name of a table's stream; raises `Unavailable` when it has none that tells old and new items."""
    try:
        described = (await client.describe_table(TableName=table))["Table"]
    except (ClientError, BotoCoreError) as error:
        raise to_store_error(error) from error
    specification = described.get("StreamSpecification", {})
    if not specification.get("StreamEnabled") or specification.get("StreamViewType") != "NEW_AND_OLD_IMAGES":
        raise Unavailable(f"the table {table} has no stream of new and old images, which the index is made from")
    return described["LatestStreamArn"]


def _slice(cursor: Cursor, records: Sequence[Mapping[str, Any]], token: str | None, decoding: Decoding) -> Slice:
    last = records[-1]["dynamodb"] if records else None
    sequence = last["SequenceNumber"] if last else None
    entries = (_entry(record["dynamodb"], decoding) for record in records)
    return Slice(
        entries=tuple(entry for entry in entries if entry is not None),
        last=sequence,
        until=_written_at(last) if last else None,
        next=None if token is None else Cursor(cursor.shard, sequence or cursor.after, token),
    )


def _entry(change: Mapping[str, Any], decoding: Decoding) -> Entry | None:
    """Read a change; what nobody wants to know is nothing."""
    sequence, written_at = change["SequenceNumber"], _written_at(change)
    key: Key | None = None
    try:
        key = decoding.key_of(change["Keys"])
        if not decoding.is_wanted(key):
            return None
        old, new = (decoding.item_of(change[name]) if name in change else None for name in ("OldImage", "NewImage"))
    except Exception as error:  # noqa: BLE001 -- whoever wrote it, and however: this one change is what nobody can read
        return Unreadable(sequence, key, f"{type(error).__name__}: {error}", written_at)
    return Record(sequence, key, old, new, written_at)


def _written_at(change: Mapping[str, Any]) -> datetime:
    moment = change["ApproximateCreationDateTime"]
    return moment.astimezone(UTC) if isinstance(moment, datetime) else datetime.fromtimestamp(float(moment), UTC)
