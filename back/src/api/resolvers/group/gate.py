"""`Group.gate`."""

from api.context import Info
from api.guards import group_action
from db_model.executions.types import Kind, Strictness
from db_model.groups.types import Group
from forces import decision
from forces.decision import Decision
from forces.gate import Question
from organizations import domain as organizations_domain
from policies import domain as policies_domain


@group_action("api_resolvers_group_gate_resolve")
async def resolve(
    parent: Group,
    info: Info,
    *,
    root_nickname: str | None = None,
    kind: Kind | None = None,
    severity_threshold: float | None = None,
    grace_period: int | None = None,
    strictness: Strictness | None = None,
    max_age: int | None = None,
    scan_id: str | None = None,
) -> Decision:
    """Decide whether a build may pass."""
    loaders = info.context.loaders
    question = Question(
        kind=kind or Kind.ALL,
        strictness=strictness or Strictness.LAX,
        severity_threshold=severity_threshold,
        grace_period=grace_period,
        max_age=max_age,
    )
    policies = policies_domain.set_for_group(parent, await organizations_domain.get(loaders, parent.organization_id))
    return await decision.decide(loaders, parent, policies, question, nickname=root_nickname, scan_id=scan_id)
