"""The fields of `ForcesExecutions`."""

from api.binding import TypeScope, object_type
from api.leaves import read_from
from api.resolvers.forces_executions import executions, executions_connections

FORCES_EXECUTIONS = object_type(
    "ForcesExecutions",
    {
        "executions": executions.resolve,
        "executionsConnections": executions_connections.resolve,
        "groupName": read_from("name"),
    },
    scope=TypeScope.GROUP,
)
