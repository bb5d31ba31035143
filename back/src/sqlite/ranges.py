"""Queries as statements over one index, with one bound at each end, so that no row is read that is not answered."""

from typing import NamedTuple

from sqlite.rows import PACKED
from store.prefixes import after_prefix
from store.values import After, Query


class Statement(NamedTuple):
    """A statement and the values of its placeholders."""

    text: str
    values: tuple[str | int, ...]


class _Bounds(NamedTuple):
    low: str | None
    above: str | None
    """Exclusive high bound."""
    high: str | None
    """Inclusive high bound."""


def select_page(query: Query, limit: int) -> Statement:
    """Return the statement that answers at most `limit` rows of a query, packed."""
    partition, *order = _columns(query)
    low, high = _low_end(query), _high_end(query)
    direction = "DESC" if query.descending else "ASC"
    rows = (
        f"SELECT * FROM items WHERE {partition} = ?{low.text}{high.text} "
        f"ORDER BY {', '.join(f'{column} {direction}' for column in order)} LIMIT ?"
    )
    return Statement(f"SELECT {PACKED} FROM ({rows}) AS i", (query.partition, *low.values, *high.values, limit))


def select_count(query: Query, alive_at: int) -> Statement:
    """Return the statement that counts the rows of a query that are alive, its place to go on and its limit set aside."""
    partition, sort, *_ = _columns(query)
    bounds = _bounds(query)
    low, high = _at_least(sort, bounds), _at_most(sort, bounds)
    return Statement(
        f"SELECT COUNT(*) FROM items WHERE {partition} = ?{low.text}{high.text} AND (expires_at IS NULL OR expires_at > ?)",
        (query.partition, *low.values, *high.values, alive_at),
    )


def _columns(query: Query) -> tuple[str, ...]:
    if query.index is None:
        return ("partition", "sort")
    return (f"{query.index.value}_partition", f"{query.index.value}_sort", "partition", "sort")


def _bounds(query: Query) -> _Bounds:
    if query.prefix:
        return _Bounds(low=query.prefix, above=after_prefix(query.prefix), high=None)
    return _Bounds(low=query.low, above=None, high=query.high)


def _low_end(query: Query) -> Statement:
    # Of two low bounds the engine would use one for its search and test the other on every row: only the tighter one is given.
    bounds = _bounds(query)
    after = query.after
    if query.descending or after is None or (bounds.low is not None and after.sort < bounds.low):
        return _at_least(_columns(query)[1], bounds)
    return _beyond(query, after, ">")


def _high_end(query: Query) -> Statement:
    bounds = _bounds(query)
    after = query.after
    if not query.descending or after is None or _is_above(after.sort, bounds):
        return _at_most(_columns(query)[1], bounds)
    return _beyond(query, after, "<")


def _is_above(sort: str, bounds: _Bounds) -> bool:
    return (bounds.above is not None and sort >= bounds.above) or (bounds.high is not None and sort > bounds.high)


def _at_least(column: str, bounds: _Bounds) -> Statement:
    return Statement("", ()) if bounds.low is None else Statement(f" AND {column} >= ?", (bounds.low,))


def _at_most(column: str, bounds: _Bounds) -> Statement:
    if bounds.above is not None:
        return Statement(f" AND {column} < ?", (bounds.above,))
    return Statement("", ()) if bounds.high is None else Statement(f" AND {column} <= ?", (bounds.high,))


def _beyond(query: Query, after: After, operator: str) -> Statement:
    if query.index is None:
        return Statement(f" AND sort {operator} ?", (after.sort,))
    columns = ", ".join(_columns(query)[1:])
    return Statement(f" AND ({columns}) {operator} (?, ?, ?)", (after.sort, after.key.partition, after.key.sort))
