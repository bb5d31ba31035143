"""Lists: whole ones up to a limit, and connections that page through them with signed cursors."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Generic, NamedTuple, TypeVar

from api.context import Context
from db_model.facet import Facet
from errors import InvalidCursor, ListTooLong, NumberOutOfRange
from settings.keys import Purpose
from store import cursor
from store.values import After, IndexName, Page, Query

T = TypeVar("T")
DEFAULT_FIRST = 100


class Source(NamedTuple, Generic[T]):
    """A list that can be read in pages."""

    name: str
    """The connection that pages through it; with the parent, it is what a cursor is bound to."""
    parent: str
    read: Callable[[int, After | None], Awaitable[Page[T]]]
    place: Callable[[T], After]
    total: Callable[[], Awaitable[int]]


class Edge(NamedTuple):
    """An element and its place, which is written and signed when it is asked for."""

    seal: Callable[[], str]
    node: object

    @property
    def cursor(self) -> str:
        """Return the cursor of the element."""
        return self.seal()


class PageInfo(NamedTuple):
    """Where a page ends."""

    last: Edge | None
    has_next_page: bool

    @property
    def end_cursor(self) -> str | None:
        """Return the cursor of the last element."""
        return None if self.last is None else self.last.cursor


class Connection(NamedTuple):
    """A page; the total is counted when it is asked for."""

    edges: tuple[Edge, ...]
    page_info: PageInfo
    total: Callable[[], Awaitable[int]]


def place_in(facet: Facet[T], index: IndexName) -> Callable[[T], After]:
    """Return how the place of an entity in an index is told."""
    return lambda entity: After(facet.indexes(entity)[index].sort, facet.key(entity))


def of_values(name: str, parent: str, entities: Sequence[T], place: Callable[[T], After]) -> Source[T]:
    """Return the list of entities that are all at hand, in the order of their places."""

    async def read(first: int, after: After | None) -> Page[T]:
        ordered = sorted(entities, key=lambda entity: place(entity).sort)
        left = [entity for entity in ordered if after is None or place(entity).sort > after.sort]
        return Page(tuple(left[:first]), place(left[first - 1]) if 0 < first < len(left) else None)

    async def total() -> int:
        return len(entities)

    return Source(name, parent, read, place, total)


def counting(context: Context, query: Query) -> Callable[[], Awaitable[int]]:
    """Return how the living rows of a query are counted."""
    return lambda: context.loaders.store.table.count(query, alive_at=int(context.clock.now().timestamp()))


def known(number: int) -> Callable[[], Awaitable[int]]:
    """Return how a list is counted whose length is known."""

    async def total() -> int:
        return number

    return total


async def whole(source: Source[T], context: Context) -> tuple[T, ...]:
    """Return all of a list; raises `ListTooLong`, which names the connection to ask instead."""
    limit = context.settings.limits.list_first
    page = await source.read(limit, None)
    if page.next is not None:
        raise ListTooLong(limit=limit, connection=source.name)
    return page.items


async def connect(source: Source[T], context: Context, *, first: int | None, after: str | None) -> Connection:
    """Return a page of a list; raises `NumberOutOfRange` and `InvalidCursor`."""
    limit = context.settings.limits.list_first
    size = DEFAULT_FIRST if first is None else first
    if not 1 <= size <= limit:
        raise NumberOutOfRange(field="first", low=1, high=limit)
    bound_to = f"{source.name}\n{source.parent}\n{context.viewer.email}"
    page = await source.read(size, _read_cursor(after, bound_to, context))

    def to_cursor(entity: T) -> str:
        return cursor.encode(source.place(entity), bound_to=bound_to, sign=lambda message: context.keys.sign(Purpose.CURSOR, message))

    edges = tuple(Edge(partial(to_cursor, entity), entity) for entity in page.items)
    return Connection(edges, PageInfo(edges[-1] if edges else None, page.next is not None), source.total)


def _read_cursor(text: str | None, bound_to: str, context: Context) -> After | None:
    """Read the cursor of a request; an empty one is none."""
    if not text:
        return None
    try:
        return cursor.decode(text, bound_to=bound_to, sign=lambda message: context.keys.sign(Purpose.CURSOR, message))
    except cursor.BadCursor as error:
        raise InvalidCursor from error
