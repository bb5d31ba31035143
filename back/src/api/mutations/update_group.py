"""`updateGroup`."""

from api.context import Info
from api.guards import group_action
from api.mutations.payloads import SimplePayload
from db_model.groups.types import ServiceType, SubscriptionType, TierType
from groups import domain as groups_domain
from groups.rules import ServicesRequest, parse_language


@group_action("api_mutations_update_group_mutate", attributes=("has_asm",))
async def resolve(
    _parent: None,
    info: Info,
    *,
    comments: str,
    group_name: str,
    has_asm: bool,
    has_machine: bool,
    has_squad: bool,
    reason: str,
    subscription: SubscriptionType,
    description: str | None = None,
    language: str | None = None,
    service: ServiceType | None = None,
    tier: TierType | None = None,
) -> SimplePayload:
    """Change the services of a group."""
    loaders = info.context.loaders
    request = ServicesRequest(
        subscription=subscription,
        has_asm=has_asm,
        has_machine=has_machine,
        has_squad=has_squad,
        reason=reason,
        comments=comments,
        service=service,
        tier=tier,
        description=description,
        language=None if language is None else parse_language(language),
    )
    group = await groups_domain.get(loaders, group_name)
    await groups_domain.update_services(loaders, group, request, mode=info.context.settings.services)
    return SimplePayload()
