"""A page of hits as statements: first the documents that have the sort field, then those that lack it."""

import sqlite3
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

import orjson

from sqlite.index_conditions import joined, match_expression, of_request
from sqlite.index_orders import Order, find_order
from sqlite.index_tables import LOWEST_INTEGER, Cell, column, documents_table, from_cell, to_cell, words_table
from sqlite.ranges import Statement
from store.index import ID, ORGANIZATION, Between, Collection, Field, FieldKind, Filter, Place, Search
from store.search_bounds import fields_of


class Part(NamedTuple):
    """A run of the order: its condition, and the columns by which it goes."""

    condition: Statement
    columns: tuple[str, ...]


def find_places(connection: sqlite3.Connection, collection: Collection, search: Search) -> list[Place]:
    """Return the places of a page and the one after it."""
    wanted = search.first + 1
    found: list[Place] = []
    field = fields_of(collection)[search.sort.field]
    for part in parts(field, search):
        if len(found) < wanted:
            statement = select_part(collection, search, part, wanted - len(found))
            ((answer,),) = connection.execute(statement.text, statement.values).fetchall()
            # The engine packs rows in the order in which they come, but promises it nowhere; and branches are packed one by one.
            rows = sorted(orjson.loads(answer), reverse=search.sort.descending)
            found += [Place(from_cell(field, cell), id_) for cell, id_ in rows[: wanted - len(found)]]
    return found


def parts(field: Field, search: Search) -> Iterator[Part]:
    """Yield the runs of the order that are not before the place to go on after."""
    after = search.after
    beyond = "<" if search.sort.descending else ">"
    if field.name == ID:
        yield Part(Statement("1", ()) if after is None else Statement(f"t.id {beyond} ?", (after.id,)), ("id",))
        return
    own = column(field.name)
    if after is None or after.value is not None:
        yield Part(_present(field, search), (own, "id"))
    rest = Statement(f"t.{own} IS NULL", ())
    if field.name != ORGANIZATION and not _own_bounds(search):
        yield Part(
            rest if after is None or after.value is not None else joined([rest, Statement(f"t.id {beyond} ?", (after.id,))]), ("id",)
        )


def select_part(collection: Collection, search: Search, part: Part, limit: int) -> Statement:
    """Return the statement that answers at most `limit` rows of a run for each branch, packed."""
    expression = match_expression(search.scope, search.text)
    # In the order of a common word's documents there is no index: the full-text table finds them, and the engine sorts.
    order = None if expression is not None else find_order(collection, search)
    branches = [_branch(collection, search, part, order, branch, limit) for branch in (order.branches if order else ((),))]
    if not branches:
        return Statement("SELECT '[]'", ())
    rows = " UNION ALL ".join(f"SELECT * FROM ({branch.text})" for branch in branches)
    return Statement(
        f"SELECT json_group_array(json_array(x, id)) FROM ({rows})", tuple(chain.from_iterable(branch.values for branch in branches))
    )


def source(collection: Collection, expression: str | None) -> Statement:
    """Return the tables from which documents `t` are read: those with words of ours, or all."""
    table = documents_table(collection.name)
    if expression is None:
        return Statement(f"{table} AS t", ())
    words = words_table(collection.name)
    return Statement(f"(SELECT rowid AS r FROM {words} WHERE {words} MATCH ?) AS w CROSS JOIN {table} AS t ON t.n = w.r", (expression,))


def _branch(
    collection: Collection, search: Search, part: Part, order: Order | None, branch: tuple[Cell | None, ...], limit: int
) -> Statement:
    tables = source(collection, match_expression(search.scope, search.text))
    fixed = order.fields if order else ()
    # What the index is searched by stands there once, as an equation; the conditions that it comes from are only tested.
    aside = frozenset((*fixed, search.sort.field)) if order else frozenset[str]()
    condition = joined(
        [
            *map(_equal, fixed, branch),
            part.condition,
            of_request(collection, search.scope, _other_filters(search), aside=aside),
        ]
    )
    direction = "DESC" if search.sort.descending else "ASC"
    return Statement(
        f"SELECT t.{column(search.sort.field)} AS x, t.id AS id FROM {tables.text}{f' INDEXED BY {order.name}' if order else ''} "
        f"WHERE {condition.text} ORDER BY {', '.join(f't.{name} {direction}' for name in part.columns)} LIMIT ?",
        (*tables.values, *condition.values, limit),
    )


def _equal(field: str, cell: Cell | None) -> Statement:
    own = f"t.{column(field)}"
    return Statement(f"{own} IS NULL", ()) if cell is None else Statement(f"{own} = ?", (cell,))


def _other_filters(search: Search) -> tuple[Filter, ...]:
    return tuple(one for one in search.filters if one not in _own_bounds(search))


def _own_bounds(search: Search) -> tuple[Between, ...]:
    """Return the filters that say between what the sort field lies, which are the ends of the search in the index."""
    return (
        ()
        if search.sort.field == ID
        else tuple(one for one in search.filters if isinstance(one, Between) and one.field == search.sort.field)
    )


def _present(field: Field, search: Search) -> Statement:
    """Return the condition of the documents that have the sort field, with one bound at each end: a second would be tested row by row."""
    own = f"t.{column(field.name)}"
    floor: Cell = LOWEST_INTEGER if field.kind in (FieldKind.NUMBER, FieldKind.BOOLEAN) else ""
    bounds = _own_bounds(search)
    low = max((floor, *(to_cell(field, one.low) for one in bounds if one.low is not None)))
    high = min((to_cell(field, one.high) for one in bounds if one.high is not None), default=None)
    low_end = Statement(f"{own} >= ?", (low,))
    high_end = Statement("1", ()) if high is None else Statement(f"{own} <= ?", (high,))
    if search.after is None or search.after.value is None:
        return joined([low_end, high_end])
    cell = to_cell(field, search.after.value)
    beyond = Statement(f"({own}, t.id) {'<' if search.sort.descending else '>'} (?, ?)", (cell, search.after.id))
    if search.sort.descending:
        return joined([low_end, beyond if high is None or min(cell, high) == cell else high_end])
    return joined([beyond if max(cell, low) == cell else low_end, high_end])
