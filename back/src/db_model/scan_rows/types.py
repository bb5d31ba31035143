"""The row of a scan, and the chunks that rows are stored in."""

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from db_model.scans.types import Outcome


class ScanRow(NamedTuple):
    """What came of one result, or a vulnerability that was closed; what does not apply or cannot be read is absent."""

    outcome: Outcome
    reason: str | None = None
    rule: str | None = None
    message: str | None = None
    where: str | None = None
    specific: str | None = None
    severity: Decimal | None = None
    vulnerability_id: str | None = None
    """Absent in a dry run for what would be made."""
    run: int | None = None
    result: int | None = None
    """`runs[run].results[result]` of the file."""


class RowChunk(NamedTuple):
    """Rows of one outcome that were written together; `last` is the number of its last row among those of its outcome, from 1 on."""

    scan_id: str
    outcome: Outcome
    last: int
    rows: tuple[ScanRow, ...]
    expires_at: datetime | None = None
    version: int = 1
