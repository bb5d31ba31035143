"""Reads of attempts."""

from datetime import datetime

from db_model import reads
from db_model.attempts import facet
from db_model.attempts.types import Attempts
from store.table import Table


async def find(table: Table, wanted: Attempts, *, now: datetime) -> Attempts | None:
    """Read the attempts of the same kind, address and minute."""
    return (await reads.get_many(table, facet.FACET, {wanted: facet.FACET.key(wanted)}, now=now)).get(wanted)
