"""Reads of roots."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import cast

from db_model import reads
from db_model.roots import facet, guards
from db_model.roots.guards import Guard, Holder
from db_model.roots.types import Root
from store.table import Table
from store.values import IndexName, Query


async def get_many(table: Table, ids: Sequence[str], *, now: datetime) -> Mapping[str, Root]:
    """Read roots by id, those of removed groups too."""
    return await reads.get_many(table, facet.FACET, {root_id: facet.key(root_id) for root_id in ids}, now=now)


def of_group(group_name: str) -> Query:
    """Select the roots of a group, by nickname."""
    return reads.under(IndexName.BY_PARENT, facet.of_group(group_name))


async def of_nicknames(table: Table, names: Sequence[tuple[str, str]], *, now: datetime) -> Sequence[tuple[Root, ...]]:
    """Read for each group and nickname the roots that have it: a repository, and an address or a site."""
    queries = [
        Query(index=IndexName.BY_PARENT, partition=facet.of_group(group_name).partition, low=facet.named(name), high=facet.named(name))
        for group_name, name in names
    ]
    return tuple(page.items for page in await reads.pages(table, facet.FACET, queries, now=now))


async def holders(table: Table, wanted: Collection[Guard]) -> Mapping[Guard, Holder]:
    """Read who has unique values; those that nobody has are absent from the answer."""
    keys = {each: guards.key(each) for each in wanted}
    items = await table.get_many(frozenset(keys.values()), consistent=True)
    found = ((each, items[key]) for each, key in keys.items() if key in items)
    return {each: Holder(cast(str, item.attributes["owner"]), item.version) for each, item in found}
