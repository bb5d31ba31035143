"""`Stakeholder.invitationState`."""

from api.context import Info
from api.guards import of_parent
from db_model.access_state import is_granted
from loaders.bundle import Access


@of_parent
async def resolve(parent: Access, info: Info) -> str:
    """Tell whether an invitation waits, and if not, whether the person is registered."""
    if not is_granted(parent.state):
        return "PENDING"
    person = await info.context.loaders.person_of.load(parent)
    return "REGISTERED" if person is not None and person.is_registered else "UNREGISTERED"
