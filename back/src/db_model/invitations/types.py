"""The invitation."""

from datetime import datetime
from typing import NamedTuple


class PendingInvitation(NamedTuple):
    """Which access waits for the person who holds the link; the offer itself stands on the access."""

    digest: str
    """SHA-256 of the link's secret, hexadecimal; the key of the invitation."""
    email: str
    created_at: datetime
    expires_at: datetime
    organization_id: str
    group_name: str | None = None
    """The group, or `None` for the organization as such."""
    version: int = 1
