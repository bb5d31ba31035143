"""`updateOrganizationStakeholder`."""

from access import domain as access_domain
from access.domain import Offer
from api.context import Info
from api.guards import organization_action
from api.mutations.payloads import UpdateStakeholderPayload
from organizations import domain as organizations_domain


@organization_action("api_mutations_update_organization_stakeholder_mutate")
async def resolve(
    _parent: None,
    info: Info,
    *,
    organization_id: str,
    role: str,
    user_email: str,
    phone_number: str | None = None,  # noqa: ARG001 -- an older argument that is not kept
) -> UpdateStakeholderPayload:
    """Change the role of a member, or of an invitation."""
    context = info.context
    access = await access_domain.update_in_organization(
        context.loaders,
        context.settings,
        organization=await organizations_domain.get(context.loaders, organization_id),
        offer=Offer(email=user_email, role=role),
    )
    return UpdateStakeholderPayload(access)
