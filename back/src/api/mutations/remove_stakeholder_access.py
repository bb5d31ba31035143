"""`removeStakeholderAccess`."""

from api.context import Info
from api.guards import group_action
from api.mutations.payloads import RemoveStakeholderAccessPayload
from groups import domain as groups_domain
from organizations import members
from stakeholders.domain import lookup_email


@group_action("api_mutations_remove_stakeholder_access_mutate", attributes=("has_asm",))
async def resolve(_parent: None, info: Info, *, user_email: str, group_name: str | None = None) -> RemoveStakeholderAccessPayload:
    """Take somebody out of a group."""
    loaders, email = info.context.loaders, lookup_email(user_email)
    await members.remove_from_group(loaders, group=await groups_domain.get(loaders, group_name or ""), email=email)
    return RemoveStakeholderAccessPayload(email or user_email)
