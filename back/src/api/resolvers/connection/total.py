"""The `total` of every connection."""

from collections.abc import Awaitable

from api.connections import Connection
from api.context import Info
from api.guards import of_parent


@of_parent
def resolve(parent: Connection, _info: Info) -> Awaitable[int]:
    """Count what is on all pages."""
    return parent.total()
