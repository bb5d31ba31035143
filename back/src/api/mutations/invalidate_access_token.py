"""`invalidateAccessToken`."""

from api.context import Info
from api.guards import login
from api.mutations.payloads import SimplePayload
from identity import tokens


@login
async def resolve(_parent: None, info: Info, *, id: str | None = None) -> SimplePayload:  # noqa: A002 -- the API's name
    """Revoke one token of the viewer, or all."""
    await tokens.revoke(info.context.loaders, id)
    return SimplePayload()
