"""`removeStakeholder`."""

from api.context import Info
from api.guards import login
from api.mutations.payloads import SimplePayload
from errors import LoginRequired
from organizations import members


@login
async def resolve(_parent: None, info: Info) -> SimplePayload:
    """Remove the viewer altogether."""
    email = info.context.viewer.email
    if email is None:
        raise LoginRequired
    await members.remove_person(info.context.loaders, email)
    return SimplePayload()
