"""Reads of vulnerabilities."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from db_model import reads
from db_model.vulnerabilities import facet
from db_model.vulnerabilities.types import Vulnerability
from store.table import Table
from store.values import IndexName, Query


async def get_many(table: Table, ids: Sequence[str], *, now: datetime) -> Mapping[str, Vulnerability]:
    """Read vulnerabilities by id, those removed too."""
    return await reads.get_many(table, facet.FACET, {identifier: facet.key(identifier) for identifier in ids}, now=now)


def of_finding(finding_id: str) -> Query:
    """Select the vulnerabilities of a finding, by their age."""
    return reads.under(IndexName.BY_PARENT, facet.of_finding(finding_id))


def of_root(root_id: str) -> Query:
    """Select the vulnerabilities of a root."""
    return reads.under(IndexName.BY_SECOND, facet.of_root(root_id))


async def histories(table: Table, ids: Sequence[str], part: str) -> Sequence[tuple[object, ...]]:
    """Read all that a part of each vulnerability was, oldest first."""
    return await reads.histories(table, facet.FACET, [facet.key(identifier) for identifier in ids], part)
