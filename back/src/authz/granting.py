"""Who may give which role to whom."""

from collections.abc import Collection

from authz.decision import can_as_user, can_in_group, can_in_organization, is_staff
from authz.roles import GROUP_ROLES_BY_TAG, GroupRole, OrganizationRole, Tag, UserRole
from authz.viewer import Viewer

STAFF_ROLE = GroupRole.CUSTOMER_MANAGER.value
STAFF_HACKERS_ATTRIBUTE = "must_only_have_fluidattacks_hackers"


def can_grant_in_group(viewer: Viewer, group_name: str, role: str) -> bool:
    """Tell whether the viewer may give a role in a group."""
    return can_in_group(viewer, group_name, f"grant_group_level_role:{role}")


def can_grant_in_organization(viewer: Viewer, organization_id: str, role: str) -> bool:
    """Tell whether the viewer may give a role in an organization."""
    return can_in_organization(viewer, organization_id, f"grant_organization_level_role:{role}")


def can_grant_as_user(viewer: Viewer, role: str) -> bool:
    """Tell whether the viewer may give a platform role."""
    return can_as_user(viewer, f"grant_user_level_role:{role}")


def grantable_in_group(viewer: Viewer, group_name: str) -> frozenset[GroupRole]:
    """Return the roles that the viewer may give in a group."""
    return frozenset(role for role in GroupRole if can_grant_in_group(viewer, group_name, role))


def grantable_in_organization(viewer: Viewer, organization_id: str) -> frozenset[OrganizationRole]:
    """Return the roles that the viewer may give in an organization."""
    return frozenset(role for role in OrganizationRole if can_grant_in_organization(viewer, organization_id, role))


def grantable_as_user(viewer: Viewer) -> frozenset[UserRole]:
    """Return the platform roles that the viewer may give."""
    return frozenset(role for role in UserRole if can_grant_as_user(viewer, role))


def may_take_role(email: str, role: str, *, staff_domains: Collection[str]) -> bool:
    """Tell whether an address may get a role: that of account managers is for the staff, unless no domain is the staff's."""
    return role != STAFF_ROLE or not staff_domains or is_staff(email, staff_domains)


def may_take_testing_role(email: str, role: str, *, attributes: Collection[str], staff_domains: Collection[str]) -> bool:
    """Tell whether a group with these attributes takes an address in this role: some want their testers from the staff.

    It refuses nobody when no domain is the staff's.
    """
    is_reserved = STAFF_HACKERS_ATTRIBUTE in attributes and role in GROUP_ROLES_BY_TAG[Tag.DRILLS]
    return not is_reserved or not staff_domains or is_staff(email, staff_domains)
