"""Commands of groups."""

from collections.abc import Sequence

from access import joining
from access.rules import granted
from authz.roles import GroupRole
from db_model.change import Change
from db_model.groups import facet
from db_model.groups import writes as groups_model
from db_model.groups.types import Group, is_active
from db_model.jobs import writes as jobs_model
from db_model.organizations.types import Organization
from errors import AccessDenied
from groups import cascades, rules
from groups.errors import GroupNotFound, InvalidGroupName
from loaders.bundle import Command, Loaders
from policies.domain import PoliciesToSet, set_policies
from settings import Services
from store.errors import Conflict


async def get(loaders: Loaders, name: str) -> Group:
    """Load a living group by name, in whichever case; raises `GroupNotFound`."""
    normal = rules.normal_name(name)
    group = await loaders.group.load(normal) if rules.is_name(normal) else None
    if group is None:
        raise GroupNotFound
    return group


async def add(loaders: Loaders, *, organization: Organization, request: rules.GroupRequest) -> Group:
    """Make a group in an organization, whose maker becomes its user manager.

    Raises `InvalidGroupName` for a name that is or was a group's, and the errors of what is wrong with the request.
    """
    email = loaders.viewer.email
    if email is None:
        raise AccessDenied
    now = loaders.clock.now()
    group = rules.new_group(request, organization_id=organization.id, by=email, now=now)
    manager = granted(GroupRole.USER_MANAGER, responsibility=None, by=email, now=now)
    system = loaders.as_system("the maker joins")
    changes = await joining.into_group(system, email=email, group=group, state=manager, by=email, now=now)
    try:
        await loaders.commit(Command("addGroup", organization.id, group.name), groups_model.add(group), *changes)
    except Conflict as error:
        if facet.key(group.name) in error.keys:
            raise InvalidGroupName from error
        raise
    return group


async def update_info(loaders: Loaders, group: Group, info: rules.GroupInfo) -> None:
    """Describe a group anew."""
    await _update(loaders, "updateGroupInfo", group, rules.described(group, info))


async def update_services(loaders: Loaders, group: Group, request: rules.ServicesRequest, *, mode: Services) -> None:
    """Change the services of a group; without ASM it is removed, and what another service does not test is deactivated as a job."""
    changed = rules.served(group, request, by=loaders.viewer.email or "system", now=loaders.clock.now())
    is_bound = mode is Services.AS_REFERENCE and is_active(changed) and changed.state.service is not group.state.service
    follow = (jobs_model.add(cascades.deactivating(changed)),) if is_bound else ()
    await _update(loaders, "updateGroup", group, changed, *follow)


async def update_policies(loaders: Loaders, group: Group, wanted: PoliciesToSet) -> None:
    """Set policies of a group, those given: from then on none of the organization's hold in it."""
    policies = set_policies(group.policies, wanted, by=loaders.viewer.email or "system", now=loaders.clock.now())
    await _update(loaders, "updateGroupPolicies", group, group._replace(policies=policies))


async def remove(loaders: Loaders, group: Group, *, reason: str, comments: str | None) -> None:
    """Remove a group: at once it is in nobody's scope, and nothing of it is answered any more."""
    gone = rules.removed(group, reason=reason, comments=comments, by=loaders.viewer.email or "system", now=loaders.clock.now())
    await _update(loaders, "removeGroup", group, gone)


async def add_tags(loaders: Loaders, group: Group, tags: Sequence[str]) -> Group:
    """Put tags on a group, which make it part of the portfolios of those names."""
    tagged = rules.tagged(group, tags, by=loaders.viewer.email or "system", now=loaders.clock.now())
    return await _update(loaders, "addGroupTags", group, tagged)


async def remove_tag(loaders: Loaders, group: Group, tag: str) -> Group:
    """Take a tag off a group."""
    untagged = rules.untagged(group, tag, by=loaders.viewer.email or "system", now=loaders.clock.now())
    return await _update(loaders, "removeGroupTag", group, untagged)


async def _update(loaders: Loaders, command: str, group: Group, changed: Group, *follow: Change) -> Group:
    """Commit what a group became, and what follows from it."""
    await loaders.commit(Command(command, group.organization_id, group.name), groups_model.update(group, changed), *follow)
    return changed._replace(version=group.version + 1)
