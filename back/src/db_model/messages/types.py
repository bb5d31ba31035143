"""The message."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple


class Message(NamedTuple):
    """A message to a person that waits to be sent, until it is too late for it."""

    id: str
    """A UUID version 7: messages sort by time."""
    kind: str
    """The notification's name in the API's enum `NotificationsName`."""
    recipient: str
    created_at: datetime
    expires_at: datetime
    texts: Mapping[str, str]
    sealed: bytes | None = None
    """What only the recipient may read, such as the secret of a link, encrypted."""
    version: int = 1
