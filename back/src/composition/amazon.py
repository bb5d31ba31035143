"""Items, files and messages on Amazon's services, or on what speaks like them: opening what is there, and making it."""

from typing import NamedTuple

from store.blobs import Blobs
from store.queue import Queue


class Region(NamedTuple):
    """Where the services are: a region, and an endpoint if it is not Amazon's; credentials are found as every tool of AWS does."""

    name: str
    endpoint: str | None = None


async def make_table(name: str, region: Region) -> bool:
    """Make a table, or bring one that is there to what it should be; tell whether it was made."""
    from dynamodb.connection import Place  # noqa: PLC0415 -- an adapter is imported when the settings choose it
    from dynamodb.creation import create_table  # noqa: PLC0415 -- see above

    return await create_table(Place(table=name, region=region.name, endpoint=region.endpoint))


async def open_bucket(bucket: str, region: Region) -> Blobs:
    """Open the files in a bucket; raises `BucketNotReady` when it is not there or not as it has to be."""
    from s3.blobs import open_blobs  # noqa: PLC0415 -- an adapter is imported when the settings choose it
    from s3.connection import Place  # noqa: PLC0415 -- see above

    return await open_blobs(bucket, Place(region=region.name, endpoint=region.endpoint))


async def make_bucket(bucket: str, region: Region) -> bool:
    """Make a bucket, or bring one that is there to what it should be; tell whether it was made."""
    from s3.bucket import create_bucket  # noqa: PLC0415 -- see above
    from s3.connection import Place  # noqa: PLC0415 -- see above

    return await create_bucket(bucket, Place(region=region.name, endpoint=region.endpoint))


async def open_messages(name: str, region: Region) -> Queue:
    """Open a queue and that of its dead messages; raises `QueueNotReady` when one is not there."""
    from sqs.connection import Place  # noqa: PLC0415 -- see above
    from sqs.queue import open_queue  # noqa: PLC0415 -- see above

    return await open_queue(name, Place(region=region.name, endpoint=region.endpoint))


async def make_queues(name: str, region: Region) -> bool:
    """Make a queue and that of its dead messages, or bring them to what they should be; tell whether any was made."""
    from sqs.connection import Place  # noqa: PLC0415 -- see above
    from sqs.creation import create_queues  # noqa: PLC0415 -- see above

    return await create_queues(name, Place(region=region.name, endpoint=region.endpoint))


async def redrive(name: str, region: Region) -> int:
    """Send the dead messages of a queue once more, and return how many there were."""
    from sqs.connection import Place  # noqa: PLC0415 -- see above
    from sqs.queue import open_queue  # noqa: PLC0415 -- see above

    queue = await open_queue(name, Place(region=region.name, endpoint=region.endpoint))
    try:
        return await queue.redrive()
    finally:
        await queue.close()
