"""Pure writes of leases."""

from db_model import change
from db_model.change import Change
from db_model.leases.facet import FACET
from db_model.leases.types import Lease


def add(lease: Lease) -> Change:
    """Write the first lease of a schedule; the commit is a conflict when another worker was first."""
    return change.add(FACET, lease)


def update(old: Lease, new: Lease) -> Change:
    """Move a lease on; the commit is a conflict when another worker was first."""
    return change.update(FACET, old, new)
