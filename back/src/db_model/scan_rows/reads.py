"""Reads of the rows of scans."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from db_model import reads
from db_model.scan_rows import facet
from db_model.scan_rows.types import RowChunk, ScanRow
from db_model.scans.types import Outcome
from store.table import Table
from store.values import Query

_USUAL_ROWS = 16
"""Of a chunk: a little fewer than a batch makes of new results."""


class RowPlace(NamedTuple):
    """A row among those of a scan: its outcome, and its number among those of it, from 1 on."""

    outcome: Outcome
    number: int


async def page(
    table: Table, scan_id: str, outcome: Outcome | None, *, after: RowPlace | None, first: int, now: datetime
) -> tuple[tuple[RowPlace, ScanRow], ...]:
    """Read up to so many rows of a scan with their places, those of one outcome if it is given.

    Of a file that was new that is one call; chunks with fewer rows than usual cost a few more, never one for each.
    """
    found: tuple[tuple[RowPlace, ScanRow], ...] = ()
    query: Query | None = _query(scan_id, outcome, after, first // _USUAL_ROWS + 2)
    while query is not None and len(found) < first:
        (chunks,) = await reads.pages(table, facet.FACET, (query,), now=now)
        found += tuple(row for chunk in chunks.items for row in _rows(chunk) if after is None or _follows(row[0], after))
        query = None if chunks.next is None else replace(query, after=chunks.next, first=min(2 * query.first, first))
    return found[:first]


def _query(scan_id: str, outcome: Outcome | None, after: RowPlace | None, chunks: int) -> Query:
    """Select the chunks in which the rows after a place stand: the first may hold rows before it too."""
    prefix = facet.of_scan(scan_id) if outcome is None else facet.of_outcome(scan_id, outcome)
    query = replace(reads.under(None, prefix), first=chunks)
    if after is None:
        return query
    return replace(query, after=facet.place(scan_id, after.outcome, after.number))


def _rows(chunk: RowChunk) -> Sequence[tuple[RowPlace, ScanRow]]:
    begin = chunk.last - len(chunk.rows) + 1
    return tuple((RowPlace(chunk.outcome, begin + at), row) for at, row in enumerate(chunk.rows))


def _follows(place: RowPlace, after: RowPlace) -> bool:
    """Tell whether a row stands behind a place; rows of other outcomes do, as their chunks were selected."""
    return place.outcome is not after.outcome or place.number > after.number
