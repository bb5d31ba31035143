"""The fields of `Organization`."""

from api.binding import TypeScope, object_type
from api.resolvers.organization import (
    groups,
    groups_connection,
    permissions,
    stakeholders,
    stakeholders_connection,
    user_role,
)
from api.resolvers.organization.policies import policy

ORGANIZATION = object_type(
    "Organization",
    {
        "groups": groups.resolve,
        "groupsConnection": groups_connection.resolve,
        "inactivityPeriod": policy("inactivity_period"),
        "maxAcceptanceDays": policy("max_acceptance_days"),
        "maxAcceptanceSeverity": policy("max_acceptance_severity"),
        "maxNumberAcceptances": policy("max_number_acceptances"),
        "minAcceptanceSeverity": policy("min_acceptance_severity"),
        "minBreakingSeverity": policy("min_breaking_severity"),
        "permissions": permissions.resolve,
        "stakeholders": stakeholders.resolve,
        "stakeholdersConnection": stakeholders_connection.resolve,
        "userRole": user_role.resolve,
        "vulnerabilityGracePeriod": policy("vulnerability_grace_period"),
    },
    scope=TypeScope.ORGANIZATION,
)
