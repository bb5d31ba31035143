"""The policies of a group."""

from collections.abc import Callable
from decimal import Decimal

from api.context import Info
from api.guards import of_parent
from db_model.groups.types import Group
from organizations import domain as organizations_domain
from policies import domain as policies_domain


def policy(name: str) -> Callable[..., object]:
    """Return the resolver of one policy: the group's own set when it has one, else its organization's."""

    @of_parent
    async def resolve(parent: Group, info: Info) -> object:
        organization = await organizations_domain.get(info.context.loaders, parent.organization_id)
        value = getattr(policies_domain.of_group(parent, organization), name)
        return float(value) if isinstance(value, Decimal) else value

    return resolve
