"""Opening the stream of a table that holds items of this service."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import aioboto3

from dynamodb.connection import Place, config_of, connect
from dynamodb.items import read_item, read_key
from dynamodb.stream import Decoding, StreamFeed, find_stream
from store.values import Key


@asynccontextmanager
async def open_feed(place: Place, is_wanted: Callable[[Key], bool]) -> AsyncIterator[StreamFeed]:
    """Open the stream of a table for as long as the context lasts; raises `Unavailable` and `Throttled`."""
    async with connect(place) as client:
        stream = await find_stream(client, place.table)
    session = aioboto3.Session(region_name=place.region)
    async with session.client("dynamodbstreams", endpoint_url=place.endpoint, config=config_of(place)) as streams:
        yield StreamFeed(streams, stream, Decoding(key_of=read_key, item_of=read_item, is_wanted=is_wanted))
