"""Reads of scan keys."""

from db_model.scan_keys import facet
from db_model.scan_keys.types import ScanKey
from store.table import Table


async def find(table: Table, wanted: ScanKey) -> ScanKey | None:
    """Read what stands where a new key would, even one whose time is over: it has to be written over."""
    key = facet.FACET.key(wanted)
    item = (await table.get_many((key,), consistent=True)).get(key)
    return None if item is None else facet.FACET.codec.to_entity(item)
