"""The access of a person to a group."""

from typing import NamedTuple

from db_model.access_state import AccessState


class GroupAccess(NamedTuple):
    """A person's place in a group."""

    email: str
    group_name: str
    organization_id: str
    state: AccessState
    version: int = 1
