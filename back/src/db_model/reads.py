"""What the reads of every entity share: many by key, and pages of an index."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar, cast

from db_model.facet import Facet, history_beginning, to_entity
from store.table import Table
from store.values import After, IndexName, Item, Key, Page, Prefix, Query

T = TypeVar("T")
Id = TypeVar("Id")
LONGEST_HISTORY = 1_000


class HistoryTooLong(Exception):
    """A part has changed more often than one answer can tell."""


async def get_many(table: Table, facet: Facet[T], keys: Mapping[Id, Key], *, now: datetime, consistent: bool = False) -> Mapping[Id, T]:
    """Read entities by key in one call; those that are absent, or over, are absent from the answer."""
    items = await table.get_many(frozenset(keys.values()), consistent=consistent)
    found = ((identifier, to_entity(facet, items.get(key), now)) for identifier, key in keys.items())
    return {identifier: entity for identifier, entity in found if entity is not None}


async def owners(table: Table, guards: Mapping[Id, Key]) -> Mapping[Id, str]:
    """Read who holds unique values."""
    items = await table.get_many(frozenset(guards.values()))
    return {identifier: cast(str, items[key].attributes["owner"]) for identifier, key in guards.items() if key in items}


def under(index: IndexName | None, prefix: Prefix) -> Query:
    """Select what stands under a prefix, in its order."""
    return Query(index=index, partition=prefix.partition, prefix=prefix.sort)


async def pages(
    table: Table, facet: Facet[T], queries: Sequence[Query], *, now: datetime, keep: Callable[[T], bool] = lambda _: True
) -> Sequence[Page[T]]:
    """Read for each query exactly `first` entities that are alive and kept, fewer only at the end; one call but for refills."""
    kept: dict[int, tuple[tuple[T, Item], ...]] = dict.fromkeys(range(len(queries)), ())
    answers: dict[int, Page[T]] = {}
    open_queries = dict(enumerate(queries))
    while open_queries:
        rows = await table.query_many(tuple(open_queries.values()))
        for (number, query), page in zip(tuple(open_queries.items()), rows, strict=True):
            entities = ((to_entity(facet, item, now), item) for item in page.items)
            kept[number] += tuple((entity, item) for entity, item in entities if entity is not None and keep(entity))
            if len(kept[number]) >= query.first or page.next is None:
                answers[number] = _filled(query, kept[number], page.next)
                del open_queries[number]
            else:
                open_queries[number] = replace(query, after=page.next)
    return tuple(answers[number] for number in range(len(queries)))


def _filled(query: Query, kept: Sequence[tuple[T, Item]], following: After | None) -> Page[T]:
    """Cut what was kept to one page, and tell where the next begins."""
    if len(kept) <= query.first:
        return Page(tuple(entity for entity, _ in kept), following)
    last = kept[query.first - 1][1]
    place = After(last.indexes[query.index].sort if query.index else last.key.sort, last.key)
    return Page(tuple(entity for entity, _ in kept[: query.first]), place)


async def histories(table: Table, facet: Facet[T], keys: Sequence[Key], part: str) -> Sequence[tuple[Any, ...]]:
    """Read all that a part of each entity was, oldest first, in one call; raises `HistoryTooLong` past 1,000 entries."""
    queries = tuple(Query(index=None, partition=key.partition, prefix=history_beginning(key, part), first=LONGEST_HISTORY) for key in keys)
    found = await table.query_many(queries)
    if any(page.next is not None for page in found):
        raise HistoryTooLong(part)
    return tuple(tuple(facet.codec.to_part(part, item) for item in page.items) for page in found)


async def last_version(table: Table, key: Key, part: str) -> int:
    """Return the version up to which an entity that was removed has a history; zero if it never was."""
    rows = await table.query(Query(index=None, partition=key.partition, prefix=history_beginning(key, part), first=1, descending=True))
    return int(rows.items[0].key.sort.rpartition("#")[2]) if rows.items else 0
