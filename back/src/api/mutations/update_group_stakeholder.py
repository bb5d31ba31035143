"""`updateGroupStakeholder`."""

from access import domain as access_domain
from access.domain import Offer
from api.context import Info
from api.guards import group_action
from api.mutations.payloads import UpdateStakeholderPayload
from groups import domain as groups_domain


@group_action("api_mutations_update_group_stakeholder_mutate", attributes=("has_asm",))
async def resolve(
    _parent: None,
    info: Info,
    *,
    group_name: str,
    email: str,
    responsibility: str,
    role: str,
    phone_number: str | None = None,  # noqa: ARG001 -- an older argument that is not kept
) -> UpdateStakeholderPayload:
    """Change the role and responsibility of a member, or of an invitation."""
    context = info.context
    access = await access_domain.update_in_group(
        context.loaders,
        context.settings,
        group=await groups_domain.get(context.loaders, group_name),
        offer=Offer(email=email, role=role, responsibility=responsibility),
    )
    return UpdateStakeholderPayload(access)
