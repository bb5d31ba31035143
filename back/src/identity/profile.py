"""The caller's own profile."""

from db_model.stakeholders.types import Stakeholder
from errors import AccessDenied
from loaders.bundle import Loaders


async def own_profile(loaders: Loaders) -> Stakeholder:
    """Load the profile of the viewer; raises `AccessDenied` for a caller who has none."""
    person = await loaders.stakeholder.load(loaders.viewer.email) if loaders.viewer.email else None
    if person is None:
        raise AccessDenied
    return person
