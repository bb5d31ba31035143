"""`updateTours`."""

from collections.abc import Mapping

from api.context import Info
from api.guards import login
from api.mutations.payloads import SimplePayload
from db_model.stakeholders.types import Tours
from stakeholders import domain as stakeholders_domain


@login
async def resolve(_parent: None, info: Info, *, tours: Mapping[str, bool]) -> SimplePayload:
    """Note which introductions the viewer has seen."""
    await stakeholders_domain.update_tours(info.context.loaders, Tours(**tours))
    return SimplePayload()
