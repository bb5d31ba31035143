"""`Me.sessionExpiration`."""

from api.context import Info
from api.guards import of_parent
from api.resolvers.query.me import Me
from clock import to_seconds
from errors import LoginRequired


@of_parent
def resolve(_parent: Me, info: Info) -> str:
    """Return when the credential of this request ends."""
    credential = info.context.viewer.credential
    if credential is None:
        raise LoginRequired
    return str(to_seconds(credential.expires_at))
