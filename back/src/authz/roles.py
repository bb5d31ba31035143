"""The roles of each level, and the tags that some of them carry."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias


class UserRole(StrEnum):
    """The roles on the whole platform."""

    ADMIN = "admin"
    HACKER = "hacker"
    USER = "user"


class OrganizationRole(StrEnum):
    """The roles in an organization; `ADMIN` is implied for platform admins and never granted."""

    ADMIN = "admin"
    CUSTOMER_MANAGER = "customer_manager"
    USER = "user"
    USER_MANAGER = "user_manager"


class GroupRole(StrEnum):
    """The roles in a group; `ADMIN` is implied for platform admins and never granted."""

    ADMIN = "admin"
    ARCHITECT = "architect"
    CUSTOMER_MANAGER = "customer_manager"
    HACKER = "hacker"
    REATTACKER = "reattacker"
    RESOURCER = "resourcer"
    REVIEWER = "reviewer"
    SERVICE_FORCES = "service_forces"
    USER = "user"
    USER_MANAGER = "user_manager"
    VULNERABILITY_MANAGER = "vulnerability_manager"


Role: TypeAlias = UserRole | OrganizationRole | GroupRole


class Tag(StrEnum):
    """A trait of roles: those who test, and the CI agent."""

    DRILLS = "drills"
    FORCES = "forces"


USER_ROLES_BY_TAG: Mapping[Tag, frozenset[UserRole]] = MappingProxyType(
    {
        Tag.DRILLS: frozenset({UserRole.HACKER}),
        Tag.FORCES: frozenset(),
    }
)
GROUP_ROLES_BY_TAG: Mapping[Tag, frozenset[GroupRole]] = MappingProxyType(
    {
        Tag.DRILLS: frozenset(
            {
                GroupRole.ARCHITECT,
                GroupRole.HACKER,
                GroupRole.REATTACKER,
                GroupRole.RESOURCER,
                GroupRole.REVIEWER,
            }
        ),
        Tag.FORCES: frozenset({GroupRole.SERVICE_FORCES}),
    }
)
