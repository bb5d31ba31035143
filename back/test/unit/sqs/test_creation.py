"""The queues: made as they have to be, and told of when they are not there."""

from collections.abc import Iterator

import orjson
import pytest

from aws_stub import REGION, new_name, stub_services
from sqs.connection import Place, connect
from sqs.creation import create_queues, find_queues
from sqs.errors import QueueNotReady
from sqs.queue import open_queue
from store.errors import Unavailable

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def place() -> Iterator[Place]:
    """Give where the stub is."""
    with stub_services() as endpoint:
        yield Place(REGION, endpoint)


async def test_a_queue_that_was_changed_is_brought_back_to_what_it_has_to_be(place: Place) -> None:
    name = new_name()
    made = await create_queues(name, place)
    async with connect(place) as client:
        addresses = await find_queues(client, name)
        await client.set_queue_attributes(QueueUrl=addresses.queue, Attributes={"MessageRetentionPeriod": "60"})
        again = await create_queues(name, place)
        kept = (await client.get_queue_attributes(QueueUrl=addresses.queue, AttributeNames=["All"]))["Attributes"]
        dead = (await client.get_queue_attributes(QueueUrl=addresses.dead, AttributeNames=["QueueArn"]))["Attributes"]["QueueArn"]

    assert (made, again) == (True, False)
    assert (kept["MessageRetentionPeriod"], kept["ReceiveMessageWaitTimeSeconds"]) == ("1209600", "20")
    assert orjson.loads(kept["RedrivePolicy"]) == {"deadLetterTargetArn": dead, "maxReceiveCount": 1_000}


async def test_a_queue_that_is_not_there_is_refused_with_what_to_do(place: Place) -> None:
    name = new_name()

    with pytest.raises(QueueNotReady, match=f"there is no queue {name}: make it with"):
        await open_queue(name, place)


async def test_a_queue_that_nobody_reaches_is_unavailable() -> None:
    with stub_services(), pytest.raises(Unavailable, match="cannot be reached"):
        await open_queue("queue", Place(REGION, "http://127.0.0.1:9", connect_seconds=1, tries=1))
