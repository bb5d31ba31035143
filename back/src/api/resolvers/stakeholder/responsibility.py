"""`Stakeholder.responsibility`."""

from api.context import Info
from api.guards import of_parent
from db_model.access_state import visible_responsibility
from loaders.bundle import Access


@of_parent
def resolve(parent: Access, _info: Info) -> str | None:
    """Return what the person is responsible for."""
    return visible_responsibility(parent.state)
