"""The queues: making them as this service needs them, again and again if asked, and finding them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import orjson
from botocore.exceptions import ClientError

from sqs.connection import LONGEST_POLL_SECONDS, Place, connect
from sqs.errors import ABSENT, QueueNotReady, code_of, translated

if TYPE_CHECKING:
    from types_aiobotocore_sqs import SQSClient
    from types_aiobotocore_sqs.literals import QueueAttributeNameType

DEAD_SUFFIX = "-dead"
_KEPT_SECONDS = 14 * 24 * 3600
_MOST_RECEIVES = 1_000
"""The most that SQS takes: a message also comes again while its job waits, and the job itself is what counts its attempts."""


class Addresses(NamedTuple):
    """Where a queue and the one of its dead messages are."""

    queue: str
    dead: str


async def create_queues(name: str, place: Place) -> bool:
    """Make a queue and that of its dead messages, or bring those that are there to what they should be; tell whether any was made."""
    async with connect(place) as client:
        with translated():
            dead, is_dead_new = await _ensure(client, name + DEAD_SUFFIX, _attributes(None))
            known = await client.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])
            _, is_new = await _ensure(client, name, _attributes(known["Attributes"]["QueueArn"]))
        return is_new or is_dead_new


async def find_queues(client: "SQSClient", name: str) -> Addresses:
    """Return where the queues of a name are; raises `QueueNotReady`."""
    return Addresses(queue=await _existing(client, name), dead=await _existing(client, name + DEAD_SUFFIX))


async def _existing(client: "SQSClient", name: str) -> str:
    address = await _find(client, name)
    if address is None:
        raise QueueNotReady(f"there is no queue {name}: make it with `integrates queue create`")
    return address


async def _find(client: "SQSClient", name: str) -> str | None:
    with translated():
        try:
            return (await client.get_queue_url(QueueName=name))["QueueUrl"]
        except ClientError as error:
            if code_of(error) in ABSENT:
                return None
            raise


async def _ensure(client: "SQSClient", name: str, attributes: "Mapping[QueueAttributeNameType, str]") -> tuple[str, bool]:
    """Return where a queue is that has these attributes, and whether it was made now."""
    address = await _find(client, name)
    if address is None:
        return (await client.create_queue(QueueName=name, Attributes=attributes))["QueueUrl"], True
    await client.set_queue_attributes(QueueUrl=address, Attributes=attributes)
    return address, False


def _attributes(dead: str | None) -> "dict[QueueAttributeNameType, str]":
    """Return how a queue is kept; one that has dead messages names where they go."""
    kept: dict[QueueAttributeNameType, str] = {
        "MessageRetentionPeriod": str(_KEPT_SECONDS),
        "ReceiveMessageWaitTimeSeconds": str(LONGEST_POLL_SECONDS),
        "SqsManagedSseEnabled": "true",
    }
    if dead is None:
        return kept
    return {**kept, "RedrivePolicy": orjson.dumps({"deadLetterTargetArn": dead, "maxReceiveCount": _MOST_RECEIVES}).decode()}
