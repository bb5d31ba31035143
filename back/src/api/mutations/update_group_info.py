"""`updateGroupInfo`."""

from datetime import datetime

from api.context import Info
from api.guards import group_action
from api.mutations.payloads import SimplePayload
from db_model.groups.types import Language
from groups import domain as groups_domain
from groups.rules import GroupInfo


@group_action("api_mutations_update_group_info_mutate", attributes=("has_asm",))
async def resolve(
    _parent: None,
    info: Info,
    *,
    description: str,
    group_name: str,
    language: Language,
    business_id: str | None = None,
    business_name: str | None = None,
    sprint_duration: int | None = None,
    sprint_start_date: datetime | None = None,
) -> SimplePayload:
    """Describe a group anew."""
    loaders = info.context.loaders
    group_info = GroupInfo(
        description=description,
        language=language,
        business_id=business_id,
        business_name=business_name,
        sprint_duration=sprint_duration,
        sprint_start_at=sprint_start_date,
    )
    await groups_domain.update_info(loaders, await groups_domain.get(loaders, group_name), group_info)
    return SimplePayload()
