"""`Finding.sorts`."""

from api.context import Info
from api.guards import finding_action
from db_model.findings.types import Finding, Sorts


@finding_action("api_resolvers_finding_sorts_resolve")
def resolve(parent: Finding, _info: Info) -> Sorts:
    """Return whether a model that ranks files helped to find it."""
    return parent.sorts
