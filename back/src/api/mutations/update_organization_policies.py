"""`updateOrganizationPolicies`."""

from typing import Any

from api.context import Info
from api.guards import organization_action
from api.mutations.payloads import SimplePayload
from errors import InvalidParameter
from organizations import domain as organizations_domain
from policies.domain import PoliciesToSet


@organization_action("api_mutations_update_organization_policies_mutate", login=False)
async def resolve(
    _parent: None,
    info: Info,
    /,
    *,
    organization_id: str,
    organization_name: str,
    **policies: Any,  # the schema types them
) -> SimplePayload:
    """Set policies of the organization that both the id and the name mean."""
    loaders = info.context.loaders
    organization = await organizations_domain.get(loaders, organization_id)
    if organizations_domain.normal_name(organization_name) != organization.name:
        raise InvalidParameter(field="organizationName")
    await organizations_domain.update_policies(loaders, organization, PoliciesToSet(**policies))
    return SimplePayload()
