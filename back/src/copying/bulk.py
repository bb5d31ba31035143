"""Writing many items by transactions of which each is as large as it may be."""

from collections.abc import Iterator, Sequence

from copying.together import together
from store.bounds import TRANSACTION_ACTIONS, TRANSACTION_BYTES, check_item
from store.table import Table
from store.values import Item, Put


async def put_all(table: Table, items: Sequence[Item]) -> None:
    """Write items, whatever lives at their keys: not all at once, and all of them before this returns."""
    await together(*(_write(table, batch) for batch in batches(items)))


async def _write(table: Table, batch: Sequence[Item]) -> None:
    await table.write(tuple(Put(item, None) for item in batch))


def batches(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """Cut items into pieces that a transaction takes."""
    batch: list[Item] = []
    size = 0
    for item in items:
        more = check_item(item)
        if batch and (len(batch) == TRANSACTION_ACTIONS or size + more > TRANSACTION_BYTES):
            yield tuple(batch)
            batch, size = [], 0
        batch.append(item)
        size += more
    if batch:
        yield tuple(batch)
