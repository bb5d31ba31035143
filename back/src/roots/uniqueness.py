"""What has to be unique of a root, and where; decided on guards alone, whatever the lists of an index say."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from db_model.change import Change
from db_model.groups.types import Group, SubscriptionType
from db_model.roots import guards
from db_model.roots import reads as roots_reads
from db_model.roots import writes as roots_model
from db_model.roots.guards import Guard, Holder
from db_model.roots.types import Git, Ip, Root, Web
from loaders.bundle import Loaders
from roots import git_url


class Standing(NamedTuple):
    """Who has a unique value, and which other root of a living group that is, if it is one."""

    holder: Holder | None
    rival: Root | None


Standings = Mapping[Guard, Standing]


def of_nickname(root: Root, nickname: str) -> Guard:
    """Return the guard of a nickname: repositories share one set of a group's nicknames, addresses and sites another."""
    kind = guards.ADDRESS_NICKNAME if root.git is None else guards.GIT_NICKNAME
    return guards.guard(kind, root.group_name, nickname)


def of_target(root: Root, group: Group) -> tuple[Guard, ...]:
    """Return the guards of what a root points to.

    In an organization a repository's URL and branch are unique, and its URL in a group, but for groups that are tested once. An
    address or site is unique in the organization, or in a group that is tested once.
    """
    is_once = group.state.subscription is SubscriptionType.ONESHOT
    place = group.name if is_once else group.organization_id
    match root.target:
        case Git(url=url, branch=branch):
            return () if is_once else _of_repository(group, git_url.comparable(url), branch)
        case Ip(address=address):
            return (guards.guard(guards.ADDRESS, place, address),)
        case Web(host=host, path=path, port=port, protocol=protocol, query=query):
            return (guards.guard(guards.ADDRESS, place, protocol, host, str(port), path, query or ""),)


def _of_repository(group: Group, url: str, branch: str) -> tuple[Guard, ...]:
    return guards.guard(guards.URL, group.name, url), guards.guard(guards.BRANCH, group.organization_id, url, branch)


async def read_standings(loaders: Loaders, root_id: str, wanted: Iterable[Guard]) -> Standings:
    """Read who has what a root is to have alone; a root of a removed group has it no more, and its guards can be taken over."""
    asked = frozenset(wanted)
    holders = await roots_reads.holders(loaders.store.table, asked)
    others = sorted({holder.root_id for holder in holders.values()} - {root_id})
    found = await loaders.as_system("a root is unique").root.load_many(others) if others else []
    rivals = {root.id: root for root in found if root is not None}
    return {each: Standing(holder, rivals.get(holder.root_id)) if (holder := holders.get(each)) else Standing(None, None) for each in asked}


def holding(root_id: str, wanted: Iterable[Guard], standings: Standings) -> tuple[Change, ...]:
    """Return the changes after which a root has unique values."""
    return tuple(roots_model.hold(each, root_id, standings[each].holder) for each in wanted)


def freeing(root_id: str, unwanted: Iterable[Guard], standings: Standings) -> tuple[Change, ...]:
    """Return the changes after which a root no longer has unique values, those that it has."""
    held = ((each, standings[each].holder) for each in unwanted)
    return tuple(roots_model.free(each, holder) for each, holder in held if holder is not None and holder.root_id == root_id)
