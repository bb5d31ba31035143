"""`grantStakeholderAccess`."""

from access import domain as access_domain
from access.domain import Offer
from api.context import Info
from api.guards import group_action
from api.mutations.payloads import GrantStakeholderAccessPayload
from groups import domain as groups_domain


@group_action("api_mutations_grant_stakeholder_access_mutate", attributes=("has_asm",))
async def resolve(
    _parent: None,
    info: Info,
    *,
    group_name: str,
    email: str,
    role: str,
    responsibility: str | None = None,
    phone_number: str | None = None,  # noqa: ARG001 -- an older argument that is not kept
) -> GrantStakeholderAccessPayload:
    """Invite somebody to a group."""
    context = info.context
    access = await access_domain.invite_to_group(
        context.loaders,
        context.keys,
        context.settings,
        command="grantStakeholderAccess",
        group=await groups_domain.get(context.loaders, group_name),
        offer=Offer(email=email, role=role, responsibility=responsibility),
    )
    return GrantStakeholderAccessPayload(access)
