"""Reads of findings."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from db_model import reads
from db_model.change import guard_key
from db_model.findings import facet
from db_model.findings.types import Finding
from store.table import Table
from store.values import IndexName, Query


async def get_many(table: Table, ids: Sequence[str], *, now: datetime) -> Mapping[str, Finding]:
    """Read findings by id, those removed too."""
    return await reads.get_many(table, facet.FACET, {identifier: facet.key(identifier) for identifier in ids}, now=now)


def of_group(group_name: str) -> Query:
    """Select the released findings of a group, by their age."""
    return reads.under(IndexName.BY_PARENT, facet.of_group(group_name))


def drafts_of_group(group_name: str) -> Query:
    """Select the findings of a group without a released vulnerability, by their age."""
    return reads.under(IndexName.BY_PARENT, facet.drafts_of_group(group_name))


async def of_machine(table: Table, group_name: str, titles: Sequence[str], *, now: datetime) -> Mapping[str, Finding]:
    """Read by title what scanners found in a group; weaknesses that they have not found are absent."""
    keys = {title: guard_key(facet.MACHINE_GUARD, facet.machine_value(group_name, title)) for title in titles}
    ids = await reads.owners(table, keys)
    found = await get_many(table, tuple(ids.values()), now=now)
    return {title: found[identifier] for title, identifier in ids.items() if identifier in found}
