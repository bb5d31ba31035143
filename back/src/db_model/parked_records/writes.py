"""Pure writes of parked records."""

from db_model import change
from db_model.change import Change
from db_model.parked_records.facet import FACET
from db_model.parked_records.types import ParkedRecord


def add(parked: ParkedRecord) -> Change:
    """Park a record; the commit is a conflict when it is parked already."""
    return change.add(FACET, parked)


def remove(parked: ParkedRecord) -> Change:
    """Let go of what was seen to; the commit is a conflict when somebody else did."""
    return change.remove(FACET, parked)
