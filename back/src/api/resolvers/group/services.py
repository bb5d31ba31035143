"""Whether a group has a service."""

from collections.abc import Callable

from access.rules import service_attributes
from api.context import Info
from api.guards import of_parent
from db_model.groups.types import Group


def has_service(attribute: str) -> Callable[..., object]:
    """Return the resolver that tells whether the services of a group give it an attribute."""

    @of_parent
    def resolve(parent: Group, info: Info) -> bool:
        return attribute in service_attributes(parent, mode=info.context.settings.services)

    return resolve
