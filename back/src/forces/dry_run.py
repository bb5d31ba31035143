"""What a dry run would report anew: its rows, of which the gate judges those that were created and those that came back."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import datetime

from db_model.scan_rows import reads as scan_rows_model
from db_model.scan_rows.reads import RowPlace
from db_model.scan_rows.types import ScanRow
from db_model.scans.types import Outcome, Scan
from forces.gate import Terms, breaks_when_new
from store.table import Table

JUDGED = (Outcome.CREATED, Outcome.REOPENED)
_AT_ONCE = 1_000


async def count(table: Table, scan: Scan, terms: Terms, *, now: datetime) -> int:
    """Count what would break a build; the rows are only read where their severities matter."""
    if terms.grace_period > 0:
        return 0
    if terms.severity_threshold <= 0:
        return scan.counts.created + scan.counts.reopened
    number = 0
    async for _ in _breaking(table, scan.id, terms, after=None, now=now):
        number += 1
    return number


async def page(
    table: Table, scan: Scan, terms: Terms, *, after: RowPlace | None, first: int, now: datetime
) -> tuple[tuple[RowPlace, ScanRow], ...]:
    """Read up to so many rows that would break a build, in the order of the file for each outcome."""
    found: list[tuple[RowPlace, ScanRow]] = []
    async with aclosing(_breaking(table, scan.id, terms, after=after, now=now)) as rows:
        async for each in rows:
            found.append(each)
            if len(found) == first:
                break
    return tuple(found)


async def _breaking(
    table: Table, scan_id: str, terms: Terms, *, after: RowPlace | None, now: datetime
) -> AsyncGenerator[tuple[RowPlace, ScanRow], None]:
    """Yield the rows after a place that would break a build."""
    for outcome in JUDGED if after is None else JUDGED[JUDGED.index(after.outcome) :]:
        place = after if after is not None and after.outcome is outcome else None
        while rows := await scan_rows_model.page(table, scan_id, outcome, after=place, first=_AT_ONCE, now=now):
            for each in rows:
                if breaks_when_new(each[1].severity, terms):
                    yield each
            place = rows[-1][0]
