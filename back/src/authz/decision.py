"""The one decision: what a viewer may do, and where.

A viewer may do what the explicit role there has, and a platform admin also what the admin role of that level has. An anonymous viewer
may do nothing, the service itself everything, and a token with scopes or a group at most what those open (`authz.token_scopes`).
Groups are named as they are stored, in lower case, and organizations by their id.
"""

from collections.abc import Collection, Mapping

from authz.levels import Level
from authz.matrix import actions_at, actions_of
from authz.roles import UserRole
from authz.token_scopes import scope_allows_action
from authz.viewer import Viewer

# The levels of organizations and groups call the role that a platform admin has everywhere by the same name.
_ADMIN = UserRole.ADMIN.value


def is_platform_admin(viewer: Viewer) -> bool:
    """Tell whether the viewer is a person who administers the platform."""
    return viewer.email is not None and viewer.user_role == _ADMIN


def can_in_group(viewer: Viewer, group_name: str, action: str) -> bool:
    """Tell whether the viewer may do something in a group."""
    return _can(viewer, Level.GROUP, viewer.groups.get(group_name), action, group_name)


def can_in_organization(viewer: Viewer, organization_id: str, action: str) -> bool:
    """Tell whether the viewer may do something in an organization."""
    return _can(viewer, Level.ORGANIZATION, viewer.organizations.get(organization_id), action, None)


def can_as_user(viewer: Viewer, action: str) -> bool:
    """Tell whether the viewer may do something on the platform."""
    return _can(viewer, Level.USER, viewer.user_role, action, None)


def permissions_in_group(viewer: Viewer, group_name: str) -> tuple[str, ...]:
    """Return, sorted, every action that the viewer may do in a group."""
    return _permissions(viewer, Level.GROUP, viewer.groups.get(group_name), group_name)


def permissions_in_organization(viewer: Viewer, organization_id: str) -> tuple[str, ...]:
    """Return, sorted, every action that the viewer may do in an organization."""
    return _permissions(viewer, Level.ORGANIZATION, viewer.organizations.get(organization_id), None)


def permissions_as_user(viewer: Viewer) -> tuple[str, ...]:
    """Return, sorted, every action that the viewer may do on the platform."""
    return _permissions(viewer, Level.USER, viewer.user_role, None)


def role_in_group(viewer: Viewer, group_name: str) -> str | None:
    """Return the role that the viewer shows in a group: the explicit one, else the implied admin, else none."""
    return _role(viewer, viewer.groups, group_name)


def role_in_organization(viewer: Viewer, organization_id: str) -> str | None:
    """Return the role that the viewer shows in an organization: the explicit one, else the implied admin, else none."""
    return _role(viewer, viewer.organizations, organization_id)


def is_staff(email: str, staff_domains: Collection[str]) -> bool:
    """Tell whether an address is of a staff domain; a subdomain of one is another domain, and without domains nobody is staff."""
    _, at, domain = email.lower().rpartition("@")
    return bool(at) and domain in {staff_domain.lower() for staff_domain in staff_domains}


def _can(viewer: Viewer, level: Level, role: str | None, action: str, group_name: str | None) -> bool:
    if viewer.is_system:
        return True
    if viewer.is_anonymous:
        return False
    is_held = action in actions_of(level, role) or (is_platform_admin(viewer) and action in actions_of(level, _ADMIN))
    return is_held and scope_allows_action(viewer.credential, action=action, group=group_name)


def _permissions(viewer: Viewer, level: Level, role: str | None, group_name: str | None) -> tuple[str, ...]:
    candidates = actions_at(level) if viewer.is_system else actions_of(level, role) | actions_of(level, _ADMIN)
    return tuple(sorted(action for action in candidates if _can(viewer, level, role, action, group_name)))


def _role(viewer: Viewer, roles: Mapping[str, str], place: str) -> str | None:
    if viewer.is_anonymous:
        return None
    return roles.get(place, _ADMIN if is_platform_admin(viewer) else None)
