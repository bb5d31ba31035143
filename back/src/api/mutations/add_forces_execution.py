"""`addForcesExecution`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from api.context import Info
from api.guards import group_action
from api.mutations.payloads import SimplePayload
from api.uploads import Upload
from db_model.executions.types import Numbers, Repository, Text
from forces import domain as forces_domain
from forces.executions import Exploit, Listed, Run
from groups import domain as groups_domain


@group_action("api_mutations_add_forces_execution_mutate", login=False)
async def resolve(
    _parent: None,
    info: Info,
    /,
    *,
    group_name: str,
    date: datetime,
    exit_code: str,
    strictness: str,
    vulnerabilities: Mapping[str, Any],
    log: Upload | None = None,
    **arguments: Any,
) -> SimplePayload:
    """Record a run of the CI agent."""
    loaders = info.context.loaders
    names = ("execution_id", "kind", "grace_period", "severity_threshold")
    run = Run(
        date=date,
        exit_code=exit_code,
        strictness=strictness,
        listed=_to_listed(vulnerabilities),
        repository=Repository(**{name: arguments.get(f"git_{name}") for name in Repository._fields}),
        log=None if log is None else Text(digest=log.digest, size=log.size),
        **{name: arguments.get(name) for name in names},
    )
    await forces_domain.add(loaders, await groups_domain.get(loaders, group_name), run)
    return SimplePayload()


def _to_listed(given: Mapping[str, Any]) -> Listed:
    """Read the lists, and the numbers beside them."""
    lists: Mapping[str, Sequence[Mapping[str, Any]]] = {name: given.get(name) or () for name in Numbers._fields}
    told = (given.get(f"num_of_{name}_vulnerabilities") for name in Numbers._fields)
    return Listed(
        **{name: tuple(Exploit(**each) for each in exploits) for name, exploits in lists.items()},
        numbers=Numbers(*(number or 0 for number in told)),
    )
