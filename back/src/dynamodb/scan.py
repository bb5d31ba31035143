"""Every item of a table, in parts that are read beside each other."""

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dynamodb.batches import read_many
from dynamodb.connection import Place, connect
from dynamodb.creation import check_table
from dynamodb.errors import translated
from dynamodb.items import read_item, read_key, to_place
from store.bounds import check_keys
from store.scan import BEGINNING, ScanPage, from_token, to_token
from store.values import Item, Key

if TYPE_CHECKING:
    from types_aiobotocore_dynamodb import DynamoDBClient

SEGMENTS = 4
_ITEMS_A_PAGE = 500


@dataclass(frozen=True, slots=True)
class DynamoScan:
    """The items of a table in several parts, read with strong consistency."""

    client: "DynamoDBClient"
    place: Place
    segments: int = SEGMENTS
    ends: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def pages(self, segment: int = 0, *, after: str = BEGINNING) -> AsyncIterator[ScanPage]:
        """Yield the pages of a part behind a token; raises `Throttled` and `Unavailable`."""
        if not 0 <= segment < self.segments:
            raise IndexError(f"there are {self.segments} parts, and no part {segment}")
        place = from_token(after)
        while True:
            async with self._call():
                answer = await self.client.scan(
                    TableName=self.place.table,
                    Segment=segment,
                    TotalSegments=self.segments,
                    ConsistentRead=True,
                    Limit=_ITEMS_A_PAGE,
                    **_start(place),
                )
            items = tuple(read_item(image) for image in answer["Items"])
            last = answer.get("LastEvaluatedKey")
            place = read_key(last) if last else None
            if items:
                yield ScanPage(items, to_token(place or items[-1].key))
            if place is None:
                return

    async def get_many(self, keys: Collection[Key]) -> Mapping[Key, Item]:
        """Read items by key, any number at once, with strong consistency; a missing key is absent from the mapping."""
        check_keys(keys)
        async with self._call():
            return await read_many(self.client, self.place.table, keys, is_consistent=True)

    async def close(self) -> None:
        """Let go of the connections."""
        await self.ends.aclose()

    @asynccontextmanager
    async def _call(self) -> AsyncIterator[None]:
        with translated():
            async with asyncio.timeout(self.place.longest_seconds):
                yield


async def open_scan(place: Place) -> DynamoScan:
    """Open a table to read all of it; raises `TableNotReady`, `Throttled` and `Unavailable`."""
    async with AsyncExitStack() as ends:
        client = await ends.enter_async_context(connect(place))
        await check_table(client, place.table)
        return DynamoScan(client=client, place=place, ends=ends.pop_all())


def _start(place: Key | None) -> dict[str, Any]:
    return {"ExclusiveStartKey": to_place(place)} if place else {}
