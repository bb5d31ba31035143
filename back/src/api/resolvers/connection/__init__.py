"""Connections, their edges, and where their pages end."""

from api.binding import TypeScope, object_type
from api.resolvers.connection import total

_OF = ("Execution", "Finding", "Group", "Organization", "Root", "Scan", "ScanRow", "Stakeholder")

CONNECTIONS = (
    *(object_type(f"{name}sConnection", {"total": total.resolve}, scope=TypeScope.ANSWER) for name in _OF),
    object_type("VulnerabilitiesConnection", {"total": total.resolve}, scope=TypeScope.ANSWER),
    *(object_type(f"{name}Edge", {}, scope=TypeScope.ANSWER) for name in (*_OF, "Vulnerability")),
    object_type("PageInfo", {}, scope=TypeScope.ANSWER),
)
