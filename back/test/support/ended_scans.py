"""Scans that have ended, without importing a file."""

from datetime import datetime, timedelta
from typing import Any

import factories
from clock import new_ordered_uuid
from db_model import commit as model_commit
from db_model.change import Change
from db_model.groups.types import Group
from db_model.roots.types import Root
from db_model.scan_rows import writes as scan_rows_model
from db_model.scan_rows.types import RowChunk, ScanRow
from db_model.scans import writes as scans_model
from db_model.scans.types import Counts, Outcome, Scan, ScanFormat, ScanRequest, ScanStatus
from harness import Api


def scan(
    group: Group, root: Root | None, *, nickname: str = "repo", at: datetime = factories.NOW, dry_run: bool = False, **changes: Any
) -> Scan:
    """Return a scan that was done at a time; a dry run if asked for."""
    request = ScanRequest(
        root_nickname=root.nickname if root else "repo", format=ScanFormat.SARIF, file="0" * 64, size=1, is_dry_run=dry_run
    )
    made = Scan(
        id=new_ordered_uuid(at),
        group_name=group.name,
        organization_id=group.organization_id,
        request=request,
        created_by=factories.BY,
        created_at=at,
        root_id=root.id if root else None,
        status=ScanStatus.DONE,
        started_at=at,
        ended_at=at,
        results=0,
        expires_at=at + timedelta(days=1) if dry_run else None,
    )
    return made._replace(**changes)


async def given_scans(api: Api, *scans: Scan) -> None:
    """Store scans as they are."""
    await model_commit.write(api.store.table, tuple(map(scans_model.add, scans)))


async def given_dry_run(api: Api, made: Scan, *rows: ScanRow) -> None:
    """Store a dry run with its rows, two to a chunk."""
    by_outcome = {outcome: tuple(row for row in rows if row.outcome is outcome) for outcome in Outcome}
    counts = Counts(**{outcome.value.lower(): len(found) for outcome, found in by_outcome.items()})
    chunks = tuple(_chunk(made, found, start) for found in by_outcome.values() for start in range(0, len(found), 2))
    await model_commit.write(api.store.table, (scans_model.add(made._replace(counts=counts)), *chunks))


def _chunk(made: Scan, rows: tuple[ScanRow, ...], start: int) -> Change:
    """Return the write of two rows of an outcome."""
    part = rows[start : start + 2]
    return scan_rows_model.add(
        RowChunk(scan_id=made.id, outcome=part[0].outcome, last=start + len(part), rows=part, expires_at=made.expires_at)
    )
