"""Pure writes of scans, and of whose turn it is in a root."""

from db_model import change
from db_model.change import Change
from db_model.scans.facet import FACET, TURN_GUARD
from db_model.scans.types import Scan


def add(scan: Scan) -> Change:
    """Write a new scan."""
    return change.add(FACET, scan)


def update(old: Scan, new: Scan) -> Change:
    """Write how far a scan is."""
    return change.update(FACET, old, new)


def take_turn(root_id: str, scan_id: str) -> Change:
    """Let a scan be the one that is applied to a root; the commit is a conflict while another is."""
    return change.take_guard(TURN_GUARD, root_id, scan_id)


def end_turn(root_id: str) -> Change:
    """Let the next scan of a root be applied."""
    return change.free_guard(TURN_GUARD, root_id)
