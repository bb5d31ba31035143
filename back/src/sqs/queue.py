"""Messages in a standard queue of SQS, held by being invisible to others."""

from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from sqs.connection import LONGEST_POLL_SECONDS, Place, connect
from sqs.creation import Addresses, find_queues
from sqs.errors import NOT_HELD, code_of, translated
from store.errors import Unavailable
from store.queue import Message

if TYPE_CHECKING:
    from types_aiobotocore_sqs import SQSClient

_AT_ONCE = 10
"""Messages in one call."""
_LONGEST_DELAY = 15 * 60
_LONGEST_HIDING = 12 * 3600
_LOOK_SECONDS = 30
"""How long dead messages are hidden from others while they are listed."""


@dataclass(frozen=True, slots=True)
class SqsQueue:
    """A queue and that of its dead messages."""

    client: "SQSClient"
    addresses: Addresses
    ends: AsyncExitStack

    async def send(self, texts: Sequence[str], *, after: timedelta = timedelta(0)) -> None:
        """Send texts, ten in a call; of a delay over 15 minutes these."""
        await self._send(self.addresses.queue, texts, min(_seconds(after), _LONGEST_DELAY))

    async def receive(self, *, most: int, wait: timedelta, lease: timedelta) -> Sequence[Message]:
        """Wait for messages, 20 seconds at most, and return ten at most."""
        return await self._receive(
            self.addresses.queue, most, wait_seconds=min(int(wait.total_seconds()), LONGEST_POLL_SECONDS), hidden_seconds=_seconds(lease)
        )

    async def renew(self, message: Message, *, lease: timedelta) -> None:
        """Hide a message from others for so long from now on."""
        await self._hide(self.addresses.queue, message, _seconds(lease))

    async def acknowledge(self, message: Message) -> None:
        """Remove a message."""
        await self._remove(self.addresses.queue, message)

    async def give_back(self, message: Message, *, after: timedelta) -> None:
        """Let a message be seen again after a while, 12 hours at most."""
        await self._hide(self.addresses.queue, message, _seconds(after))

    async def give_up(self, message: Message) -> None:
        """Put a message among the dead ones; what fails between the two steps leaves it in both places."""
        await self._send(self.addresses.dead, (message.text,), 0)
        await self.acknowledge(message)

    async def dead(self, *, first: int) -> Sequence[str]:
        """Return the texts of dead messages, which stay where they are."""
        found: list[Message] = []
        try:
            while len(found) < first and (page := await self._receive_dead(first - len(found))):
                found.extend(page)
        finally:
            for message in found:
                await self._hide(self.addresses.dead, message, 0)
        return tuple(message.text for message in found)

    async def redrive(self) -> int:
        """Send the dead messages once more, and return how many there were."""
        moved = 0
        while page := await self._receive_dead(_AT_ONCE):
            await self.send(tuple(message.text for message in page))
            for message in page:
                await self._remove(self.addresses.dead, message)
            moved += len(page)
        return moved

    async def close(self) -> None:
        """Close the client."""
        await self.ends.aclose()

    async def _receive_dead(self, most: int) -> Sequence[Message]:
        return await self._receive(self.addresses.dead, most, wait_seconds=0, hidden_seconds=_LOOK_SECONDS)

    async def _send(self, address: str, texts: Sequence[str], delay: int) -> None:
        for start in range(0, len(texts), _AT_ONCE):
            with translated():
                answer = await self.client.send_message_batch(
                    QueueUrl=address,
                    Entries=[
                        {"Id": str(number), "MessageBody": text, "DelaySeconds": delay}
                        for number, text in enumerate(texts[start : start + _AT_ONCE])
                    ],
                )
            if refused := answer.get("Failed"):
                raise Unavailable(f"SQS did not take {len(refused)} messages: {refused[0]['Code']}")

    async def _receive(self, address: str, most: int, *, wait_seconds: int, hidden_seconds: int) -> Sequence[Message]:
        with translated():
            answer = await self.client.receive_message(
                QueueUrl=address,
                MaxNumberOfMessages=min(most, _AT_ONCE),
                WaitTimeSeconds=wait_seconds,
                VisibilityTimeout=hidden_seconds,
            )
        return tuple(Message(text=found["Body"], receipt=found["ReceiptHandle"]) for found in answer.get("Messages", ()))

    async def _hide(self, address: str, message: Message, seconds: int) -> None:
        """Change when a message is seen again; one that is no longer held is seen in any case."""
        with translated():
            try:
                await self.client.change_message_visibility(
                    QueueUrl=address, ReceiptHandle=message.receipt, VisibilityTimeout=min(seconds, _LONGEST_HIDING)
                )
            except ClientError as error:
                if code_of(error) not in NOT_HELD:
                    raise

    async def _remove(self, address: str, message: Message) -> None:
        with translated():
            try:
                await self.client.delete_message(QueueUrl=address, ReceiptHandle=message.receipt)
            except ClientError as error:
                if code_of(error) not in NOT_HELD:
                    raise


async def open_queue(name: str, place: Place) -> SqsQueue:
    """Open a queue and that of its dead messages; raises `QueueNotReady` when one is not there."""
    async with AsyncExitStack() as ends:
        client = await ends.enter_async_context(connect(place))
        addresses = await find_queues(client, name)
        return SqsQueue(client=client, addresses=addresses, ends=ends.pop_all())


def _seconds(time: timedelta) -> int:
    """Return whole seconds, not fewer than asked for."""
    return max(ceil(time.total_seconds()), 0)
