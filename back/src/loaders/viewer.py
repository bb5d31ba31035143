"""The viewer of a request, built from what is stored now."""

from datetime import datetime

from authz.viewer import Credential, Viewer
from db_model import memberships
from db_model.access_state import is_granted
from db_model.groups.types import is_active as is_active_group
from db_model.organizations.types import is_active as is_active_organization
from store.table import Table

DEFAULT_ROLE = "user"
ADMIN = "admin"


async def load_viewer(table: Table, email: str, credential: Credential, *, now: datetime) -> Viewer:
    """Build the viewer behind a session or token: anonymous when the person is gone.

    Roles in what was removed are left out. A token that is limited to one group has no role anywhere else.
    """
    stored = await memberships.of_person(table, email, now=now)
    if stored.person is None:
        return Viewer()
    organization_roles = {access.organization_id: access.state.role for access in stored.organizations if is_granted(access.state)}
    group_roles = {access.group_name: access.state.role for access in stored.groups if is_granted(access.state)}
    role = stored.person.state.role or DEFAULT_ROLE
    limit = credential.group
    if limit is not None and role == ADMIN:
        group_roles = {limit: ADMIN, **group_roles}
    found = await memberships.targets(
        table,
        organization_ids=organization_roles if limit is None else (),
        group_names=group_roles if limit is None else group_roles.keys() & {limit},
        now=now,
    )
    living_groups = tuple(filter(is_active_group, found.groups))
    return Viewer(
        email=email,
        user_role=role if limit is None else DEFAULT_ROLE,
        organizations={
            each.id: organization_roles[each.id] or DEFAULT_ROLE for each in found.organizations if is_active_organization(each)
        },
        groups={each.name: group_roles[each.name] or DEFAULT_ROLE for each in living_groups},
        organizations_of_groups=frozenset(each.organization_id for each in living_groups),
        credential=credential,
    )
