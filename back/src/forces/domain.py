"""Commands of executions."""

from collections.abc import AsyncIterator

from clock import new_ordered_uuid
from db_model.executions import facet
from db_model.executions import writes as executions_model
from db_model.executions.types import Execution, Text
from db_model.groups.types import Group
from forces import executions
from forces.errors import ExecutionAlreadyCreated, ExecutionLogTooLarge, ExecutionNotFound
from forces.executions import Run
from loaders.bundle import Command, Loaders
from store.blobs import Blobs
from store.errors import Conflict


async def get(loaders: Loaders, group: Group, execution_id: str) -> Execution:
    """Load an execution of a group by id; raises `ExecutionNotFound`."""
    identifier = execution_id.strip()
    execution = await loaders.execution.load((group.name, identifier)) if executions.is_id(identifier) else None
    if execution is None:
        raise ExecutionNotFound
    return execution


async def add(loaders: Loaders, group: Group, run: Run) -> Execution:
    """Record a run of the CI agent; raises `ExecutionAlreadyCreated` and the errors of what is wrong with it."""
    execution = _to_execution(loaders, group, run)
    listed = executions.write_listed(run.listed)
    stored = execution._replace(listed=None if listed is None else await _store(loaders.store.blobs, listed))
    about = Command("addForcesExecution", group.organization_id, group.name, (("execution", execution.id),))
    try:
        await loaders.commit(about, executions_model.add(stored))
    except Conflict as error:
        if facet.key(group.name, execution.id) in error.keys:
            raise ExecutionAlreadyCreated from error
        raise
    return stored


def _to_execution(loaders: Loaders, group: Group, run: Run) -> Execution:
    """Check what was sent and return what is kept of it, less the lists."""
    now = loaders.clock.now()
    if run.log is not None and run.log.size > executions.LOG_BYTES:
        raise ExecutionLogTooLarge(limit=executions.LOG_BYTES)
    return Execution(
        id=new_ordered_uuid(now) if run.execution_id is None else executions.check_id(run.execution_id),
        group_name=group.name,
        organization_id=group.organization_id,
        date=run.date,
        exit_code=executions.check_exit_code(run.exit_code),
        strictness=executions.read_strictness(run.strictness),
        created_by=loaders.viewer.email or "system",
        created_at=now,
        kind=executions.read_kind(run.kind),
        grace_period=executions.check_grace_period(run.grace_period),
        severity_threshold=executions.check_threshold(run.severity_threshold),
        repository=executions.check_repository(run.repository),
        numbers=executions.numbers_of(run.listed),
        log=run.log,
    )


async def _store(blobs: Blobs, text: bytes) -> Text:
    """Keep a text as a blob."""

    async def chunks() -> AsyncIterator[bytes]:
        yield text

    blob = await blobs.put(chunks(), at_most=executions.LISTED_BYTES)
    return Text(digest=blob.digest, size=blob.size)
