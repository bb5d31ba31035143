"""`addAccessToken`."""

from api.context import Info
from api.guards import login
from api.mutations.payloads import UpdateAccessTokenPayload
from authz.viewer import TokenScope
from groups import domain as groups_domain
from identity import tokens


@login
async def resolve(
    _parent: None,
    info: Info,
    *,
    expiration_time: int,
    name: str,
    scopes: list[TokenScope] | None = None,
    group_name: str | None = None,
) -> UpdateAccessTokenPayload:
    """Make a token of the viewer."""
    context = info.context
    group = None if group_name is None else await groups_domain.get(context.loaders, group_name)
    request = tokens.TokenRequest(
        name=name,
        expires_at=tokens.expiration(expiration_time),
        scopes=frozenset(scopes or ()),
        group_name=group.name if group else None,
    )
    limit = context.settings.limits.tokens_per_person
    return UpdateAccessTokenPayload(await tokens.add(context.loaders, request, limit=limit, command="addAccessToken"))
