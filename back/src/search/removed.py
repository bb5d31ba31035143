"""Forgetting what was removed long ago: what is left of it is there for late operations only."""

from datetime import UTC, datetime

from opensearchpy import AsyncOpenSearch

from search.errors import translated
from search.mapping import REMOVED_AT
from search.targets import find_targets

_AT_ONCE = 2_000


async def forget_removed(client: AsyncOpenSearch, prefix: str, *, before: datetime) -> int:
    """Delete what is left of documents that were removed before a moment, and return how many; raises `Throttled` and `Unavailable`.

    The moment must be longer ago than the table's stream keeps its records, or an older version of a document could come back.
    """
    return sum([await _forget(client, target.name, before) for target in await find_targets(client, prefix)])


async def _forget(client: AsyncOpenSearch, index: str, before: datetime) -> int:
    number = 0
    while (deleted := await _forget_some(client, index, before)) > 0:
        number += deleted
    return number


async def _forget_some(client: AsyncOpenSearch, index: str, before: datetime) -> int:
    with translated():
        answer = await client.delete_by_query(
            index=index,
            body={"query": {"range": {REMOVED_AT: {"lt": before.astimezone(UTC).isoformat()}}}},
            params={"max_docs": _AT_ONCE, "conflicts": "proceed", "refresh": "true"},
        )
    return int(answer["deleted"])
