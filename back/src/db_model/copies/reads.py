"""Reads of the mark of an unfinished copy."""

from datetime import datetime

from db_model.copies import facet
from db_model.copies.types import Copy
from db_model.facet import to_entity
from store.table import Table


async def get(table: Table, *, now: datetime) -> Copy | None:
    """Read the copy that a store is becoming; `None` for one that is whole."""
    key = facet.key()
    return to_entity(facet.FACET, (await table.get_many((key,), consistent=True)).get(key), now)
