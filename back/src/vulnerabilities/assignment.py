"""Who treats a vulnerability: managers name somebody, everybody else takes it on."""

from collections.abc import Collection

from authz.decision import can_as_user, is_staff, role_in_group
from authz.levels import Level
from authz.matrix import roles_with
from authz.roles import GroupRole
from db_model.access_state import is_granted
from loaders.bundle import Loaders
from texts import is_email
from vulnerabilities.errors import InvalidAssigned

ASSIGN_TO_OTHERS = frozenset({GroupRole.CUSTOMER_MANAGER, GroupRole.USER_MANAGER, GroupRole.VULNERABILITY_MANAGER})
"""The roles that may name somebody else."""
MAY_BE_ASSIGNED = "valid_assigned"
ASSIGNS_TO_STAFF = "can_assign_vulnerabilities_to_fluidattacks_staff"


async def find_assigned(loaders: Loaders, group_name: str, wanted: str | None, *, staff_domains: Collection[str]) -> str:
    """Return the e-mail of who is to treat something in a group: the viewer, unless a manager names another.

    Raises `InvalidAssigned` unless that is a registered member in a role that may be assigned, and for the staff unless the viewer may.
    """
    viewer = loaders.viewer
    own = viewer.email or ""
    named = (wanted or "").strip().lower()
    email = named if named and role_in_group(viewer, group_name) in ASSIGN_TO_OTHERS else own
    access = await loaders.group_access.load((email, group_name)) if is_email(email) else None
    if access is None or not is_granted(access.state) or access.state.role not in roles_with(Level.GROUP, MAY_BE_ASSIGNED):
        raise InvalidAssigned
    person = await loaders.person_of.load(access)
    if person is None or not person.is_registered:
        raise InvalidAssigned
    if is_staff(email, staff_domains) and not can_as_user(viewer, ASSIGNS_TO_STAFF):
        raise InvalidAssigned
    return email
