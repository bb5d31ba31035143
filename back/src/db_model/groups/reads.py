"""Reads of groups."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from db_model import reads
from db_model.groups import facet
from db_model.groups.types import Group
from store.table import Table
from store.values import IndexName, Query


async def get_many(table: Table, names: Sequence[str], *, now: datetime) -> Mapping[str, Group]:
    """Read groups by name, those removed too."""
    return await reads.get_many(table, facet.FACET, {name: facet.key(name) for name in names}, now=now)


def of_organization(organization_id: str) -> Query:
    """Select the living groups of an organization, by name."""
    return reads.under(IndexName.BY_PARENT, facet.of_organization(organization_id))
