"""`Group.forcesToken`."""

from api.context import Info
from api.guards import group_action
from db_model.groups.types import Group
from forces import agent


@group_action("api_resolvers_group_forces_token_resolve")
async def resolve(parent: Group, info: Info) -> str | None:
    """Return the name of the CI agent's token, if it has one; the token itself was shown once."""
    return await agent.token_name(info.context.loaders, parent, service_domain=info.context.settings.service_domain)
