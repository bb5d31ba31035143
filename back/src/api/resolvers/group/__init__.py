"""The fields of `Group`."""

from api.binding import TypeScope, object_type
from api.leaves import read_from
from api.resolvers.group import (
    disambiguation,
    drafts,
    drafts_connection,
    findings,
    findings_connection,
    organization,
    permissions,
    roots,
    roots_connection,
    service_attributes,
    stakeholders,
    stakeholders_connection,
    user_role,
    vulnerabilities,
)
from api.resolvers.group.policies import policy
from api.resolvers.group.services import has_service

GROUP = object_type(
    "Group",
    {
        "disambiguation": disambiguation.resolve,
        "drafts": drafts.resolve,
        "draftsConnection": drafts_connection.resolve,
        "findings": findings.resolve,
        "findingsConnection": findings_connection.resolve,
        "groupContext": read_from("context"),
        "hasAsm": has_service("has_asm"),
        "hasForces": has_service("has_forces"),
        "hasMachine": read_from("state.has_machine"),
        "hasSquad": read_from("state.has_squad"),
        "managed": read_from("state.managed"),
        "maxAcceptanceDays": policy("max_acceptance_days"),
        "maxAcceptanceSeverity": policy("max_acceptance_severity"),
        "maxNumberAcceptances": policy("max_number_acceptances"),
        "minAcceptanceSeverity": policy("min_acceptance_severity"),
        "minBreakingSeverity": policy("min_breaking_severity"),
        "organization": organization.resolve,
        "permissions": permissions.resolve,
        "roots": roots.resolve,
        "rootsConnection": roots_connection.resolve,
        "service": read_from("state.service"),
        "serviceAttributes": service_attributes.resolve,
        "sprintStartDate": read_from("sprint_start_at"),
        "stakeholders": stakeholders.resolve,
        "stakeholdersConnection": stakeholders_connection.resolve,
        "subscription": read_from("state.subscription"),
        "tags": read_from("state.tags", sorted),
        "tier": read_from("state.tier"),
        "userRole": user_role.resolve,
        "vulnerabilities": vulnerabilities.resolve,
        "vulnerabilityGracePeriod": policy("vulnerability_grace_period"),
    },
    scope=TypeScope.GROUP,
)
