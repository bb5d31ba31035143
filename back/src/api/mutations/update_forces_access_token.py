"""`updateForcesAccessToken`."""

from api.context import Info
from api.guards import group_action
from api.mutations.payloads import UpdateAccessTokenPayload
from forces import agent
from groups import domain as groups_domain


@group_action("api_mutations_update_forces_access_token_mutate", login=False)
async def resolve(_parent: None, info: Info, *, group_name: str | None = None) -> UpdateAccessTokenPayload:
    """Make a token for the CI agent of a group, in place of the one that it has."""
    context = info.context
    group = await groups_domain.get(context.loaders, group_name or "")
    return UpdateAccessTokenPayload(await agent.issue_token(context.loaders, group, service_domain=context.settings.service_domain))
