"""Reads of organizations."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from db_model import reads
from db_model.change import guard_key
from db_model.organizations import facet
from db_model.organizations.types import Organization
from store.table import Table


async def get_many(table: Table, ids: Sequence[str], *, now: datetime) -> Mapping[str, Organization]:
    """Read organizations by id."""
    return await reads.get_many(table, facet.FACET, {identifier: facet.key(identifier) for identifier in ids}, now=now)


async def ids_of_names(table: Table, names: Sequence[str]) -> Mapping[str, str]:
    """Find the ids of organizations by their lower-case names, through the guards that keep the names unique."""
    return await reads.owners(table, {name: guard_key(facet.NAME_GUARD, name) for name in names})
