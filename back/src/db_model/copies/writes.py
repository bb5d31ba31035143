"""Pure writes of the mark of an unfinished copy; whoever else writes to the same target makes them a conflict."""

from db_model import change
from db_model.change import Change
from db_model.copies.facet import FACET
from db_model.copies.types import Copy


def add(copy: Copy) -> Change:
    """Begin a copy."""
    return change.add(FACET, copy)


def update(old: Copy, new: Copy) -> Change:
    """Say how far a copy is."""
    return change.update(FACET, old, new)


def remove(copy: Copy) -> Change:
    """End a copy, which is whole by now."""
    return change.remove(FACET, copy)
