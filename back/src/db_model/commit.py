"""The one way in which entities reach the table: everything of a command, and the record of it, in one transaction."""

from collections.abc import Iterable
from itertools import chain

from db_model.audit import writes as audit_writes
from db_model.audit.types import AuditRecord
from db_model.change import Change
from store.table import Table
from store.values import Position


async def commit(table: Table, changes: Iterable[Change], *, record: AuditRecord) -> Position:
    """Apply all changes of a command with its audit record, or nothing; raises `Conflict` when another writer was first."""
    return await write(table, (*changes, audit_writes.add(record)))


async def write(table: Table, changes: Iterable[Change]) -> Position:
    """Apply changes that are no command of anybody, such as the time of a last use; raises like `commit`."""
    return await table.write(tuple(chain.from_iterable(change.writes for change in changes)))
