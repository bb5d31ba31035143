"""Who asks: what a request may do is decided from this value alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class CredentialKind(StrEnum):
    """What a caller proved who they are with."""

    SESSION = "SESSION"
    TOKEN = "TOKEN"  # noqa: S105 -- the name of a kind, not a secret


class TokenScope(StrEnum):
    """What a scoped API token is limited to."""

    READ = "READ"
    IMPORT = "IMPORT"
    GATE = "GATE"


@dataclass(frozen=True, slots=True)
class Credential:
    """The session or token of a request; `scopes` is `None` when it may do all that its person may."""

    kind: CredentialKind
    id: str
    expires_at: datetime
    scopes: frozenset[TokenScope] | None = None
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Viewer:
    """The caller, with the roles that hold now: those in living organizations and groups, by their id and name.

    Built from stored accesses and the state of what they lead to. Nobody's e-mail is empty: an anonymous caller has none.
    """

    email: str | None = None
    user_role: str | None = None
    organizations: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    credential: Credential | None = None
    system_reason: str | None = None
    """Why a job or a command reads without a person; set by `system` only."""
    organizations_of_groups: frozenset[str] = frozenset()
    """The ids of the organizations that the groups belong to: what holds in a group may be read with it."""

    @property
    def is_system(self) -> bool:
        """Tell whether the service itself asks."""
        return self.system_reason is not None

    @property
    def is_anonymous(self) -> bool:
        """Tell whether nobody is known to ask."""
        return self.email is None and not self.is_system


def system(reason: str) -> Viewer:
    """Return the viewer of the service itself, which is refused nothing; the reason is for its reader and the logs."""
    return Viewer(system_reason=reason)
