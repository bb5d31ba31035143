"""`updateGroupPolicies`."""

from typing import Any

from api.context import Info
from api.guards import group_action
from api.mutations.payloads import SimplePayload
from groups import domain as groups_domain
from policies.domain import PoliciesToSet


@group_action("api_mutations_update_group_policies_mutate", login=False)
async def resolve(_parent: None, info: Info, /, *, group_name: str, **policies: Any) -> SimplePayload:  # the schema types them
    """Set policies of a group."""
    loaders = info.context.loaders
    await groups_domain.update_policies(loaders, await groups_domain.get(loaders, group_name), PoliciesToSet(**policies))
    return SimplePayload()
