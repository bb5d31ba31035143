"""The audit record."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple


class AuditRecord(NamedTuple):
    """Who did what to whom; never a secret."""

    id: str
    """A UUID version 7: records sort by time."""
    command: str
    """The API's name of the command, or that of the CLI."""
    actor: str
    at: datetime
    details: Mapping[str, str]
    organization_id: str | None = None
    group_name: str | None = None
    credential_id: str | None = None
    version: int = 1
