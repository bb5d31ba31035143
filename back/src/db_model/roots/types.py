"""The root and its parts."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, TypeAlias


class RootStatus(StrEnum):
    """Whether a root is tested."""

    ACTIVE = "ACTIVE"
    INACTIVE = "INACTIVE"


class DeactivationReason(StrEnum):
    """Why a root is no longer tested; the last two are the service's own to give."""

    OTHER = "OTHER"
    OUT_OF_SCOPE = "OUT_OF_SCOPE"
    REGISTERED_BY_MISTAKE = "REGISTERED_BY_MISTAKE"
    GROUP_DELETED = "GROUP_DELETED"
    MOVED_TO_ANOTHER_GROUP = "MOVED_TO_ANOTHER_GROUP"


class Protocol(StrEnum):
    """How a site is reached."""

    FILE = "FILE"
    HTTP = "HTTP"
    HTTPS = "HTTPS"


class RootState(NamedTuple):
    """What changes in the life of a root; the reason is that of an inactive one."""

    status: RootStatus
    modified_by: str
    modified_at: datetime
    reason: DeactivationReason | None = None
    other: str | None = None


class Git(NamedTuple):
    """A branch of a repository."""

    url: str
    branch: str
    environment: str
    """A label of its owners."""
    includes_health_check: bool
    use_vpn: bool
    gitignore: tuple[str, ...] = ()
    """Patterns of the files that are not tested."""


class Ip(NamedTuple):
    """A host by its address."""

    address: str


class Web(NamedTuple):
    """A site by its URL, whose fragment stands at the end of the path."""

    host: str
    path: str
    port: int
    protocol: Protocol
    query: str | None = None


Target: TypeAlias = Git | Ip | Web


class Root(NamedTuple):
    """What is tested in a group: exactly one of `git`, `ip` and `web` is there."""

    id: str
    """A UUID version 4."""
    group_name: str
    organization_id: str
    nickname: str
    created_by: str
    created_at: datetime
    edited_by: str
    edited_at: datetime
    state: RootState
    git: Git | None = None
    ip: Ip | None = None
    web: Web | None = None
    version: int = 1

    @property
    def target(self) -> Target:
        """Return what the root stands for."""
        return next(each for each in (self.git, self.ip, self.web) if each is not None)


def is_active(root: Root) -> bool:
    """Tell whether a root is tested."""
    return root.state.status is RootStatus.ACTIVE
