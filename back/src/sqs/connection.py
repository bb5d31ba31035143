"""The one client of a process: a bounded pool, a time for everything, and a few tries."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, NamedTuple

import aioboto3
from aiobotocore.config import AioConfig

if TYPE_CHECKING:
    from types_aiobotocore_sqs import SQSClient

LONGEST_POLL_SECONDS = 20
"""What SQS lets a receiver wait."""


class Place(NamedTuple):
    """Where SQS is: a region, and an endpoint if it is not Amazon's."""

    region: str
    endpoint: str | None = None
    connections: int = 16
    connect_seconds: float = 3
    read_seconds: float = LONGEST_POLL_SECONDS + 10
    tries: int = 5


@asynccontextmanager
async def connect(place: Place) -> "AsyncIterator[SQSClient]":
    """Open the client for as long as the context lasts."""
    config = AioConfig(
        max_pool_connections=place.connections,
        connect_timeout=place.connect_seconds,
        read_timeout=place.read_seconds,
        retries={"mode": "standard", "total_max_attempts": place.tries},
    )
    async with aioboto3.Session(region_name=place.region).client("sqs", endpoint_url=place.endpoint, config=config) as client:
        yield client
