"""`addOrganization`."""

from api.context import Info
from api.guards import user_action
from api.mutations.payloads import AddOrganizationPayload
from organizations import domain as organizations_domain


@user_action("api_mutations_add_organization_mutate")
async def resolve(_parent: None, info: Info, *, country: str, name: str) -> AddOrganizationPayload:
    """Make an organization of the viewer's."""
    organization = await organizations_domain.add(info.context.loaders, info.context.settings, name=name, country=country)
    return AddOrganizationPayload(organization)
