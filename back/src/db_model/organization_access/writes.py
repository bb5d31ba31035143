"""Pure writes of organization accesss."""

from db_model import change
from db_model.change import Change
from db_model.organization_access.facet import FACET
from db_model.organization_access.types import OrganizationAccess


def add(access: OrganizationAccess) -> Change:
    """Write a new organization access."""
    return change.add(FACET, access)


def update(old: OrganizationAccess, new: OrganizationAccess) -> Change:
    """Write what an organization access became."""
    return change.update(FACET, old, new)


def remove(access: OrganizationAccess) -> Change:
    """Remove an organization access."""
    return change.remove(FACET, access)
