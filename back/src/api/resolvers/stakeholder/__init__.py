"""The fields of `Stakeholder`: a person in a place, so that its value is an access."""

from api.binding import TypeScope, object_type
from api.resolvers.stakeholder import (
    first_login,
    groups,
    groups_connection,
    invitation_state,
    last_login,
    responsibility,
    role,
)

STAKEHOLDER = object_type(
    "Stakeholder",
    {
        "firstLogin": first_login.resolve,
        "groups": groups.resolve,
        "groupsConnection": groups_connection.resolve,
        "invitationState": invitation_state.resolve,
        "lastLogin": last_login.resolve,
        "responsibility": responsibility.resolve,
        "role": role.resolve,
    },
    scope=TypeScope.GROUP,
)
