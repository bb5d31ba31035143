"""Reads of people."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from db_model import reads
from db_model.stakeholders import facet
from db_model.stakeholders.types import Stakeholder
from store.table import Table


async def get_many(table: Table, emails: Sequence[str], *, now: datetime) -> Mapping[str, Stakeholder]:
    """Read people by e-mail."""
    return await reads.get_many(table, facet.FACET, {email: facet.key(email) for email in emails}, now=now)


async def last_version(table: Table, email: str) -> int:
    """Return the version up to which a person who was removed has a history; zero if there never was one."""
    return await reads.last_version(table, facet.key(email), "state")
