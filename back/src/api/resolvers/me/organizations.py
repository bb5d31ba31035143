"""`Me.organizations`, and the list that its connection pages through."""

from api.connections import Source, of_values, place_in, whole
from api.context import Context, Info
from api.guards import of_parent
from api.resolvers.query.me import Me
from db_model.organizations.facet import FACET
from db_model.organizations.types import Organization
from store.values import IndexName


async def source(context: Context) -> Source[Organization]:
    """Return the organizations that the viewer is in, by name."""
    found = await context.loaders.organization.load_many(sorted(context.viewer.organizations))
    organizations = tuple(organization for organization in found if organization is not None)
    # All shards of the index have the name in the same place, so that it orders organizations of any shard.
    place = place_in(FACET, IndexName.BY_PARENT)
    return of_values("organizationsConnection", "me", organizations, place)


@of_parent
async def resolve(_parent: Me, info: Info) -> tuple[Organization, ...]:
    """Return the whole list."""
    return await whole(await source(info.context), info.context)
