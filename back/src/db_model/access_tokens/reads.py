"""Reads of API tokens."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from db_model import reads
from db_model.access_tokens import facet
from db_model.access_tokens.types import AccessToken
from store.table import Table
from store.values import IndexName, Query


async def get_many(table: Table, ids: Sequence[str], *, now: datetime) -> Mapping[str, AccessToken]:
    """Read tokens by id; those past their end are absent."""
    return await reads.get_many(table, facet.FACET, {identifier: facet.key(identifier) for identifier in ids}, now=now)


def of_person(email: str) -> Query:
    """Select the tokens of a person, oldest first."""
    return reads.under(IndexName.BY_PARENT, facet.of_person(email))
