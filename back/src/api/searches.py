"""Connections over the index: it answers ids, and the loaders what the viewer may see of them."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import fields, is_dataclass, replace
from functools import partial
from typing import NamedTuple, TypeVar

from api.connections import DEFAULT_FIRST, Connection, Edge, PageInfo
from api.context import Context
from db_model.parts import digest
from errors import InvalidCursor, NumberOutOfRange
from settings.keys import Purpose
from store import cursor
from store.index import Place, Search

T = TypeVar("T")


class Hit(NamedTuple):
    """An entity that was found, and its place in the order."""

    place: Place
    entity: object


async def connect_search(
    context: Context,
    search: Search,
    load: Callable[[Sequence[str]], Awaitable[Sequence[T | None]]],
    *,
    first: int | None,
    after: str | None,
    name: str | None = None,
) -> Connection:
    """Return a page of what a search finds; raises `NumberOutOfRange` and `InvalidCursor`.

    A cursor is good for the same search only or, if that depends on the time, for the one of the same name. A hit that is gone by
    now, or that the viewer does not see, is left out and the page filled from what follows.
    """
    limit = context.settings.limits.list_first
    size = DEFAULT_FIRST if first is None else first
    if not 1 <= size <= limit:
        raise NumberOutOfRange(field="first", low=1, high=limit)
    bound_to = f"{digest(name or canonical(search))}\n{context.viewer.email}"
    place = _read_place(after, bound_to, context)
    hits, has_next = await _fill(context, replace(search, after=place, first=size, with_total=False), load)

    def to_cursor(place: Place) -> str:
        return cursor.encode_place(place, bound_to=bound_to, sign=lambda message: context.keys.sign(Purpose.CURSOR, message))

    edges = tuple(Edge(partial(to_cursor, hit.place), hit.entity) for hit in hits)

    async def total() -> int:
        found = await context.loaders.hits.load(replace(search, first=1))
        return found.total or 0

    return Connection(edges, PageInfo(edges[-1] if edges else None, has_next), total)


def canonical(value: object) -> str:
    """Write a search the same way in every process: the order of a set is not the same in two of them."""
    match value:
        case frozenset():
            return f"{{{','.join(sorted(map(canonical, value)))}}}"
        case tuple():
            return f"({','.join(map(canonical, value))})"
        case _ if is_dataclass(value):
            return f"{type(value).__name__}({','.join(canonical(getattr(value, field.name)) for field in fields(value))})"
        case _:
            return repr(value)


async def _fill(
    context: Context, search: Search, load: Callable[[Sequence[str]], Awaitable[Sequence[T | None]]]
) -> tuple[tuple[Hit, ...], bool]:
    """Search until a page is full or nothing is left; tells also whether there is more."""
    wanted, kept = search.first, tuple[Hit, ...]()
    while True:
        found = await context.loaders.hits.load(search)
        entities = await load(found.ids)
        kept += tuple(Hit(place, entity) for place, entity in zip(found.places, entities, strict=True) if entity is not None)
        if found.next is None or len(kept) >= wanted:
            return kept[:wanted], found.next is not None or len(kept) > wanted
        search = replace(search, after=found.next)


def _read_place(text: str | None, bound_to: str, context: Context) -> Place | None:
    """Read the cursor of a request; an empty one is none."""
    if not text:
        return None
    try:
        return cursor.decode_place(text, bound_to=bound_to, sign=lambda message: context.keys.sign(Purpose.CURSOR, message))
    except cursor.BadCursor as error:
        raise InvalidCursor from error
