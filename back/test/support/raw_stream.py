"""A table with a stream on a DynamoDB that is told of by its address, written to straight, and the feed of its changes."""

import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import aioboto3
from aiobotocore.config import AioConfig

from dynamodb.stream import Decoding, StreamFeed, find_stream
from store.values import Item, Key
from stores import SCHEMA

ADDRESS = "INTEGRATES_TEST_DYNAMODB"
"""The variable that says where the engine is."""
_QUICK = AioConfig(retries={"total_max_attempts": 1}, connect_timeout=2, read_timeout=5)


def address() -> str | None:
    """Return where a DynamoDB for tests answers, if there is one."""
    return os.environ.get(ADDRESS)


@dataclass(slots=True)
class RawTable:
    """Items as a test writes them, which are as a test reads them."""

    client: Any
    name: str
    items: dict[Key, Item] = field(default_factory=dict)
    versions: dict[Key, int] = field(default_factory=dict)

    async def put(self, number: int, **attributes: str) -> Item:
        """Write the next version of an item."""
        key = Key(f"BUG#{number}", "#")
        self.versions[key] = self.versions.get(key, 0) + 1
        item = Item(key=key, version=self.versions[key], attributes={"organization": "o", "parent": "p", **attributes})
        await self.client.put_item(TableName=self.name, Item=_written(item))
        self.items[key] = item
        return item

    async def remove(self, number: int) -> None:
        """Remove an item."""
        key = Key(f"BUG#{number}", "#")
        await self.client.delete_item(TableName=self.name, Key=_key_of(key))
        del self.items[key]

    async def write_by_others(self, key: Key, **values: str) -> None:
        """Write what is no item of the service."""
        await self.client.put_item(TableName=self.name, Item={**_key_of(key), **{name: {"S": value} for name, value in values.items()}})


@asynccontextmanager
async def raw_table(url: str) -> AsyncIterator[RawTable]:
    """Make a table with a stream, and open it."""
    async with _session().client("dynamodb", endpoint_url=url, config=_QUICK) as client:
        name = f"raw-{uuid4().hex}"
        await client.create_table(
            TableName=name,
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}, {"AttributeName": "sk", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
        )
        try:
            yield RawTable(client, name)
        finally:
            await client.delete_table(TableName=name)


@asynccontextmanager
async def stream_of(url: str, table: str) -> AsyncIterator[StreamFeed]:
    """Open the feed of a table of the contract suite's items."""
    made = _session()
    async with (
        made.client("dynamodb", endpoint_url=url, config=_QUICK) as client,
        made.client("dynamodbstreams", endpoint_url=url, config=_QUICK) as streams,
    ):
        decoding = Decoding(key_of=_read_key, item_of=_read, is_wanted=lambda key: key.partition.partition("#")[0] in SCHEMA.tags)
        yield StreamFeed(streams, await find_stream(client, table), decoding)


def _session() -> aioboto3.Session:
    return aioboto3.Session(aws_access_key_id="local", aws_secret_access_key="local", region_name="us-east-1")


def _key_of(key: Key) -> dict[str, Any]:
    return {"pk": {"S": key.partition}, "sk": {"S": key.sort}}


def _written(item: Item) -> dict[str, Any]:
    attributes = {name: {"S": value} for name, value in item.attributes.items()}
    return {**_key_of(item.key), "version": {"N": str(item.version)}, "attributes": {"M": attributes}}


def _read_key(image: Mapping[str, Any]) -> Key:
    return Key(image["pk"]["S"], image["sk"]["S"])


def _read(image: Mapping[str, Any]) -> Item:
    attributes = {name: value["S"] for name, value in image["attributes"]["M"].items()}
    return Item(key=_read_key(image), version=int(image["version"]["N"]), attributes=attributes)
