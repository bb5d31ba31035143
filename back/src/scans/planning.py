"""Making the plan of a scan: the results of its file against what earlier scans made of the same tool, category and root."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
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
from scans import outcomes
from scans.closing import Closing, Held, MissingRow, decide
from scans.decoding import DEFAULT_LIMIT
from scans.matching import Matches, Standing, StoredRow, match
from scans.plan import Header, Known, entries, entry_line, header_line
from scans.spool import Group, Read
from store import Store

_ROWS_AT_ONCE = 500
_LINES_AT_ONCE = 500
_LARGEST_PLAN = 16 * DEFAULT_LIMIT
_MOST_WARNINGS = 100
_MOST_FILES_NAMED = 20
_LONGEST_WARNING = 2_000


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
    """Write the plan as a blob, and return the scan with it and with what it learned of the file."""
    blob = await store.blobs.put(_chunks(_lines(scan, read, compared)), at_most=_LARGEST_PLAN)
    return scan._replace(
        plan=blob.digest,
        tools=tuple(Tool(group.tool, group.category, group.heads[0].tool_version) for group in read.groups),
        results=sum(head.result_count for group in read.groups for head in group.heads),
        counts=scan.counts._replace(held_back=sum(held.rows for each in compared for held in each.closing.held)),
        warnings=tuple(chain.from_iterable(map(_warnings, read.groups, compared)))[:_MOST_WARNINGS],
    )


async def _compare(store: Store, clock: Clock, scan: Scan, group: Group) -> Compared:
    """Match the results of a set, and decide what of the rest is closed."""
    now = clock.now()
    identifier = AnalysisId(scan.root_id, group.tool, group.category) if scan.root_id is not None else None
    rows = tuple([row async for row in _stored(store, identifier, now)]) if identifier is not None else ()
    known = await _known(store, scan, group, identifier, now)
    matches = await asyncio.to_thread(match, group.results, rows)
    closing = decide(
        group.heads,
        await _missing(store, matches.missing, now),
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


async def _missing(store: Store, rows: Sequence[StoredRow], now: datetime) -> Sequence[MissingRow]:
    """Read where the rows are that no result met."""
    places: Mapping[str, str] = {}
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        found = await vulnerabilities_model.get_many(store.table, [row.id for row in rows[start : start + _ROWS_AT_ONCE]], now=now)
        places = {**places, **{identifier: each.state.where for identifier, each in found.items()}}
    return tuple(MissingRow(row.id, places[row.id]) for row in rows)


def _lines(scan: Scan, read: Read, compared: Sequence[Compared]) -> Iterator[bytes]:
    """Yield the lines of the plan."""
    yield header_line(Header(scan.id, tuple(each.known for each in compared)))
    closing = ((number, row) for number, each in enumerate(compared) for row in each.closed)
    yield from map(entry_line, entries(read.lines, [each.matches for each in compared], closing))


async def _chunks(lines: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Yield many lines at a time, made off the event loop."""
    while chunk := await asyncio.to_thread(lambda: b"".join(islice(lines, _LINES_AT_ONCE))):
        yield chunk


def _warnings(group: Group, compared: Compared) -> Iterator[str]:
    """Yield what people should know of a set, besides its counts."""
    if compared.known.is_older:
        yield _warning(group, "this scan is older than the last one that was applied, so that it closes nothing")
    if not all(head.execution_successful for head in group.heads):
        yield _warning(group, f"{Held.EXECUTION_FAILED}, so that nothing is closed")
    if not all(head.has_results for head in group.heads):
        yield _warning(group, f"{Held.NOTHING_CHECKED}, so that nothing is closed")
    files = sorted({uri for head in group.heads for uri in head.not_analysed})
    if files:
        more = f" and {len(files) - _MOST_FILES_NAMED} more" if len(files) > _MOST_FILES_NAMED else ""
        yield _warning(group, f"{Held.NOT_ANALYSED}: {', '.join(files[:_MOST_FILES_NAMED])}{more}")
    brake = next((held.rows for held in compared.closing.held if held.reason is Held.BRAKE), 0)
    if brake:
        yield _warning(group, f"{brake} open vulnerabilities were not found and stay open, as {Held.BRAKE}; closeMissing closes them")


def _warning(group: Group, text: str) -> str:
    name = f"{group.tool} ({group.category})" if group.category else group.tool
    return f"{name}: {text}"[:_LONGEST_WARNING]
