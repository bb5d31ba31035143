"""The organization and its parts."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from db_model.policies.types import Policies


class OrganizationStatus(StrEnum):
    """Whether an organization is there for its members."""

    ACTIVE = "ACTIVE"
    DELETED = "DELETED"


class OrganizationState(NamedTuple):
    """What changes in the life of an organization."""

    status: OrganizationStatus
    modified_by: str
    modified_at: datetime


class Organization(NamedTuple):
    """A tenant; its name is unique for ever and compared in lower case."""

    id: str
    """`ORG#` and a random UUID, as clients know it."""
    name: str
    country: str
    created_by: str
    created_at: datetime
    state: OrganizationState
    policies: Policies | None = None
    version: int = 1


def is_active(organization: Organization) -> bool:
    """Tell whether an organization is there for its members."""
    return organization.state.status is OrganizationStatus.ACTIVE
