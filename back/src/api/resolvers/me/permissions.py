"""`Me.permissions`."""

from api.context import Info
from api.guards import of_parent
from api.resolvers.query.me import Me
from authz.decision import permissions_as_user


@of_parent
def resolve(_parent: Me, info: Info) -> tuple[str, ...]:
    """Return what the viewer may do on the platform."""
    return permissions_as_user(info.context.viewer)
