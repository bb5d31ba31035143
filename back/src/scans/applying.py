"""Applying a plan in batches: each is one transaction of what it changes, its rows, and how far the scan is then."""

from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Iterator, Sequence
from contextlib import aclosing
from typing import NamedTuple

from clock import Clock
from db_model.analyses.types import AnalysisId
from db_model.change import Change
from db_model.findings import writes as findings_model
from db_model.roots import writes as roots_model
from db_model.roots.types import Root
from db_model.scan_rows import writes as rows_model
from db_model.scan_rows.types import RowChunk
from db_model.scans import writes as scans_model
from db_model.scans.types import Outcome, Scan
from jobs.batches import Batch
from scans import window
from scans.plan import Entry, Header, read_entry, read_header
from scans.steps import Place, Step, actions, dry, step
from scans.window import Target
from store import Store

_MOST_ENTRIES = 96
_MOST_BYTES = 300 * 1024
"""Of the entries of one batch: what is made of them then stays within an item and a transaction."""
_MOST_ACTIONS = 90
"""Of the vulnerabilities and findings; the rest of a transaction is for the scan, its root and job, and a chunk of rows per outcome."""


class Line(NamedTuple):
    """A line of the plan, and where the next one begins."""

    text: bytes
    end: int


class Applied(NamedTuple):
    """A batch, and the scan as it is stored after it."""

    scan: Scan
    batch: Batch


def applied(old: Scan, new: Scan, progress: str, *changes: Change, settles: bool = False) -> Applied:
    """Return the batch that makes a scan another, with what else it changes."""
    return Applied(new._replace(version=old.version + 1), Batch(progress, (scans_model.update(old, new), *changes), settles=settles))


async def header_of(store: Store, plan: str) -> Header:
    """Read what a plan begins with."""
    async with aclosing(_lines(store, plan, 0)) as lines:
        return read_header((await anext(lines)).text)


async def batches(store: Store, clock: Clock, scan: Scan, root: Root | None, *, plan: str, offset: int) -> AsyncIterator[Applied]:
    """Yield the batches that are left behind an offset of the plan; of a dry run those that only tell.

    Each one holds only while the root is as it was read: nothing is added to one that is not tested any more.
    """
    header, lines = await header_of(store, plan), _lines(store, plan, offset)
    place = Place(root, tuple(AnalysisId(root.id, known.tool, known.category) for known in header.analyses)) if root else None
    if offset == 0:
        await anext(lines)
    same_root = (roots_model.unchanged(root),) if root is not None and not scan.request.is_dry_run else ()
    waiting: tuple[Line, ...] = ()
    while True:
        waiting += await _more(lines, waiting)
        if not waiting:
            return
        taken = _fitting(await _steps(store, clock, scan, place, [read_entry(line.text) for line in waiting]))
        after, rows = _counted(scan, taken.steps)
        done = applied(scan, after, str(waiting[len(taken.steps) - 1].end), *same_root, *taken.changes, *rows)
        yield done
        scan, waiting = done.scan, waiting[len(taken.steps) :]


async def _lines(store: Store, plan: str, offset: int) -> AsyncGenerator[Line, None]:
    """Yield the lines of the plan from an offset on."""
    rest, end = b"", offset
    async for chunk in store.blobs.get(plan, start=offset):
        *whole, rest = (rest + chunk).split(b"\n")
        for text in whole:
            end += len(text) + 1
            yield Line(text, end)


async def _more(lines: AsyncIterator[Line], waiting: Sequence[Line]) -> tuple[Line, ...]:
    """Read as many lines as a batch may have besides those that wait."""
    found: tuple[Line, ...] = ()
    size = sum(len(line.text) for line in waiting)
    while len(waiting) + len(found) < _MOST_ENTRIES and size < _MOST_BYTES:
        line = await anext(lines, None)
        if line is None:
            break
        found, size = (*found, line), size + len(line.text)
    return found


async def _steps(store: Store, clock: Clock, scan: Scan, place: Place | None, entries: Sequence[Entry]) -> Iterator[Step]:
    """Return what entries make, each when it is asked for."""
    now = scan.started_at or clock.now()
    seen = await window.read(store.table, scan, place.analyses if place else (), entries, now=now)
    if scan.request.is_dry_run or place is None:
        return (dry(entry, seen) for entry in entries)
    return (step(entry, scan, place, seen, now=now) for entry in entries)


class Taken(NamedTuple):
    """The steps of a batch, and their changes with those of their findings."""

    steps: tuple[Step, ...]
    changes: tuple[Change, ...]


def _fitting(steps: Iterable[Step]) -> Taken:
    """Take as many steps as one transaction holds, one at least."""
    taken: list[Step] = []
    changes: list[Change] = []
    targets: set[str] = set()
    size = 0
    for each in steps:
        target = each.target if each.target is not None and each.target.finding.id not in targets else None
        wanted = (*(_of_finding(target) if target else ()), *each.changes)
        size += actions(wanted)
        if taken and size > _MOST_ACTIONS:
            break
        taken.append(each)
        changes.extend(wanted)
        targets.update((target.finding.id,) if target else ())
    return Taken(tuple(taken), tuple(changes))


def _of_finding(target: Target) -> tuple[Change, ...]:
    """Return the changes that a new vulnerability needs of its finding: that it is made, or still there."""
    return findings_model.add(target.finding) if target.is_new else (findings_model.unchanged(target.finding),)


def _counted(scan: Scan, steps: Sequence[Step]) -> tuple[Scan, tuple[Change, ...]]:
    """Return a scan after steps were taken, and the chunks of their rows."""
    numbers = scan.counts._asdict()
    for each in steps:
        if each.outcome is not None:
            numbers = {**numbers, each.outcome.value.lower(): numbers[each.outcome.value.lower()] + 1}
    after = scan._replace(counts=scan.counts._replace(**numbers))
    return after, tuple(rows_model.add(chunk) for chunk in _chunks(after, steps))


def _chunks(scan: Scan, steps: Sequence[Step]) -> Iterator[RowChunk]:
    """Yield the rows of steps by their outcome; their last number is how many the scan has by then."""
    for outcome in Outcome:
        rows = tuple(each.row for each in steps if each.row is not None and each.outcome is outcome)
        if rows:
            yield RowChunk(scan.id, outcome, getattr(scan.counts, outcome.value.lower()), rows, scan.expires_at)
