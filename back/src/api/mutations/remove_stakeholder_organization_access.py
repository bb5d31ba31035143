"""`removeStakeholderOrganizationAccess`."""

from api.context import Info
from api.guards import organization_action
from api.mutations.payloads import SimplePayload
from organizations import domain as organizations_domain
from organizations import members
from stakeholders.domain import lookup_email


@organization_action("api_mutations_remove_stakeholder_organization_access_mutate", login=False)
async def resolve(_parent: None, info: Info, *, organization_id: str, user_email: str) -> SimplePayload:
    """Take somebody out of an organization and all its groups."""
    loaders = info.context.loaders
    await members.remove_from_organization(
        loaders,
        organization=await organizations_domain.get(loaders, organization_id),
        email=lookup_email(user_email),
        command="removeStakeholderOrganizationAccess",
    )
    return SimplePayload()
