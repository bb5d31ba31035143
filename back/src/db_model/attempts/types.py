"""The attempts of a minute."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class AttemptKind(StrEnum):
    """What is tried: to see what a link is for, or to use it."""

    LOOK = "LOOK"
    SIGN_IN = "SIGN_IN"


class Attempts(NamedTuple):
    """How often an address tried something within one minute: the version is the number."""

    kind: AttemptKind
    address: str
    minute: int
    """Whole minutes since 1970."""
    expires_at: datetime
    version: int = 1
