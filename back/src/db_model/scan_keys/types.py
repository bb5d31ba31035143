"""The scan key."""

from datetime import datetime
from typing import NamedTuple


class ScanKey(NamedTuple):
    """The scan that was asked for under a key of the client's."""

    group_name: str
    text: str
    """The SHA-256 of what the client gave."""
    scan_id: str
    request: str
    """The SHA-256 of what was asked for: the same key for something else is a mistake of the client."""
    expires_at: datetime
    version: int = 1
