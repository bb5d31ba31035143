"""The copy that a store is becoming."""

from datetime import datetime
from typing import NamedTuple


class Copy(NamedTuple):
    """From where a store is being copied, and how far that is; nobody serves a store that has one."""

    source: str
    began_at: datetime
    tokens: tuple[str, ...]
    """Where to go on in each part of the source."""
    differs: bool = False
    """Whether a comparison at the end found that it is not what the source is: then all is copied again."""
    version: int = 1
