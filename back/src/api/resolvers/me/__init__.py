"""The fields of `Me` and `Tours`."""

from api.binding import TypeScope, object_type
from api.resolvers.me import (
    access_token,
    access_tokens,
    is_concurrent_session,
    organizations,
    organizations_connection,
    permissions,
    role,
    session_expiration,
)

ME = object_type(
    "Me",
    {
        "accessToken": access_token.resolve,
        "accessTokens": access_tokens.resolve,
        "isConcurrentSession": is_concurrent_session.resolve,
        "organizations": organizations.resolve,
        "organizationsConnection": organizations_connection.resolve,
        "permissions": permissions.resolve,
        "role": role.resolve,
        "sessionExpiration": session_expiration.resolve,
    },
    scope=TypeScope.VIEWER,
)
TOURS = object_type("Tours", {}, scope=TypeScope.VIEWER)
