"""The pure rules of roots: what a new one is, and what one becomes."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from db_model.groups.types import Group
from db_model.roots.types import DeactivationReason, Git, Ip, Root, RootState, RootStatus, Target, Web, is_active
from errors import InvalidChar, InvalidFieldLength, NumberOutOfRange
from errors import InvalidParameter as InvalidField
from roots import branch, git_url, web_url
from roots.errors import InactiveRoot, InvalidGitRoot, InvalidParameter, InvalidRootExclusion, InvalidRootType
from roots.git_url import RepositoryUrl
from roots.hosts import parse_address
from texts import of_length, ordinary

LONGEST_ENVIRONMENT = 100
LONGEST_PATTERN = 500
MOST_PATTERNS = 200
LONGEST_OTHER = 250
DEFAULT_BRANCH = "main"
DEFAULT_ENVIRONMENT = "production"
_PLACEHOLDER = "https://localhost/"
"""No repository of anybody has such a URL: hosts that only their own machine reaches are refused."""


class GitRequest(NamedTuple):
    """The repository that somebody wants to be tested; of a root that is there, what is `None` stays."""

    url: str
    branch: str
    environment: str
    gitignore: Sequence[str]
    includes_health_check: bool
    nickname: str | None = None
    use_vpn: bool | None = None


def git_of(request: GitRequest, url: RepositoryUrl, *, uses_vpn: bool = False) -> Git:
    """Return the repository of a request; raises the error of what is wrong with it."""
    if not request.environment.strip():
        raise InvalidField(field="environment")
    name = branch.normal(request.branch)
    if not branch.is_branch(name):
        raise InvalidParameter
    return Git(
        url=url.text,
        branch=name,
        environment=ordinary(request.environment, field="environment", high=LONGEST_ENVIRONMENT),
        includes_health_check=request.includes_health_check,
        use_vpn=uses_vpn if request.use_vpn is None else request.use_vpn,
        gitignore=check_patterns(request.gitignore, repository=url.name),
    )


def repositories_of_scan(group: Group, nickname: str, *, url: str | None, branch_name: str | None) -> Iterator[Git]:
    """Yield what the repository of a scan may be: the one at its URL, if that can be used, and one that stands for it."""
    name = branch.normal(branch_name or "")
    known = name if branch.is_branch(name) else DEFAULT_BRANCH
    usable = _usable(url) if url else None
    if usable is not None:
        yield _plain(usable, known)
    yield _plain(f"{_PLACEHOLDER}{group.name}/{nickname}", known)


def _usable(url: str) -> str | None:
    """Return the normal form of a URL, or nothing when it can be no repository's here."""
    try:
        return git_url.parse(url).text
    except (InvalidParameter, InvalidFieldLength):
        return None


def _plain(url: str, branch_name: str) -> Git:
    return Git(url=url, branch=branch_name, environment=DEFAULT_ENVIRONMENT, includes_health_check=False, use_vpn=False)


def is_placeholder(git: Git) -> bool:
    """Tell whether a repository stands for one whose URL nobody has said yet."""
    return git.url.startswith(_PLACEHOLDER)


def check_patterns(patterns: Sequence[str], *, repository: str) -> tuple[str, ...]:
    """Check what is not to be tested: 200 patterns of 500 characters at most, none of which begins with the repository's name."""
    if len(patterns) > MOST_PATTERNS:
        raise NumberOutOfRange(field="gitignore", low=0, high=MOST_PATTERNS)
    for pattern in patterns:
        of_length(pattern, field="gitignore", low=1, high=LONGEST_PATTERN)
        if not pattern.isprintable():
            raise InvalidChar(field="gitignore")
        if pattern.split("/")[0].lower() == repository.lower():
            raise InvalidRootExclusion
    return tuple(patterns)


def asks_for_filter(before: Git | None, after: Git) -> bool:
    """Tell whether what is not tested is set or changed, which needs an action of its own."""
    return after.gitignore != (() if before is None else before.gitignore)


def asks_for_health_check(before: Git | None, after: Git) -> bool:
    """Tell whether a health check is asked for that was not on, which needs the human testers."""
    return after.includes_health_check and not (before is not None and before.includes_health_check)


def ip_of(address: str) -> Ip:
    """Return the host of an IPv4 or IPv6 address, in its shortest form; raises `InvalidParameter`."""
    parsed = parse_address(address.strip())
    if parsed is None:
        raise InvalidParameter
    return Ip(str(parsed))


def web_of(url: str) -> Web:
    """Return the site of a URL; raises what `web_url.parse` does."""
    return web_url.parse(url)


def new_root(target: Target, *, root_id: str, group: Group, nickname: str, by: str, now: datetime) -> Root:
    """Return a new root, which is tested."""
    return Root(
        id=root_id,
        group_name=group.name,
        organization_id=group.organization_id,
        nickname=nickname,
        created_by=by,
        created_at=now,
        edited_by=by,
        edited_at=now,
        state=RootState(status=RootStatus.ACTIVE, modified_by=by, modified_at=now),
        git=target if isinstance(target, Git) else None,
        ip=target if isinstance(target, Ip) else None,
        web=target if isinstance(target, Web) else None,
    )


def repository_of(root: Root) -> Git:
    """Return the repository that a root is, which is tested; raises `InvalidGitRoot` and `InactiveRoot`."""
    if root.git is None:
        raise InvalidGitRoot
    _active(root)
    return root.git


def with_repository(root: Root, git: Git, *, nickname: str, by: str, now: datetime) -> Root:
    """Return a root with another repository and nickname."""
    return root._replace(git=git, nickname=nickname, edited_by=by, edited_at=now)


def renamed(root: Root, nickname: str, *, kind: type[Ip] | type[Web], by: str, now: datetime) -> Root:
    """Return an address or a site with another nickname; raises `InvalidRootType` for what is no such thing."""
    if not isinstance(root.target, kind):
        raise InvalidRootType
    return _active(root)._replace(nickname=nickname, edited_by=by, edited_at=now)


def _active(root: Root) -> Root:
    """Return a root that is tested; raises `InactiveRoot`."""
    if not is_active(root):
        raise InactiveRoot
    return root


def activated(root: Root, *, by: str, now: datetime) -> Root:
    """Return a root that is tested again."""
    state = RootState(status=RootStatus.ACTIVE, modified_by=by, modified_at=now)
    return root._replace(state=state, edited_by=by, edited_at=now)


def deactivated(root: Root, *, reason: DeactivationReason, other: str | None, by: str, now: datetime) -> Root:
    """Return a root that is no longer tested, for a reason and with up to 250 characters more about it."""
    said = None if not other else ordinary(other, field="other", high=LONGEST_OTHER)
    state = RootState(status=RootStatus.INACTIVE, modified_by=by, modified_at=now, reason=reason, other=said)
    return root._replace(state=state, edited_by=by, edited_at=now)
