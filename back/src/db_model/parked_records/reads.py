"""Reads of parked records."""

from dataclasses import replace
from datetime import datetime

from db_model import reads
from db_model.facet import to_entity
from db_model.parked_records import facet
from db_model.parked_records.types import ParkedRecord
from store.table import Table
from store.values import IndexName


async def get(table: Table, identifier: str, *, now: datetime) -> ParkedRecord | None:
    """Read a parked record as it is at this moment."""
    key = facet.key(identifier)
    return to_entity(facet.FACET, (await table.get_many((key,), consistent=True)).get(key), now)


async def longest_parked(table: Table, *, now: datetime, first: int) -> tuple[ParkedRecord, ...]:
    """Read what is parked, the longest parked first."""
    query = replace(reads.under(IndexName.BY_PARENT, facet.all_parked()), first=first)
    (page,) = await reads.pages(table, facet.FACET, (query,), now=now)
    return page.items
