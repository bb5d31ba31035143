"""The port of the queue: short texts that tell workers that there is something to do. A hint, never the truth about what is."""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple, Protocol


class Message(NamedTuple):
    """A text that was received, and what the queue knows this receiving of it by."""

    text: str
    receipt: str


class Queue(Protocol):
    """Texts that each come to one receiver at a time, in no certain order, at least once and sometimes more often.

    Every call raises `Throttled` and `Unavailable`; a message that is no longer held is acknowledged, given back and renewed without
    an error, as its text comes again in any case.
    """

    async def send(self, texts: Sequence[str], *, after: timedelta = timedelta(0)) -> None:
        """Send texts, any number, to be received after a while at the earliest; a queue that delays less lets them come earlier."""

    async def receive(self, *, most: int, wait: timedelta, lease: timedelta) -> Sequence[Message]:
        """Wait for messages, not longer than told, and return a few; none of them comes again before its lease is over."""

    async def renew(self, message: Message, *, lease: timedelta) -> None:
        """Hold a message for so long from now on."""

    async def acknowledge(self, message: Message) -> None:
        """Let a message never come again."""

    async def give_back(self, message: Message, *, after: timedelta) -> None:
        """Let a message come again after a while."""

    async def give_up(self, message: Message) -> None:
        """Put a message among the dead ones."""

    async def dead(self, *, first: int) -> Sequence[str]:
        """Return the texts of dead messages, so many at most."""

    async def close(self) -> None:
        """Let go of the engine."""
