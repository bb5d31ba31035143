"""Parking what cannot be applied where an operator sees it, and replaying it once its cause is gone."""

from contextlib import suppress
from datetime import datetime
from hashlib import sha256

from db_model.commit import write
from db_model.parked_records import reads
from db_model.parked_records import writes as parked_model
from db_model.parked_records.types import OldItem, ParkedKind, ParkedRecord
from indexer.projecting import Poison, Target
from store.errors import Conflict, TooLarge
from store.feed import Record
from store.index import SearchSchema
from store.table import Table
from store.values import Item, Key

_LONGEST_ERROR = 500


class NotParked(Exception):
    """Nothing is parked under this id."""


class NeedsRebuild(Exception):
    """What is parked says that something is missing, but not what: only building the index anew brings it back."""


async def park(table: Table, feed: str, shard: str, poison: Poison, *, now: datetime) -> None:
    """Keep a record that cannot be applied; one that is parked already stays as it is."""
    entry, key = poison.entry, poison.entry.key
    parked = ParkedRecord(
        id=_id(feed, shard, entry.sequence),
        kind=ParkedKind.RECORD,
        feed=feed,
        shard=shard,
        error=poison.error[:_LONGEST_ERROR],
        parked_at=now,
        sequence=entry.sequence,
        partition=key.partition if key else None,
        sort=key.sort if key else None,
        written_at=entry.written_at,
        old=_old(entry.old) if isinstance(entry, Record) and entry.new is None else None,
    )
    try:
        await _add(table, parked)
    except TooLarge:
        await _add(table, parked._replace(old=None))


async def park_gap(table: Table, feed: str, shard: str, *, place: str | None, now: datetime) -> None:
    """Keep that the feed let go of records of a shard, after a place, before they were applied."""
    text = "the change feed let go of records before they were applied: build the index anew"
    await _add(table, ParkedRecord(_id(feed, shard, f"after {place}"), ParkedKind.GAP, feed, shard, text, now, sequence=place))


async def replay(table: Table, index: Target, schema: SearchSchema, identifier: str, *, now: datetime) -> ParkedRecord:
    """Apply what the item of a parked record is now, and let go of the record.

    Raises `NotParked`, `NeedsRebuild`, and whatever made it be parked if that still holds.
    """
    parked = await _get(table, identifier, now=now)
    if parked.partition is None or parked.sort is None:
        raise NeedsRebuild
    key = Key(parked.partition, parked.sort)
    new = (await table.get_many((key,), consistent=True)).get(key)
    old = _item(key, parked.old) if parked.old else None
    if new is None and old is None:
        raise NeedsRebuild
    await index.apply(tuple(schema.projection(key, old, new)))
    await _remove(table, parked)
    return parked


async def forget(table: Table, identifier: str, *, now: datetime) -> ParkedRecord:
    """Let go of a parked record that was seen to in another way; raises `NotParked`."""
    parked = await _get(table, identifier, now=now)
    await _remove(table, parked)
    return parked


async def _get(table: Table, identifier: str, *, now: datetime) -> ParkedRecord:
    parked = await reads.get(table, identifier, now=now)
    if parked is None:
        raise NotParked(identifier)
    return parked


async def _add(table: Table, parked: ParkedRecord) -> None:
    # A record that comes twice is parked once.
    with suppress(Conflict):
        await write(table, (parked_model.add(parked),))


async def _remove(table: Table, parked: ParkedRecord) -> None:
    # Somebody else may have been faster.
    with suppress(Conflict):
        await write(table, (parked_model.remove(parked),))


def _id(feed: str, shard: str, place: str) -> str:
    return sha256(f"{feed}\n{shard}\n{place}".encode()).hexdigest()[:32]


def _old(item: Item | None) -> OldItem | None:
    return OldItem(item.version, item.attributes) if item else None


def _item(key: Key, old: OldItem) -> Item:
    """Return a removed item as it was; what it was listed under is of no interest to an index."""
    return Item(key=key, version=old.last_version, attributes=dict(old.attributes))  # type: ignore[arg-type] # they were an item's attributes
