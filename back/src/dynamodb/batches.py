"""Reading items by key, as many as there are: in batches, again for what the engine left out."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from dynamodb.items import read_item, to_place
from store.errors import Throttled
from store.pauses import pause_before
from store.values import Item, Key

if TYPE_CHECKING:
    from types_aiobotocore_dynamodb import DynamoDBClient

_KEYS_A_CALL = 100
_MOST_CALLS = 12
"""In a row for what is left of one batch; the pauses between them come to some ten seconds."""
_FIRST_SECONDS = 0.05
_LONGEST_SECONDS = 2.0


async def read_many(client: "DynamoDBClient", table: str, keys: Collection[Key], *, is_consistent: bool) -> Mapping[Key, Item]:
    """Read items by key, each once; raises `Throttled` when the engine still leaves some out after many calls."""
    unique = tuple(dict.fromkeys(keys))
    batches = [unique[start : start + _KEYS_A_CALL] for start in range(0, len(unique), _KEYS_A_CALL)]
    found = await asyncio.gather(*(_read_batch(client, table, batch, is_consistent=is_consistent) for batch in batches))
    return {item.key: item for item in chain.from_iterable(found)}


async def _read_batch(client: "DynamoDBClient", table: str, keys: Sequence[Key], *, is_consistent: bool) -> Sequence[Item]:
    items: list[Item] = []
    left: Mapping[str, Any] = {table: {"Keys": [to_place(key) for key in keys], "ConsistentRead": is_consistent}}
    for call in range(_MOST_CALLS):
        if call:
            await asyncio.sleep(pause_before(call, first=_FIRST_SECONDS, longest=_LONGEST_SECONDS))
        answer = await client.batch_get_item(RequestItems=left)
        items.extend(read_item(image) for image in answer["Responses"].get(table, ()))
        left = answer.get("UnprocessedKeys") or {}
        if not left:
            return items
    raise Throttled("DynamoDB left items out of every answer")
