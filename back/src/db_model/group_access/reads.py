"""Reads of accesses to groups."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from db_model import reads
from db_model.group_access import facet
from db_model.group_access.types import GroupAccess
from store.table import Table
from store.values import IndexName, Query


async def get_many(table: Table, ids: Sequence[tuple[str, str]], *, now: datetime) -> Mapping[tuple[str, str], GroupAccess]:
    """Read accesses by (e-mail, group name)."""
    return await reads.get_many(table, facet.FACET, {identifier: facet.key(*identifier) for identifier in ids}, now=now)


def of_person(email: str) -> Query:
    """Select the groups that a person is in or invited to."""
    return reads.under(None, facet.of_person(email))


def of_group(group_name: str) -> Query:
    """Select who is in a group or invited to it, by e-mail."""
    return reads.under(IndexName.BY_PARENT, facet.of_group(group_name))


async def last_version(table: Table, email: str, group_name: str) -> int:
    """Return the version up to which an access that was removed has a history; zero if it never was."""
    return await reads.last_version(table, facet.key(email, group_name), "state")
