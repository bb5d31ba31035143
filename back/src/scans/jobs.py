"""The job that imports a scan: its turn, its plan, its batches, its end; it goes on where it was, whenever it is killed."""

from collections.abc import AsyncIterator, Sequence

from authz.viewer import system
from clock import Clock, new_ordered_uuid
from db_model.analyses import reads as analyses_model
from db_model.analyses import writes as analyses_writes
from db_model.analyses.types import Analysis, AnalysisId
from db_model.audit import writes as audit_writes
from db_model.audit.types import AuditRecord
from db_model.change import Change
from db_model.groups.types import Group
from db_model.jobs.types import Job
from db_model.roots.types import Root, is_active
from db_model.scans import reads as scans_model
from db_model.scans import writes as scans_writes
from db_model.scans.types import Scan, has_ended
from errors import AccessDenied, DomainError
from jobs.batches import Batch
from loaders.bundle import Loaders
from roots import domain as roots_domain
from roots import lookup
from roots.errors import InactiveRoot, RepeatedRootNickname, RootNotFound
from scans import applying, rules, turns
from scans.applying import Applied, applied
from scans.plan import Known
from scans.preparing import prepare, provenance_of
from scans.waiting import waiting_for
from store import Store

IMPORT_SCAN = "importScan"
SUBJECT = "scan"
GIVEN_UP = "The service could not finish this scan; what was applied until then stays, and the file can be sent again"
_ANALYSES_AT_ONCE = 40
_BEGIN = "0"


async def import_scan(store: Store, clock: Clock, job: Job) -> AsyncIterator[Batch]:
    """Import the scan of a job; what is wrong with its file, its root or its group is how the scan ends, and no failure of the job."""
    scan = await _read(store, clock, job)
    if scan is None or has_ended(scan):
        return
    plan = scan.plan
    try:
        async for step in _import(store, clock, scan, int(job.progress or _BEGIN)):
            yield step.batch
            scan = step.scan
            plan = scan.plan or plan
    except DomainError as error:
        yield Batch(job.progress or _BEGIN, await _failing(store, clock, scan, str(error)), settles=True)
    if plan is not None:
        await store.blobs.delete(plan)


async def bury(store: Store, clock: Clock, job: Job) -> tuple[Change, ...]:
    """Return what lets a scan fail whose job is given up, and the next one of its root begin."""
    scan = await _read(store, clock, job)
    if scan is None or has_ended(scan):
        return ()
    return await _failing(store, clock, scan, GIVEN_UP)


async def _failing(store: Store, clock: Clock, scan: Scan, error: str) -> tuple[Change, ...]:
    """Return the changes after which a scan has failed, and the next one of its root may begin."""
    failed = rules.failed(scan, error, now=clock.now())
    return scans_writes.update(scan, failed), *await turns.ending(store, scan), audit_writes.add(_record(failed))


async def _read(store: Store, clock: Clock, job: Job) -> Scan | None:
    """Read the scan of a job; a dry run may be over by now."""
    identifier = job.subject[SUBJECT]
    return (await scans_model.get_many(store.table, (identifier,), now=clock.now())).get(identifier)


async def _import(store: Store, clock: Clock, scan: Scan, offset: int) -> AsyncIterator[Applied]:
    """Yield the steps that are left of a scan; raises the error that it ends with."""
    loaders = Loaders(system("a scan is imported"), store, clock)
    group = await loaders.group.load(scan.group_name)
    if group is None:
        raise AccessDenied
    async for step in _placing(loaders, group, scan):
        yield step
        scan = step.scan
    root = await _root(loaders, group, scan)
    if scan.plan is None:
        async for step in _plan(store, clock, scan):
            yield step
            scan = step.scan
    progress = str(offset)
    async for step in applying.batches(store, clock, scan, root, plan=scan.plan or "", offset=offset):
        yield step
        scan, progress = step.scan, step.batch.progress
    async for step in _end(store, clock, scan, progress):
        yield step


