"""Commands of roots."""

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from types import MappingProxyType

from authz.decision import can_in_group
from clock import new_uuid
from db_model import reads
from db_model.change import Change
from db_model.groups.types import Group
from db_model.jobs import writes as jobs_model
from db_model.roots import guards
from db_model.roots import writes as roots_model
from db_model.roots.guards import Guard
from db_model.roots.types import DeactivationReason, Git, Ip, Root, Target, Web, is_active
from db_model.vulnerabilities import reads as vulnerabilities_model
from db_model.vulnerabilities.facet import FACET as VULNERABILITIES
from db_model.vulnerabilities.types import is_released
from loaders.bundle import Command, ListKey, Loaders
from roots import cascades, git_url, rules, uniqueness
from roots import nickname as nicknames
from roots.errors import HasVulns, PermissionDenied, RepeatedRoot, RepeatedRootNickname, RootNotFound
from roots.git_url import RepositoryUrl
from roots.rules import GitRequest
from roots.uniqueness import Standings
from store.errors import Conflict
from store.values import Page

_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_FILTER = "update_git_root_filter"
_PAGE = 1_000


async def get(loaders: Loaders, group: Group, root_id: str) -> Root:
    """Load a root of a group; raises `RootNotFound`."""
    root = await loaders.root.load(root_id) if _ID.fullmatch(root_id) else None
    if root is None or root.group_name != group.name:
        raise RootNotFound
    return root


async def add_git(loaders: Loaders, group: Group, request: GitRequest) -> Root:
    """Add a repository to a group; raises the error of what is wrong with it, `RepeatedRoot` and `RepeatedRootNickname`."""
    url = git_url.parse(request.url)
    git = rules.git_of(request, url)
    _check_permissions(loaders, group, before=None, after=git)
    names = nicknames.candidates(request.nickname, url)
    root = _new(loaders, group, git, names[0])
    of_names = {name: uniqueness.of_nickname(root, name) for name in names}
    of_target = uniqueness.of_target(root, group)
    standings = await uniqueness.read_standings(loaders, root.id, (*of_target, *of_names.values()))
    _check_target(of_target, standings)
    free = [name for name in names if standings[of_names[name]].rival is None]
    if not free or (free[0] != names[0] and await _has_host(loaders, group, url)):
        raise RepeatedRootNickname
    named = root._replace(nickname=free[0])
    await _commit(loaders, "addGitRoot", None, named, wanted=(*of_target, of_names[free[0]]), standings=standings)
    return named


async def add_for_scan(loaders: Loaders, group: Group, *, nickname: str, url: str | None, branch: str | None, by: str) -> Root:
    """Add the repository that a scan is of, under exactly this nickname; raises `RepeatedRootNickname`.

    Where its URL is not known, or another root has it, it stands for a repository of which only the name is known.
    """
    for git in rules.repositories_of_scan(group, nicknames.check(nickname), url=url, branch_name=branch):
        root = rules.new_root(git, root_id=new_uuid(), group=group, nickname=nickname, by=by, now=loaders.clock.now())
        of_target, of_name = uniqueness.of_target(root, group), uniqueness.of_nickname(root, nickname)
        standings = await uniqueness.read_standings(loaders, root.id, (*of_target, of_name))
        _check_nickname(of_name, standings)
        if all(standings[each].rival is None for each in of_target):
            await _commit(loaders, "addGitRoot", None, root, wanted=(*of_target, of_name), standings=standings)
            return root
    raise RepeatedRoot


async def _has_host(loaders: Loaders, group: Group, url: RepositoryUrl) -> bool:
    """Tell whether some repository of a group is on the same host.

    A list of an index is enough here: it decides between a refusal and another nickname, which its guard keeps unique.
    """
    system, after, more = loaders.as_system("repositories of one host"), None, True
    while more:
        page: Page[Root] = await system.roots_of_group.load(ListKey(group.name, _PAGE, after))
        if any(root.git is not None and git_url.host_of(root.git.url) == url.host for root in page.items):
            return True
        after, more = page.next, page.next is not None
    return False


async def add_ip(loaders: Loaders, group: Group, *, address: str, nickname: str) -> Root:
    """Add a host by its address to a group; raises like `add_git`."""
    return await _add_address(loaders, "addIpRoot", group, rules.ip_of(address), nickname)


async def add_url(loaders: Loaders, group: Group, *, url: str, nickname: str) -> Root:
    """Add a site to a group; raises like `add_git`, and `FileNotFound`."""
    return await _add_address(loaders, "addUrlRoot", group, rules.web_of(url), nickname)


async def _add_address(loaders: Loaders, command: str, group: Group, target: Ip | Web, nickname: str) -> Root:
    """Add a root whose nickname was chosen."""
    root = _new(loaders, group, target, nicknames.check(nickname))
    of_target, of_name = uniqueness.of_target(root, group), uniqueness.of_nickname(root, root.nickname)
    standings = await uniqueness.read_standings(loaders, root.id, (*of_target, of_name))
    _check_target(of_target, standings)
    _check_nickname(of_name, standings)
    await _commit(loaders, command, None, root, wanted=(*of_target, of_name), standings=standings)
    return root


def _new(loaders: Loaders, group: Group, target: Target, nickname: str) -> Root:
    """Return a new root of the caller's."""
    by = loaders.viewer.email or "system"
    return rules.new_root(target, root_id=new_uuid(), group=group, nickname=nickname, by=by, now=loaders.clock.now())


