"""`Stakeholder.lastLogin`."""

from api.context import Info
from api.guards import of_parent
from clock import to_api_date
from loaders.bundle import Access


@of_parent
async def resolve(parent: Access, info: Info) -> str | None:
    """Return when the person last signed in."""
    person = await info.context.loaders.person_of.load(parent)
    return to_api_date(person.last_login_at) if person and person.last_login_at else None
