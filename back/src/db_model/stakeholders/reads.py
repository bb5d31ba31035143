"""Reads of people."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from db_model import parts, reads
from db_model.stakeholders import facet
from db_model.stakeholders.types import Stakeholder
from store.table import Table
from store.values import IndexName


async def get_many(table: Table, emails: Sequence[str], *, now: datetime) -> Mapping[str, Stakeholder]:
    """Read people by e-mail."""
    return await reads.get_many(table, facet.FACET, {email: facet.key(email) for email in emails}, now=now)


async def last_version(table: Table, email: str) -> int:
    """Return the version up to which a person who was removed has a history; zero if there never was one."""
    return await reads.last_version(table, facet.key(email), "state")


async def is_anybody_there(table: Table) -> bool:
    """Tell whether there are any people, in one call."""
    shards = (facet.all_of_shard(str(number)) for number in range(parts.SHARDS))
    pages = await table.query_many([replace(reads.under(IndexName.BY_PARENT, shard), first=1) for shard in shards])
    return any(page.items for page in pages)
