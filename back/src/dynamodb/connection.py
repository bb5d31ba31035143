"""The one client of a process: a bounded pool, a time for everything, and a few tries."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, NamedTuple

import aioboto3
from aiobotocore.config import AioConfig

if TYPE_CHECKING:
    from types_aiobotocore_dynamodb import DynamoDBClient


class Place(NamedTuple):
    """Where a table is: its name, a region, and an endpoint if it is not Amazon's."""

    table: str
    region: str
    endpoint: str | None = None
    connections: int = 32
    connect_seconds: float = 3
    read_seconds: float = 10
    tries: int = 6
    longest_seconds: float = 20
    """For a call of the port, with all its tries."""


def config_of(place: Place) -> AioConfig:
    """Return how clients behave; the mode is the one that waits 50 ms at first for DynamoDB, where the others wait up to a second."""
    return AioConfig(
        max_pool_connections=place.connections,
        connect_timeout=place.connect_seconds,
        read_timeout=place.read_seconds,
        retries={"mode": "legacy", "total_max_attempts": place.tries},
    )


@asynccontextmanager
async def connect(place: Place) -> "AsyncIterator[DynamoDBClient]":
    """Open the client for as long as the context lasts."""
    session = aioboto3.Session(region_name=place.region)
    async with session.client("dynamodb", endpoint_url=place.endpoint, config=config_of(place)) as client:
        yield client
