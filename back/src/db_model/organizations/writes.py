"""Pure writes of organizations."""

from db_model import change
from db_model.change import Change
from db_model.organizations.facet import FACET, NAME_GUARD
from db_model.organizations.types import Organization


def add(organization: Organization) -> tuple[Change, ...]:
    """Write a new organization and reserve its name for ever."""
    return change.add(FACET, organization), change.take_guard(NAME_GUARD, organization.name, organization.id)


def update(old: Organization, new: Organization) -> Change:
    """Write what an organization became."""
    return change.update(FACET, old, new)