async def update_git(loaders: Loaders, group: Group, root_id: str, request: GitRequest) -> None:
    """Change a repository; raises like `add_git`, and `InvalidGitRoot`, `InactiveRoot` and `HasVulns`."""
    root = await get(loaders, group, root_id)
    before, url = rules.repository_of(root), git_url.parse(request.url)
    git = rules.git_of(request, url, uses_vpn=before.use_vpn)
    _check_permissions(loaders, group, before=before, after=git)
    if git.url != before.url and not rules.is_placeholder(before) and await _has_released(loaders, root):
        raise HasVulns
    wanted = request.nickname or root.nickname
    name = wanted if wanted == root.nickname else nicknames.check(wanted)
    changed = rules.with_repository(root, git, nickname=name, by=loaders.viewer.email or "system", now=loaders.clock.now())
    await _update(loaders, "updateGitRoot", group, root, changed)


async def _has_released(loaders: Loaders, root: Root) -> bool:
    """Tell whether something was reported in a root, fixed since or not."""
    query = replace(vulnerabilities_model.of_root(root.id), first=_PAGE)
    table, now = loaders.store.table, loaders.clock.now()
    (page,) = await reads.pages(table, VULNERABILITIES, (query,), now=now, keep=is_released)
    return bool(page.items)


async def update_ip(loaders: Loaders, group: Group, root_id: str, *, nickname: str) -> None:
    """Give an address another nickname."""
    await _rename(loaders, "updateIpRoot", group, root_id, kind=Ip, nickname=nickname)


async def update_url(loaders: Loaders, group: Group, root_id: str, *, nickname: str) -> None:
    """Give a site another nickname."""
    await _rename(loaders, "updateUrlRoot", group, root_id, kind=Web, nickname=nickname)


async def _rename(loaders: Loaders, command: str, group: Group, root_id: str, *, kind: type[Ip] | type[Web], nickname: str) -> None:
    """Give a root another nickname."""
    root = await get(loaders, group, root_id)
    changed = rules.renamed(root, nickname, kind=kind, by=loaders.viewer.email or "system", now=loaders.clock.now())
    if nickname != root.nickname:
        nicknames.check(nickname)
    await _update(loaders, command, group, root, changed)


async def _update(loaders: Loaders, command: str, group: Group, old: Root, new: Root) -> None:
    """Commit what a root became, with the guards of what is unique of it if that is something else now."""
    of_target, of_name = uniqueness.of_target(new, group), uniqueness.of_nickname(new, new.nickname)
    before = {*uniqueness.of_target(old, group), uniqueness.of_nickname(old, old.nickname)}
    wanted = {*of_target, of_name}
    if before == wanted:
        await _commit(loaders, command, old, new)
        return
    standings = await uniqueness.read_standings(loaders, new.id, before | wanted)
    _check_target(of_target, standings)
    _check_nickname(of_name, standings)
    await _commit(loaders, command, old, new, wanted=wanted, unwanted=before - wanted, standings=standings)


async def activate(loaders: Loaders, group: Group, root_id: str) -> None:
    """Let a root be tested again; one that is tested already stays as it is. Raises `RepeatedRoot`."""
    root = await get(loaders, group, root_id)
    if is_active(root):
        return
    wanted = uniqueness.of_target(root, group)
    standings = await uniqueness.read_standings(loaders, root.id, wanted)
    if any((rival := standings[each].rival) is not None and is_active(rival) for each in wanted):
        raise RepeatedRoot
    changed = rules.activated(root, by=loaders.viewer.email or "system", now=loaders.clock.now())
    await _commit(loaders, "activateRoot", root, changed, wanted=wanted, standings=standings)


async def deactivate(loaders: Loaders, group: Group, root_id: str, *, reason: DeactivationReason, other: str | None) -> None:
    """Let a root no longer be tested, its vulnerabilities being closed as a job; one that is not tested already stays as it is."""
    root = await get(loaders, group, root_id)
    if not is_active(root):
        return
    changed = rules.deactivated(root, reason=reason, other=other, by=loaders.viewer.email or "system", now=loaders.clock.now())
    await _commit(loaders, "deactivateRoot", root, changed, follow=(jobs_model.add(cascades.closing(changed)),))


def _check_permissions(loaders: Loaders, group: Group, *, before: Git | None, after: Git) -> None:
    """Refuse what needs more than the command; raises `PermissionDenied`."""
    if rules.asks_for_filter(before, after) and not can_in_group(loaders.viewer, group.name, _FILTER):
        raise PermissionDenied
    if rules.asks_for_health_check(before, after) and not group.state.has_squad:
        raise PermissionDenied


def _check_target(wanted: Iterable[Guard], standings: Standings) -> None:
    """Refuse what another root points to, active or not; raises `RepeatedRoot`."""
    if any(standings[each].rival is not None for each in wanted):
        raise RepeatedRoot


def _check_nickname(wanted: Guard, standings: Standings) -> None:
    """Refuse the nickname of another root; raises `RepeatedRootNickname`."""
    if standings[wanted].rival is not None:
        raise RepeatedRootNickname


async def _commit(
    loaders: Loaders,
    command: str,
    old: Root | None,
    new: Root,
    *,
    wanted: Collection[Guard] = (),
    unwanted: Collection[Guard] = (),
    standings: Standings = MappingProxyType({}),
    follow: tuple[Change, ...] = (),
) -> None:
    """Commit a root, whose its guards are and what follows; of two that want the same at once, one is told that it is taken."""
    written = roots_model.add(new) if old is None else roots_model.update(old, new)
    held = uniqueness.holding(new.id, wanted, standings)
    freed = uniqueness.freeing(new.id, unwanted, standings)
    about = Command(command, new.organization_id, new.group_name, (("root", new.id),))
    try:
        await loaders.commit(about, written, *held, *freed, *follow)
    except Conflict as error:
        lost = frozenset(each.kind for each in wanted if guards.key(each) in error.keys)
        if not lost:
            raise
        raise (RepeatedRootNickname if lost <= guards.NICKNAMES else RepeatedRoot) from error
