"""Pure writes of the rows of scans."""

from db_model import change
from db_model.change import Change
from db_model.scan_rows.facet import FACET
from db_model.scan_rows.types import RowChunk


def add(chunk: RowChunk) -> Change:
    """Write rows that a scan made in one batch."""
    return change.add(FACET, chunk)
