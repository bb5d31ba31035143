"""Reads of the outbox."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from db_model import parts, reads
from db_model.messages import facet
from db_model.messages.types import Message
from store.table import Table
from store.values import IndexName


async def newest(table: Table, is_wanted: Callable[[Message], bool], *, now: datetime) -> Message | None:
    """Read the newest message of those that are wanted, by looking through all that wait to be sent."""
    shards = (facet.outbox_of_shard(str(number)) for number in range(parts.SHARDS))
    queries = [replace(reads.under(IndexName.BY_PARENT, shard), first=1, descending=True) for shard in shards]
    pages = await reads.pages(table, facet.FACET, queries, now=now, keep=is_wanted)
    return max((message for page in pages for message in page.items), key=lambda message: message.id, default=None)
