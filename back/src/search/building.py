"""Making the indexes: each is filled from all items while it takes what is written meanwhile, and then takes the place of the old one."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from opensearchpy import AsyncOpenSearch
from opensearchpy.exceptions import RequestError

from search.bulk import Entry, send
from search.documents import to_write
from search.errors import IndexNotReady, translated
from search.mapping import mapping
from search.names import Named, read_alias, to_named
from search.targets import aliases, collections_of, definitions, find_indexes
from store.errors import InvalidValue, Unavailable
from store.index import Operation, SearchSchema, Upsert
from store.pauses import Pause
from store.search_bounds import check_operation
from store.values import Item, Key

ITEMS_AT_ONCE = 500
GRACE = 15.0
"""Seconds that an index stays after another took its place, for searches that had begun."""


class Built(NamedTuple):
    """What was made."""

    indexes: tuple[str, ...]
    items: int
    documents: int
    refused: tuple[Key, ...]
    """Items that have no document because it, or what it is made of, is not valid; they were missing before as well."""


class Step(NamedTuple):
    """How far the filling is."""

    items: int
    documents: int


def _quiet(_step: Step) -> None:
    """Tell nobody."""


async def missing(client: AsyncOpenSearch, prefix: str, schema: SearchSchema) -> tuple[str, ...]:
    """Return the collections that have no index of this definition to be read from."""
    return tuple(
        [name for name, definition in definitions(schema).items() if not await aliases(client, read_alias(prefix, name, definition))]
    )


async def build(
    client: AsyncOpenSearch,
    prefix: str,
    schema: SearchSchema,
    items: AsyncIterator[Item],
    *,
    names: Collection[str],
    tell: Callable[[Step], None] = _quiet,
    grace: float = GRACE,
    pause: Pause = asyncio.sleep,
) -> Built:
    """Make the indexes of some collections anew from all items, and let them take the places of those that are there.

    `items` must read the table with strong consistency, and begin when it is first asked: what was written before is then in it, and what
    is written later reaches the new index as it does the old one. Versions make the order of both irrelevant. What another such run
    left unfinished is removed first, so a run that was broken off is just run again; one that is still at work fails. Raises `Unavailable`
    and `Throttled`; nothing has changed for readers then.
    """
    fresh = [await _create(client, prefix, schema, name) for name in sorted(names)]
    filled = await _fill(client, schema, fresh, items, tell=tell, pause=pause)
    old = await _switch(client, prefix, fresh)
    if old:
        await pause(grace)
        await _remove(client, old)
    return filled


async def remove_others(client: AsyncOpenSearch, prefix: str, schema: SearchSchema) -> tuple[str, ...]:
    """Remove the indexes that other releases read from, and return their names; raises `IndexNotReady` while one of ours is missing."""
    if lacking := await missing(client, prefix, schema):
        raise IndexNotReady(f"there is no index of {', '.join(lacking)} yet: run integrates index create")
    by_name = definitions(schema)
    others = [named.name for named in await find_indexes(client, prefix) if by_name.get(named.collection) != named.definition]
    await _remove(client, others)
    return tuple(others)


async def _create(client: AsyncOpenSearch, prefix: str, schema: SearchSchema, name: str) -> Named:
    """Make an empty index that takes documents from now on and is not read yet."""
    definition = definitions(schema)[name]
    there = [each for each in await find_indexes(client, prefix) if (each.collection, each.definition) == (name, definition)]
    read = await aliases(client, read_alias(prefix, name, definition))
    await _remove(client, [each.name for each in there if each.name not in read])
    fresh = to_named(prefix, name, definition, max((each.number for each in there), default=0) + 1)
    body = {
        "settings": {"number_of_shards": 1, "auto_expand_replicas": "0-1", "refresh_interval": "1s"},
        "mappings": mapping(collections_of(schema)[name]),
        "aliases": {fresh.write_alias: {}},
    }
    try:
        with translated():
            await client.indices.create(index=fresh.name, body=body)
    except InvalidValue as error:
        if isinstance(error.__cause__, RequestError) and error.__cause__.error == "resource_already_exists_exception":
            raise Unavailable(f"another run is making {fresh.name}") from error
        raise
    return fresh


async def _fill(
    client: AsyncOpenSearch,
    schema: SearchSchema,
    fresh: Sequence[Named],
    items: AsyncIterator[Item],
    *,
    tell: Callable[[Step], None],
    pause: Pause,
) -> Built:
    names = frozenset(index.collection for index in fresh)
    number, documents = 0, 0
    refused: list[Key] = []
    waiting: list[Operation] = []
    async for item in items:
        number += 1
        operations = _project(schema, item)
        if operations is None:
            refused.append(item.key)
            continue
        waiting.extend(operation for operation in operations if isinstance(operation, Upsert) and operation.document.collection in names)
        if len(waiting) >= ITEMS_AT_ONCE:
            await _send(client, schema, fresh, waiting, pause)
            documents += len(waiting)
            waiting.clear()
            tell(Step(number, documents))
    await _send(client, schema, fresh, waiting, pause)
    documents += len(waiting)
    tell(Step(number, documents))
    return Built(tuple(index.name for index in fresh), number, documents, tuple(refused))


def _project(schema: SearchSchema, item: Item) -> Sequence[Operation] | None:
    """Return the operations that index an item; `None` when they are not valid."""
    if item.key.partition.partition("#")[0] not in schema.tags:
        return ()
    try:
        operations = tuple(schema.projection(item.key, None, item))
        for operation in operations:
            check_operation(collections_of(schema), operation)
    except Exception:  # noqa: BLE001 -- whatever a projection raises, this item is what it does not know, and all others are to be found
        return None
    return operations


async def _send(
    client: AsyncOpenSearch, schema: SearchSchema, fresh: Sequence[Named], operations: Sequence[Operation], pause: Pause
) -> None:
    now = datetime.now(UTC)
    by_collection = {index.collection: index.write_alias for index in fresh}
    writes = [to_write(collections_of(schema), operation, now) for operation in operations]
    gone = await send(client, [Entry(by_collection[write.target.collection], write) for write in writes], pause=pause)
    if gone:
        raise Unavailable("another run began to make the same index anew, and this one ends")


async def _switch(client: AsyncOpenSearch, prefix: str, fresh: Sequence[Named]) -> list[str]:
    """Let readers go to the new indexes, all at one moment, and return those that they were at."""
    with translated():
        await client.indices.refresh(index=",".join(index.name for index in fresh))
    old: list[str] = []
    actions: list[dict[str, object]] = []
    for index in fresh:
        alias = read_alias(prefix, index.collection, index.definition)
        there = sorted(await aliases(client, alias))
        old += there
        actions += [{"remove": {"index": name, "alias": alias}} for name in there]
        actions.append({"add": {"index": index.name, "alias": alias}})
    with translated():
        await client.indices.update_aliases(body={"actions": actions})
    return old


async def _remove(client: AsyncOpenSearch, names: Sequence[str]) -> None:
    for name in names:
        with translated():
            await client.indices.delete(index=name, params={"ignore_unavailable": "true"})
