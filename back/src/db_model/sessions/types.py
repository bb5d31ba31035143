"""The session."""

from datetime import datetime
from typing import NamedTuple


class Session(NamedTuple):
    """A sign-in that lasts until `expires_at` at most, and less when it is idle."""

    id: str
    email: str
    digest: str
    """SHA-256 of the whole secret, hexadecimal; the key of the session."""
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    version: int = 1
