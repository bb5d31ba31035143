"""`grantStakeholderOrganizationAccess`."""

from access import domain as access_domain
from access.domain import Offer
from api.context import Info
from api.guards import organization_action
from api.mutations.payloads import GrantStakeholderAccessPayload
from organizations import domain as organizations_domain


@organization_action("api_mutations_grant_stakeholder_organization_access_mutate", login=False)
async def resolve(
    _parent: None,
    info: Info,
    *,
    organization_id: str,
    role: str,
    user_email: str,
    phone_number: str | None = None,  # noqa: ARG001 -- an older argument that is not kept
) -> GrantStakeholderAccessPayload:
    """Invite somebody to an organization."""
    context = info.context
    access = await access_domain.invite_to_organization(
        context.loaders,
        context.keys,
        context.settings,
        command="grantStakeholderOrganizationAccess",
        organization=await organizations_domain.get(context.loaders, organization_id),
        offer=Offer(email=user_email, role=role),
    )
    return GrantStakeholderAccessPayload(access)
