"""The access of a person to an organization."""

from typing import NamedTuple

from db_model.access_state import AccessState


class OrganizationAccess(NamedTuple):
    """A person's place in an organization, and the names of the groups there that the person is in."""

    email: str
    organization_id: str
    state: AccessState
    groups: frozenset[str] = frozenset()
    version: int = 1
