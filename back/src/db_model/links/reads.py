"""Reads of sign-in links."""

from datetime import datetime

from db_model.facet import to_entity
from db_model.links import facet
from db_model.links.types import Link
from store.table import Table


async def find(table: Table, digest: str, *, now: datetime) -> Link | None:
    """Read, in one call, the link that a secret of this SHA-256 may be of: its own or that of the first person.

    Whoever asks compares the hashes. A link past its end is absent.
    """
    own, first = facet.key(digest), facet.key(facet.FIRST)
    items = await table.get_many((own, first), consistent=True)
    link = to_entity(facet.FACET, items.get(own), now)
    return link if link is not None else to_entity(facet.FACET, items.get(first), now)


async def find_first(table: Table) -> Link | None:
    """Read the link of the first person, even one whose time is over: a new one is written over it."""
    key = facet.key(facet.FIRST)
    item = (await table.get_many((key,), consistent=True)).get(key)
    return None if item is None else facet.FACET.codec.to_entity(item)
