"""`Me.accessTokens`."""

from api.context import Info
from api.guards import unscoped
from api.resolvers.query.me import Me
from db_model.access_tokens.types import AccessToken
from identity import tokens


@unscoped
async def resolve(parent: Me, info: Info) -> tuple[AccessToken, ...]:
    """Return the viewer's tokens that still hold."""
    return await tokens.of_person(info.context.loaders, parent.person)
