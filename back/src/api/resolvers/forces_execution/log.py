"""`ForcesExecution.log`."""

from api.context import Info
from api.guards import of_parent
from db_model.executions.types import Execution


@of_parent
async def resolve(parent: Execution, info: Info) -> str:
    """Read the log; it is empty if there was none."""
    if parent.log is None:
        return ""
    return (await info.context.loaders.text.load(parent.log)).decode(errors="replace")
