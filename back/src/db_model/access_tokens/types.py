"""The API token."""

from datetime import datetime
from typing import NamedTuple


class AccessToken(NamedTuple):
    """What stands behind an API token; nobody can make the token of it."""

    id: str
    email: str
    name: str
    digest: str
    """SHA-256 of the whole token, hexadecimal."""
    issued_at: datetime
    expires_at: datetime
    last_used_at: datetime | None = None
    scopes: frozenset[str] = frozenset()
    """What the token is limited to; nothing here means: to nothing."""
    group_name: str | None = None
    is_agents: bool = False
    """Whether it is of a CI agent, whose uses are not noted."""
    version: int = 1