async def _placing(loaders: Loaders, group: Group, scan: Scan) -> AsyncIterator[Applied]:
    """Yield what gives a scan its root, which is made if there is none; a dry run may go on without one."""
    if scan.root_id is not None:
        return
    root = await _root(loaders, group, scan)
    if root is None and not scan.request.is_dry_run:
        async for root in waiting_for(_make_root(loaders, group, scan)):
            if root is None:
                yield Applied(scan, Batch(_BEGIN))
    if root is not None:
        yield applied(scan, scan._replace(root_id=root.id), _BEGIN)


async def _root(loaders: Loaders, group: Group, scan: Scan) -> Root | None:
    """Load the root of a scan, `None` when it has to be made; raises `RootNotFound` and `InactiveRoot`."""
    known = scan.root_id
    root = await loaders.root.load(known) if known else await lookup.by_nickname(loaders, group, scan.request.root_nickname)
    if root is None and (known is not None or not scan.request.create_root):
        raise RootNotFound
    if root is not None and not is_active(root):
        raise InactiveRoot
    return root


async def _make_root(loaders: Loaders, group: Group, scan: Scan) -> Root:
    """Add the root of a scan, with the repository that its file names, else the one that its sender does."""
    request = scan.request
    found = await provenance_of(loaders.store, scan)
    url, branch = (found.url, found.branch) if found is not None and found.url else (request.repository_url, None)
    try:
        return await roots_domain.add_for_scan(
            loaders, group, nickname=request.root_nickname, url=url, branch=request.branch or branch, by=scan.created_by
        )
    except RepeatedRootNickname:
        # Another scan of this root, or a person, was faster.
        root = await _root(loaders.as_system("a scan is imported"), group, scan)
        if root is None:
            raise
        return root


async def _plan(store: Store, clock: Clock, scan: Scan) -> AsyncIterator[Applied]:
    """Wait for the turn of a scan, read its file and make its plan."""
    turn = await turns.taking(store, clock, scan)
    started = applied(scan, rules.started(scan, now=clock.now()), _BEGIN, *turn)
    yield started
    async for planned in waiting_for(prepare(store, clock, started.scan)):
        # Until it is there, a sign of life.
        yield Applied(started.scan, Batch(_BEGIN)) if planned is None else applied(started.scan, planned, _BEGIN)


async def _end(store: Store, clock: Clock, scan: Scan, progress: str) -> AsyncIterator[Applied]:
    """Note which scan was the last of its sets, and end it."""
    if not scan.request.is_dry_run and scan.root_id is not None:
        header = await applying.header_of(store, scan.plan or "")
        for start in range(0, len(header.analyses), _ANALYSES_AT_ONCE):
            noted = await _last_scans(store, clock, scan, scan.root_id, header.analyses[start : start + _ANALYSES_AT_ONCE])
            yield Applied(scan, Batch(progress, noted))
    done = rules.done(scan, now=clock.now())
    yield applied(scan, done, progress, *await turns.ending(store, scan), audit_writes.add(_record(done)), settles=True)


async def _last_scans(store: Store, clock: Clock, scan: Scan, root_id: str, sets: Sequence[Known]) -> tuple[Change, ...]:
    """Return the changes after which a scan is the last one of sets; an older one leaves the time that a newer one was done."""
    ids = tuple(AnalysisId(root_id, known.tool, known.category) for known in sets)
    stored = await analyses_model.get_many(store.table, ids, now=clock.now())
    return tuple(
        analyses_writes.set_last(old, Analysis(identifier, scan.id, old.finished_at if old and known.is_older else known.finished_at))
        for identifier, known in zip(ids, sets, strict=True)
        for old in (stored.get(identifier),)
    )


def _record(scan: Scan) -> AuditRecord:
    """Return what the audit trail says of a scan that has ended, besides that somebody asked for it."""
    at = scan.ended_at or scan.created_at
    return AuditRecord(
        id=new_ordered_uuid(at),
        command=f"{IMPORT_SCAN}: {scan.status.value.lower()}",
        actor=scan.created_by,
        at=at,
        details={"scan": scan.id, **{name: str(number) for name, number in scan.counts._asdict().items()}},
        organization_id=scan.organization_id,
        group_name=scan.group_name,
    )
