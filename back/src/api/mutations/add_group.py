"""`addGroup`."""

from api.context import Info
from api.guards import organization_action
from api.mutations.payloads import SimplePayload
from db_model.groups.types import Language, ServiceType, SubscriptionType
from errors import InvalidParameter
from groups import domain as groups_domain
from groups.rules import GroupRequest
from organizations import domain as organizations_domain


@organization_action("api_mutations_add_group_mutate")
async def resolve(
    _parent: None,
    info: Info,
    *,
    description: str,
    group_name: str,
    has_machine: bool,
    has_squad: bool,
    language: Language | None = None,
    organization_name: str | None = None,
    service: ServiceType | None = None,
    subscription: SubscriptionType | None = None,
    organization: str | None = None,
) -> SimplePayload:
    """Make a group in the organization of a name."""
    loaders = info.context.loaders
    organization_id = await organizations_domain.find_id(loaders, organization_name or organization or "")
    if organization_id is None:
        raise InvalidParameter(field="organizationName")
    request = GroupRequest(
        name=group_name,
        description=description,
        has_machine=has_machine,
        has_squad=has_squad,
        language=language or Language.EN,
        service=service or ServiceType.WHITE,
        subscription=subscription or SubscriptionType.CONTINUOUS,
    )
    await groups_domain.add(loaders, organization=await organizations_domain.get(loaders, organization_id), request=request)
    return SimplePayload()
