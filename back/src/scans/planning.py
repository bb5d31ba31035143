"""Making the plan of a scan: the results of its file against what earlier scans made of the same tool, category and root."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain, islice
from typing import NamedTuple

from clock import Clock
from db_model import reads
from db_model.analyses import reads as analyses_model
from db_model.analyses.types import AnalysisId
from db_model.scan_identities import facet as identities
from db_model.scan_identities import reads as identities_model
from db_model.scans.types import Scan, Tool
from db_model.vulnerabilities import reads as vulnerabilities_model
from db_model.vulnerabilities.types import Vulnerability
from scans import outcomes, warnings
from scans.closing import Closing, MissingRow, decide
from scans.decoding import DEFAULT_LIMIT
from scans.errors import InvalidScanFile
from scans.matching import Matches, Standing, StoredRow, match
from scans.plan import Header, Known, entries, entry_line, header_line
from scans.spool import Group, Read
from store import Store

_ROWS_AT_ONCE = 500
_LINES_AT_ONCE = 500
_LARGEST_PLAN = 16 * DEFAULT_LIMIT
_MOST_BYTES_OF_NAMES = 64 * 1024
"""Of the tools and categories of a file: they are stored with the scan."""


class Compared(NamedTuple):
    """One set of the file against what is stored of it."""

    known: Known
    matches: Matches
    closing: Closing
    closed: tuple[StoredRow, ...]


async def compare(store: Store, clock: Clock, scan: Scan, read: Read) -> tuple[Compared, ...]:
    """Compare each set of a file with what is stored."""
    return tuple([await _compare(store, clock, scan, group) for group in read.groups])


async def write(store: Store, scan: Scan, read: Read, compared: Sequence[Compared]) -> Scan:
    """Write the plan as a blob, and return the scan with it and with what it learned of the file; raises `InvalidScanFile`."""
    tools = _tools(read)
    told = (warnings.of_set(group, each.known, each.closing) for group, each in zip(read.groups, compared, strict=True))
    blob = await store.blobs.put(_chunks(_lines(scan, read, compared)), at_most=_LARGEST_PLAN)
    return scan._replace(
        plan=blob.digest,
        tools=tools,
        results=sum(head.result_count for group in read.groups for head in group.heads),
        counts=scan.counts._replace(held_back=sum(held.rows for each in compared for held in each.closing.held)),
        warnings=warnings.limited(chain.from_iterable(told)),
    )


def _tools(read: Read) -> tuple[Tool, ...]:
    """Return whose results a file has; raises `InvalidScanFile`."""
    tools = tuple(Tool(group.tool, group.category, group.heads[0].tool_version) for group in read.groups)
    if sum(len(text.encode()) for tool in tools for text in tool if text) > _MOST_BYTES_OF_NAMES:
        raise InvalidScanFile(reason=f"the names and categories of its tools have more than {_MOST_BYTES_OF_NAMES} bytes")
    return tools


async def _compare(store: Store, clock: Clock, scan: Scan, group: Group) -> Compared:
    """Match the results of a set, and decide what of the rest is closed."""
    now = clock.now()
    identifier = AnalysisId(scan.root_id, group.tool, group.category) if scan.root_id is not None else None
    rows = tuple([row async for row in _stored(store, identifier, now)]) if identifier is not None else ()
    known = await _known(store, scan, group, identifier, now)
    matches = await asyncio.to_thread(match, group.results, rows)
    closing = await asyncio.to_thread(
        decide,
        group.heads,
        [row async for row in _missing(store, matches.missing, now)],
        living=sum(row.standing is Standing.LIVING for row in rows),
        close_missing=scan.request.close_missing,
        is_older=known.is_older,
    )
    to_close = frozenset(closing.close)
    return Compared(known, matches, closing, tuple(row for row in matches.missing if row.id in to_close))


async def _known(store: Store, scan: Scan, group: Group, identifier: AnalysisId | None, now: datetime) -> Known:
    """Tell whether a set is older than the one that was applied last, where both say when they were done."""
    finished_at = max((head.end_time for head in group.heads if head.end_time is not None), default=None)
    last = (await analyses_model.get_many(store.table, (identifier,), now=now)).get(identifier) if identifier else None
    before = last.finished_at if last else None
    is_older = finished_at is not None and before is not None and finished_at < before and not scan.request.allow_older
    return Known(group.tool, group.category, finished_at, is_older)


async def _stored(store: Store, identifier: AnalysisId, now: datetime) -> AsyncIterator[StoredRow]:
    """Yield what the scans of an analysis know, without what is long of it."""
    query = replace(identities_model.of_analysis(identifier), first=_ROWS_AT_ONCE)
    while True:
        (page,) = await reads.pages(store.table, identities.FACET, (query,), now=now)
        found = await vulnerabilities_model.get_many(store.table, [each.vulnerability_id for each in page.items], now=now)
        for identity in page.items:
            yield _row(found[identity.vulnerability_id], identity.fingerprint, identity.ordinal)
        if page.next is None:
            return
        query = replace(query, after=page.next)


def _row(vulnerability: Vulnerability, fingerprint: str, ordinal: int) -> StoredRow:
    """Return a vulnerability as far as it matters for matching."""
    said, specific = vulnerability.scanned, vulnerability.state.specific
    return StoredRow(
        id=vulnerability.id,
        fingerprint=fingerprint,
        ordinal=ordinal,
        line=int(specific) if specific.isdecimal() else 0,
        column=said.column if said else None,
        stable=said.stable if said else None,
        partial=said.partial if said else None,
        standing=outcomes.standing(vulnerability),
    )


async def _missing(store: Store, rows: Sequence[StoredRow], now: datetime) -> AsyncIterator[MissingRow]:
    """Yield where the rows are that no result met."""
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        some = rows[start : start + _ROWS_AT_ONCE]
        found = await vulnerabilities_model.get_many(store.table, [row.id for row in some], now=now)
        for row in some:
            yield MissingRow(row.id, found[row.id].state.where)


def _lines(scan: Scan, read: Read, compared: Sequence[Compared]) -> Iterator[bytes]:
    """Yield the lines of the plan."""
    yield header_line(Header(scan.id, tuple(each.known for each in compared)))
    closing = ((number, row) for number, each in enumerate(compared) for row in each.closed)
    yield from map(entry_line, entries(read.lines, [each.matches for each in compared], closing))


async def _chunks(lines: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Yield many lines at a time, made off the event loop."""
    while chunk := await asyncio.to_thread(lambda: b"".join(islice(lines, _LINES_AT_ONCE))):
        yield chunk
