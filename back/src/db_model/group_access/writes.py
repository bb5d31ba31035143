"""Pure writes of group accesss."""

from db_model import change
from db_model.change import Change
from db_model.group_access.facet import FACET
from db_model.group_access.types import GroupAccess


def add(access: GroupAccess) -> Change:
    """Write a new group access."""
    return change.add(FACET, access)


def update(old: GroupAccess, new: GroupAccess) -> Change:
    """Write what a group access became."""
    return change.update(FACET, old, new)


def remove(access: GroupAccess) -> Change:
    """Remove a group access."""
    return change.remove(FACET, access)
