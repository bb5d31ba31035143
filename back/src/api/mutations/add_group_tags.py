"""`addGroupTags`."""

from api.context import Info
from api.guards import group_action
from api.mutations.payloads import SimpleGroupPayload
from errors import InvalidParameter
from groups import domain as groups_domain


@group_action("api_mutations_add_group_tags_mutate", attributes=("has_asm",))
async def resolve(
    _parent: None, info: Info, *, group_name: str, tags: object = None, tags_data: list[str] | None = None
) -> SimpleGroupPayload:
    """Put tags on a group."""
    loaders = info.context.loaders
    wanted = tags if tags_data is None else tags_data
    if not isinstance(wanted, list) or not all(isinstance(tag, str) for tag in wanted):
        raise InvalidParameter(field="tagsData")
    return SimpleGroupPayload(await groups_domain.add_tags(loaders, await groups_domain.get(loaders, group_name), wanted))
