"""Reads of invitations."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from db_model import reads
from db_model.invitations import facet
from db_model.invitations.types import PendingInvitation
from store.table import Table
from store.values import IndexName, Query


async def get_many(table: Table, digests: Sequence[str], *, now: datetime) -> Mapping[str, PendingInvitation]:
    """Read invitations by the SHA-256 of their secrets; those past their end are absent."""
    return await reads.get_many(table, facet.FACET, {digest: facet.key(digest) for digest in digests}, now=now)


def of_person(email: str) -> Query:
    """Select what a person is invited to, oldest first."""
    return reads.under(IndexName.BY_PARENT, facet.of_person(email))
