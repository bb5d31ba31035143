"""`Me.role`."""

from api.context import Info
from api.guards import of_parent
from api.resolvers.query.me import Me
from stakeholders.domain import DEFAULT_ROLE


@of_parent
def resolve(_parent: Me, info: Info) -> str:
    """Return the platform role that this request has: a token limited to a group has none but the least."""
    return info.context.viewer.user_role or DEFAULT_ROLE
