"""The pure rules of asking for a scan, and of how one goes on."""

import re
from datetime import datetime, timedelta

from db_model.groups.types import Group
from db_model.parts import digest
from db_model.scan_keys.types import ScanKey
from db_model.scans.types import Scan, ScanRequest, ScanStatus
from errors import InvalidField
from roots import branch, nickname
from scans.sarif.uris import without_user
from texts import of_length

DRY_RUN_KEPT = timedelta(hours=24)
KEY_KEPT = timedelta(hours=24)
LONGEST_KEY = 128
LONGEST_URL = 2_000
_COMMIT = re.compile(r"[0-9a-f]{40}")


def check_request(request: ScanRequest) -> ScanRequest:
    """Return what somebody asks for as it is kept, without credentials in its URL; raises the error of the first part that is wrong."""
    nickname.check(request.root_nickname)
    if request.commit is not None and not _COMMIT.fullmatch(request.commit):
        raise InvalidField(field="commit")
    if request.branch is not None and not branch.is_branch(branch.normal(request.branch)):
        raise InvalidField(field="branch")
    url = of_length(request.repository_url or "", field="repositoryUrl", high=LONGEST_URL)
    return request._replace(repository_url=without_user(url) or None)


def new_scan(request: ScanRequest, *, scan_id: str, group: Group, root_id: str | None, by: str, now: datetime) -> Scan:
    """Return a scan that waits for its turn."""
    return Scan(
        id=scan_id,
        group_name=group.name,
        organization_id=group.organization_id,
        request=request,
        created_by=by,
        created_at=now,
        root_id=root_id,
        expires_at=now + DRY_RUN_KEPT if request.is_dry_run else None,
    )


def new_key(text: str, scan: Scan, *, now: datetime) -> ScanKey:
    """Return the key under which a client asked for a scan; raises `InvalidFieldLength` unless it has 1 to 128 characters."""
    given = of_length(text, field="idempotencyKey", low=1, high=LONGEST_KEY)
    return ScanKey(scan.group_name, digest(given), scan.id, digest(repr(scan.request)), now + KEY_KEPT)


def started(scan: Scan, *, now: datetime) -> Scan:
    """Return a scan whose turn has come; one that is begun anew keeps the time of its first beginning, which its rows have."""
    return scan._replace(status=ScanStatus.RUNNING, started_at=scan.started_at or now)


def failed(scan: Scan, error: str, *, now: datetime) -> Scan:
    """Return a scan that could not be applied, or not wholly; nothing is planned for it any more."""
    return scan._replace(status=ScanStatus.FAILED, error=error, ended_at=now, plan=None)


def done(scan: Scan, *, now: datetime) -> Scan:
    """Return a scan that was applied in full."""
    return scan._replace(status=ScanStatus.DONE, ended_at=now, plan=None)
