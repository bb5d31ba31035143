"""Reads of accesses to organizations."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from db_model import reads
from db_model.organization_access import facet
from db_model.organization_access.types import OrganizationAccess
from store.table import Table
from store.values import IndexName, Query


async def get_many(table: Table, ids: Sequence[tuple[str, str]], *, now: datetime) -> Mapping[tuple[str, str], OrganizationAccess]:
    """Read accesses by (e-mail, organization id)."""
    return await reads.get_many(table, facet.FACET, {identifier: facet.key(*identifier) for identifier in ids}, now=now)


def of_person(email: str) -> Query:
    """Select the organizations that a person is in or invited to."""
    return reads.under(None, facet.of_person(email))


def of_organization(organization_id: str) -> Query:
    """Select who is in an organization or invited to it, by e-mail."""
    return reads.under(IndexName.BY_PARENT, facet.of_organization(organization_id))


async def last_version(table: Table, email: str, organization_id: str) -> int:
    """Return the version up to which an access that was removed has a history; zero if it never was."""
    return await reads.last_version(table, facet.key(email, organization_id), "state")
