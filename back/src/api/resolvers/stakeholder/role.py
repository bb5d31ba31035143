"""`Stakeholder.role`."""

from api.context import Info
from api.guards import of_parent
from db_model.access_state import visible_role
from loaders.bundle import Access


@of_parent
def resolve(parent: Access, _info: Info) -> str | None:
    """Return the role, or that of the invitation while it waits."""
    return visible_role(parent.state)
