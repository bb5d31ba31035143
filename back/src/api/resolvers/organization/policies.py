"""The policies of an organization."""

from collections.abc import Callable
from decimal import Decimal

from api.context import Info
from api.guards import of_parent
from db_model.organizations.types import Organization
from policies import domain as policies_domain


def policy(name: str) -> Callable[..., object]:
    """Return the resolver of one policy: what is set, or the default of the service."""

    @of_parent
    def resolve(parent: Organization, _info: Info) -> object:
        value = getattr(policies_domain.of_organization(parent), name)
        return float(value) if isinstance(value, Decimal) else value

    return resolve
