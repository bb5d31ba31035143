"""The enums whose values inside are not the texts of the API."""

from ariadne import EnumType

from authz.roles import GroupRole, OrganizationRole, UserRole
from authz.viewer import TokenScope
from db_model.groups.types import Language, ServiceType, SubscriptionType, TierType

_ROLES = frozenset(role.value for role in (*GroupRole, *UserRole))
# A role of the public enum that no level has: whoever grants it is told so.
_WITHOUT_LEVEL = "internal_manager"

ENUMS = (
    EnumType("AccessTokenScope", TokenScope),
    EnumType("Language", Language),
    EnumType("OrganizationRole", {role.name: role.value for role in OrganizationRole if role.name != "ADMIN"}),
    EnumType("ServiceType", ServiceType),
    EnumType("StakeholderRole", {role.upper(): role for role in sorted({*_ROLES, _WITHOUT_LEVEL})}),
    EnumType("SubscriptionType", SubscriptionType),
    EnumType("TierType", TierType),
)
