"""`Query.stakeholder`."""

from api.context import Info
from api.guards import entity_action
from db_model.group_access.types import GroupAccess
from db_model.organization_access.types import OrganizationAccess
from groups import domain as groups_domain
from organizations import domain as organizations_domain
from stakeholders.domain import lookup_email
from stakeholders.errors import StakeholderNotFound


@entity_action(
    group="api_resolvers_query_stakeholder__resolve_for_group", organization="api_resolvers_query_stakeholder__resolve_for_organization"
)
async def resolve(
    _parent: None,
    info: Info,
    *,
    entity: str,
    user_email: str,
    group_name: str | None = None,
    organization_id: str | None = None,
) -> GroupAccess | OrganizationAccess:
    """Load the place that somebody has in a group or an organization."""
    loaders, email = info.context.loaders, lookup_email(user_email)
    access: GroupAccess | OrganizationAccess | None = None
    if entity == "GROUP":
        group = await groups_domain.get(loaders, group_name or "")
        access = await loaders.group_access.load((email, group.name)) if email else None
    else:
        organization = await organizations_domain.get(loaders, organization_id or "")
        access = await loaders.organization_access.load((email, organization.id)) if email else None
    if access is None:
        raise StakeholderNotFound
    return access
