"""`acceptLegal`."""

from api.context import Info
from api.guards import login
from api.mutations.payloads import SimplePayload
from stakeholders import domain as stakeholders_domain


@login
async def resolve(_parent: None, info: Info, *, remember: bool | None = False) -> SimplePayload:
    """Note that the viewer accepts the legal notice."""
    await stakeholders_domain.accept_legal(info.context.loaders, remember=bool(remember))
    return SimplePayload()
