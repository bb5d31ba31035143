"""Reads of executions."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from db_model import reads
from db_model.executions import facet
from db_model.executions.types import Execution
from store.table import Table
from store.values import IndexName, Query


async def get_many(table: Table, ids: Sequence[tuple[str, str]], *, now: datetime) -> Mapping[tuple[str, str], Execution]:
    """Read executions by (group name, id)."""
    return await reads.get_many(table, facet.FACET, {identifier: facet.key(*identifier) for identifier in ids}, now=now)


def of_group(group_name: str) -> Query:
    """Select the executions of a group, the newest first."""
    return replace(reads.under(IndexName.BY_PARENT, facet.of_group(group_name)), descending=True)
