"""The fields of `Query`."""

from api.binding import TypeScope, object_type
from api.resolvers.query import (
    group,
    list_user_groups,
    list_user_groups_connection,
    me,
    organization,
    organization_id,
    stakeholder,
)

QUERY = object_type(
    "Query",
    {
        "group": group.resolve,
        "listUserGroups": list_user_groups.resolve,
        "listUserGroupsConnection": list_user_groups_connection.resolve,
        "me": me.resolve,
        "organization": organization.resolve,
        "organizationId": organization_id.resolve,
        "stakeholder": stakeholder.resolve,
    },
    scope=TypeScope.ROOT,
)
