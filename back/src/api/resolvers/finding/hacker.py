"""`Finding.hacker`."""

from api.context import Info
from api.guards import finding_action
from db_model.findings.types import Finding


@finding_action("api_resolvers_finding_hacker_resolve")
def resolve(parent: Finding, _info: Info) -> str:
    """Return who reported it."""
    return parent.created_by
