"""Pure writes of groups."""

from db_model import change
from db_model.change import Change
from db_model.groups.facet import FACET
from db_model.groups.types import Group


def add(group: Group) -> Change:
    """Write a new group; its key keeps the name unique, as groups are never removed from the table."""
    return change.add(FACET, group)


def update(old: Group, new: Group) -> Change:
    """Write what a group became."""
    return change.update(FACET, old, new)


def unchanged(group: Group) -> Change:
    """Change nothing of a group; the commit is a conflict when it is no longer as it was read."""
    return change.unchanged(FACET, group)
