"""Reads of scans."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from db_model import reads
from db_model.change import guard_key
from db_model.scans import facet
from db_model.scans.types import Scan
from store.table import Table
from store.values import IndexName, Query


async def get_many(table: Table, ids: Sequence[str], *, now: datetime) -> Mapping[str, Scan]:
    """Read scans by id."""
    return await reads.get_many(table, facet.FACET, {identifier: facet.key(identifier) for identifier in ids}, now=now)


def of_group(group_name: str) -> Query:
    """Select the scans of a group, dry runs too, the newest first."""
    return replace(reads.under(IndexName.BY_PARENT, facet.of_group(group_name)), descending=True)


def ended_of_root(root_id: str) -> Query:
    """Select the scans of a root that are done or failed, without dry runs, the newest first."""
    return replace(reads.under(IndexName.BY_SECOND, facet.ended_of_root(root_id)), descending=True)


async def newest_ended(table: Table, root_ids: Sequence[str], *, now: datetime) -> Mapping[str, Scan]:
    """Read the newest scan of each root that is done or failed, in one call; a root without one is absent."""
    queries = tuple(replace(ended_of_root(root_id), first=1) for root_id in root_ids)
    pages = await reads.pages(table, facet.FACET, queries, now=now)
    return {root_id: page.items[0] for root_id, page in zip(root_ids, pages, strict=True) if page.items}


async def oldest_open(table: Table, root_id: str, *, now: datetime) -> Scan | None:
    """Read the scan of a root that is the first to be applied."""
    query = replace(reads.under(IndexName.BY_SECOND, facet.open_of_root(root_id)), first=1)
    (page,) = await reads.pages(table, facet.FACET, (query,), now=now)
    return page.items[0] if page.items else None


async def turn_of(table: Table, root_id: str) -> str | None:
    """Read the id of the scan that is applied to a root now."""
    return (await reads.owners(table, {root_id: guard_key(facet.TURN_GUARD, root_id)})).get(root_id)
