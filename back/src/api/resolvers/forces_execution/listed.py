"""The lists of `ExecutionVulnerabilities`."""

from collections.abc import Callable, Sequence

from api.context import Info
from api.guards import of_parent
from db_model.executions.types import Execution
from forces.executions import Exploit, read_listed


def listed(name: str) -> Callable[..., object]:
    """Return the resolver of one list."""

    @of_parent
    async def resolve(parent: Execution, info: Info) -> Sequence[Exploit]:
        if parent.listed is None:
            return ()
        return read_listed(await info.context.loaders.text.load(parent.listed))[name]

    return resolve
