"""A store that is being copied into is not served."""

from clock import system_clock
from db_model.copies import reads as copies
from store.errors import UnfinishedCopy
from store.table import Table


async def refuse_unfinished(table: Table) -> None:
    """Raise `UnfinishedCopy` for a table that is one."""
    copy = await copies.get(table, now=system_clock().now())
    if copy is not None:
        raise UnfinishedCopy(f"the store is an unfinished copy of {copy.source}: run `integrates store copy` again until it is whole")
