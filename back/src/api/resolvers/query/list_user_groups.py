"""`Query.listUserGroups`, and the list that its connection pages through."""

from api.connections import Source, of_values, place_in, whole
from api.context import Context, Info
from api.guards import user_action
from db_model import memberships
from db_model.access_state import is_granted
from db_model.groups.facet import FACET
from db_model.groups.types import Group
from stakeholders.domain import lookup_email
from store.values import IndexName


async def source(context: Context, user_email: str) -> Source[Group]:
    """Return the groups of a person, those that the viewer sees too."""
    email = lookup_email(user_email)
    stored = await memberships.of_person(context.loaders.store.table, email, now=context.clock.now()) if email else None
    names = [access.group_name for access in stored.groups if is_granted(access.state)] if stored else []
    found = await context.loaders.group.load_many(names)
    groups = tuple(group for group in found if group is not None)
    return of_values("listUserGroupsConnection", email or "", groups, place_in(FACET, IndexName.BY_PARENT))


@user_action("api_resolvers_query_list_user_groups_resolve")
async def resolve(_parent: None, info: Info, *, user_email: str) -> tuple[Group, ...]:
    """Return the whole list."""
    return await whole(await source(info.context, user_email), info.context)
