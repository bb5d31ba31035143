"""The fields of `Query`."""

from api.binding import TypeScope, object_type
from api.resolvers.query import (
    finding,
    forces_execution,
    forces_executions,
    group,
    list_user_groups,
    list_user_groups_connection,
    me,
    organization,
    organization_id,
    root,
    stakeholder,
    vulnerability,
)

QUERY = object_type(
    "Query",
    {
        "finding": finding.resolve,
        "forcesExecution": forces_execution.resolve,
        "forcesExecutions": forces_executions.resolve,
        "group": group.resolve,
        "listUserGroups": list_user_groups.resolve,
        "listUserGroupsConnection": list_user_groups_connection.resolve,
        "me": me.resolve,
        "organization": organization.resolve,
        "organizationId": organization_id.resolve,
        "root": root.resolve,
        "stakeholder": stakeholder.resolve,
        "vulnerability": vulnerability.resolve,
    },
    scope=TypeScope.ROOT,
)
