"""The scan and its parts."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class ScanStatus(StrEnum):
    """How far a scan is; one that is done can be read in full."""

    DONE = "DONE"
    FAILED = "FAILED"
    QUEUED = "QUEUED"
    RUNNING = "RUNNING"


class ScanFormat(StrEnum):
    """The format of a scan's file."""

    SARIF = "SARIF"


class Outcome(StrEnum):
    """What came of one result of the file or, of CLOSED, of a vulnerability that the file does not have any more."""

    CLOSED = "CLOSED"
    CREATED = "CREATED"
    DISMISSED = "DISMISSED"
    REJECTED = "REJECTED"
    REOPENED = "REOPENED"
    SUPPRESSED = "SUPPRESSED"
    UNCHANGED = "UNCHANGED"


class Counts(NamedTuple):
    """How often each came of it: all but the last two sum to the results of the file."""

    created: int = 0
    unchanged: int = 0
    reopened: int = 0
    suppressed: int = 0
    dismissed: int = 0
    rejected: int = 0
    closed: int = 0
    held_back: int = 0
    """Vulnerabilities that were not found any more and stay open all the same."""


class Tool(NamedTuple):
    """A tool whose results a file has; the category tells its runs over different things apart, and may be empty."""

    name: str
    category: str
    release: str | None = None


class ScanRequest(NamedTuple):
    """What somebody asked to be imported, and how."""

    root_nickname: str
    format: ScanFormat
    file: str
    """The digest of the blob."""
    size: int
    """Bytes, as sent."""
    commit: str | None = None
    branch: str | None = None
    create_root: bool = False
    repository_url: str | None = None
    """Of a root that is made for the scan, when the file names no repository."""
    close_missing: bool | None = None
    allow_older: bool = False
    is_dry_run: bool = False


class Scan(NamedTuple):
    """A file of results, imported or to be imported into a root of a group."""

    id: str
    """A UUID version 7."""
    group_name: str
    organization_id: str
    request: ScanRequest
    created_by: str
    created_at: datetime
    root_id: str | None = None
    """Absent while the root is not made yet."""
    status: ScanStatus = ScanStatus.QUEUED
    started_at: datetime | None = None
    ended_at: datetime | None = None
    plan: str | None = None
    """The digest of the blob with what is to be done for each result."""
    tools: tuple[Tool, ...] = ()
    results: int | None = None
    """Of the file; absent until it is read."""
    counts: Counts = Counts()
    warnings: tuple[str, ...] = ()
    error: str | None = None
    """Why it failed, in words."""
    expires_at: datetime | None = None
    """Of a dry run."""
    version: int = 1

    @property
    def processed(self) -> int:
        """Return how many results have been done."""
        return sum(self.counts[:6])


def has_ended(scan: Scan) -> bool:
    """Tell whether a scan is done or failed."""
    return scan.status in {ScanStatus.DONE, ScanStatus.FAILED}
