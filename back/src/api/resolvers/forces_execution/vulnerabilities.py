"""`ForcesExecution.vulnerabilities`."""

from api.context import Info
from api.guards import of_parent
from db_model.executions.types import Execution


@of_parent
def resolve(parent: Execution, _info: Info) -> Execution:
    """Return the execution, whose lists are read when one of them is asked for."""
    return parent
