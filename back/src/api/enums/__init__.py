"""The enums whose values inside are not the texts of the API."""

from ariadne import EnumType

from authz.roles import GroupRole, OrganizationRole, UserRole
from authz.viewer import TokenScope
from db_model.executions.types import Kind, Strictness
from db_model.findings.types import RemovalJustification, Sorts, Source
from db_model.groups.types import Language, ServiceType, SubscriptionType, TierType
from db_model.roots.types import DeactivationReason
from db_model.scans.types import Outcome, ScanFormat, ScanStatus
from vulnerabilities.rules import RemovalJustification as VulnerabilityRemovalJustification
from vulnerabilities.treatment import SETTING

_ROLES = frozenset(role.value for role in (*GroupRole, *UserRole))
# A role of the public enum that no level has: whoever grants it is told so.
_WITHOUT_LEVEL = "internal_manager"

# Those that a person may give.
_DEACTIVATION_REASONS = (DeactivationReason.OTHER, DeactivationReason.OUT_OF_SCOPE, DeactivationReason.REGISTERED_BY_MISTAKE)

ENUMS = (
    EnumType("AccessTokenScope", TokenScope),
    EnumType("GateKind", Kind),
    EnumType("GateStrictness", Strictness),
    EnumType("Language", Language),
    EnumType("OrganizationRole", {role.name: role.value for role in OrganizationRole if role.name != "ADMIN"}),
    EnumType("RemoveFindingJustification", RemovalJustification),
    EnumType("RootDeactivationReason", {reason.name: reason for reason in _DEACTIVATION_REASONS}),
    EnumType("RemoveVulnerabilityJustification", VulnerabilityRemovalJustification),
    EnumType("ScanFormat", ScanFormat),
    EnumType("ScanOutcome", Outcome),
    EnumType("ScanStatus", ScanStatus),
    EnumType("ServiceType", ServiceType),
    EnumType("Sorts", Sorts),
    EnumType("StakeholderRole", {role.upper(): role for role in sorted({*_ROLES, _WITHOUT_LEVEL})}),
    EnumType("SubscriptionType", SubscriptionType),
    EnumType("TierType", TierType),
    EnumType("UpdateClientDescriptionTreatment", {status.name: status for status in SETTING}),
    EnumType("VulnerabilitySource", Source),
)
