"""Commands of scans."""

from authz.decision import can_in_group
from clock import is_uuid, new_ordered_uuid
from db_model.groups.types import Group
from db_model.jobs import writes as jobs_model
from db_model.roots.types import Root, is_active
from db_model.scan_keys import reads as keys_reads
from db_model.scan_keys import writes as keys_model
from db_model.scan_keys.types import ScanKey
from db_model.scans import writes as scans_model
from db_model.scans.types import Scan, ScanRequest
from errors import AccessDenied
from jobs.rules import new_job
from loaders.bundle import Command, Loaders
from roots import lookup
from roots.errors import InactiveRoot, RootNotFound
from scans import rules
from scans.errors import RepeatedIdempotencyKey, ScanNotFound
from scans.jobs import IMPORT_SCAN, SUBJECT
from store.errors import Conflict

_ADD_ROOT = "api_mutations_add_git_root_mutate"


async def get(loaders: Loaders, group: Group, scan_id: str) -> Scan:
    """Load a scan of a group; raises `ScanNotFound`."""
    normal = scan_id.strip().lower()
    scan = await loaders.scan.load(normal) if is_uuid(normal) else None
    if scan is None or scan.group_name != group.name:
        raise ScanNotFound
    return scan


async def start(loaders: Loaders, group: Group, wanted: ScanRequest, *, key: str | None) -> Scan:
    """Ask for a scan to be imported, or answer the one that was asked for under the same key in the last 24 hours.

    Raises the error of what is wrong with the request or its root, and `RepeatedIdempotencyKey`.
    """
    email = loaders.viewer.email
    if email is None:
        raise AccessDenied
    now, request = loaders.clock.now(), rules.check_request(wanted)
    root = await _root(loaders, group, request)
    scan = rules.new_scan(request, scan_id=new_ordered_uuid(now), group=group, root_id=root.id if root else None, by=email, now=now)
    new_key = rules.new_key(key, scan, now=now) if key is not None else None
    stored = await keys_reads.find(loaders.store.table, new_key) if new_key is not None else None
    if new_key is not None and stored is not None and stored.expires_at > now:
        return await _same(loaders, group, new_key, stored)
    taken = () if new_key is None else (keys_model.take(stored, new_key),)
    job = jobs_model.add(new_job(IMPORT_SCAN, {SUBJECT: scan.id}, by=email, now=now))
    about = Command(IMPORT_SCAN, group.organization_id, group.name, (("scan", scan.id), ("root", request.root_nickname)))
    try:
        await loaders.commit(about, scans_model.add(scan), job, *taken)
    except Conflict:
        winner = await keys_reads.find(loaders.store.table, new_key) if new_key is not None else None
        if new_key is None or winner is None:
            raise
        return await _same(loaders, group, new_key, winner)
    return scan


async def _root(loaders: Loaders, group: Group, request: ScanRequest) -> Root | None:
    """Load the root of a request, `None` when it is to be made and the caller may do so."""
    root = await lookup.by_nickname(loaders, group, request.root_nickname)
    if root is None:
        if not request.create_root:
            raise RootNotFound
        if not request.is_dry_run and not can_in_group(loaders.viewer, group.name, _ADD_ROOT):
            raise AccessDenied
    elif not is_active(root):
        raise InactiveRoot
    return root


async def _same(loaders: Loaders, group: Group, wanted: ScanKey, stored: ScanKey) -> Scan:
    """Load the scan that has a key already; raises `RepeatedIdempotencyKey` when something else is asked for now."""
    if wanted.request != stored.request:
        raise RepeatedIdempotencyKey
    return await get(loaders, group, stored.scan_id)
