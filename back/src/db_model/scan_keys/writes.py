"""Pure writes of scan keys."""

from db_model import change
from db_model.change import Change
from db_model.scan_keys.facet import FACET
from db_model.scan_keys.types import ScanKey


def take(old: ScanKey | None, new: ScanKey) -> Change:
    """Write a new key, over one whose time is over; the commit is a conflict when another request was faster."""
    return change.add(FACET, new) if old is None else change.update(FACET, old, new._replace(version=old.version))
