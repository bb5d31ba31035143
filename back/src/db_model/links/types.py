"""The sign-in link."""

from datetime import datetime
from typing import NamedTuple


class Link(NamedTuple):
    """What the holder of a link may do once: sign in as a person or, without one, become the first person of the service."""

    digest: str
    """SHA-256 of the link's secret, hexadecimal; the key of a link that has a person."""
    created_at: datetime
    expires_at: datetime
    email: str | None = None
    version: int = 1
