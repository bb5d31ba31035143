"""Reads of leases."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from db_model import reads
from db_model.leases import facet
from db_model.leases.types import Lease
from store.table import Table


async def get_many(table: Table, names: Sequence[str], *, now: datetime) -> Mapping[str, Lease]:
    """Read leases by the names of their schedules; one that was never run has none."""
    return await reads.get_many(table, facet.FACET, {name: facet.key(name) for name in names}, now=now)
