"""The tables of a collection: one of documents, one of words, one of counts, one of removals, and one for each field of sets.

They are derived from the items, so no step of the schema's upgrades makes them: they are made anew when their definition changes.
"""

import hashlib
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from typing import TypeAlias

import orjson

from store import words
from store.index import GROUP, ID, ORGANIZATION, Collection, Field, FieldKind, Scalar, SearchSchema

LAYOUT = 2
"""Raised whenever this adapter keeps the same documents in another way."""

SCALE = 10**6
LOWEST_INTEGER = -(2**63)

Cell: TypeAlias = str | int
_TYPES: tuple[tuple[FieldKind, str], ...] = (
    (FieldKind.KEYWORD, "TEXT"),
    (FieldKind.DATE, "TEXT"),
    (FieldKind.NUMBER, "INTEGER"),
    (FieldKind.BOOLEAN, "INTEGER"),
)
DEFINITIONS = "search__definitions"


def documents_table(collection: str) -> str:
    """Name the table of the documents: `n` is their number, by which the other tables know them."""
    return f"search_{collection}"


def words_table(collection: str) -> str:
    """Name the full-text table, whose row of a document says in one column where it is seen and in the other what it says."""
    return f"search_{collection}__words"


def counters_table(collection: str) -> str:
    """Name the table of how many documents there are for each combination of values."""
    return f"search_{collection}__counters"


def removed_table(collection: str) -> str:
    """Name the table of the versions at which documents were removed by `apply`."""
    return f"search_{collection}__removed"


def many_table(collection: str, field: str) -> str:
    """Name the table of the values of a field of sets."""
    return f"search_{collection}__many_{field}"


def order_index(collection: str, number: int) -> str:
    """Name the index that serves one of the `orders` of a collection."""
    return f"search_{collection}__order_{number}"


def column(field: str) -> str:
    """Name the column of a field."""
    return {ID: "id", GROUP: "in_group", ORGANIZATION: "organization"}.get(field, f"f_{field}")


def orders(collection: Collection) -> tuple[tuple[str, ...], ...]:
    """Return the fields of each index: of one group, of one organization, and what the collection asks for; the id ends them all."""
    hinted = (sort[:-1] if sort[-1] == ID else sort for sort in collection.sorts)
    return tuple(dict.fromkeys(order for order in ((GROUP,), (ORGANIZATION,), *hinted) if order))


def counted(collection: Collection) -> tuple[str, ...]:
    """Return the fields by which documents are counted."""
    return tuple(dict.fromkeys((GROUP, ORGANIZATION, *collection.counters)))


def columns(collection: Collection) -> tuple[str, ...]:
    """Return the columns of the table of documents."""
    return ("n", "id", "version", "in_group", "organization", "words", *(column(field.name) for field in collection.fields))


def to_cell(field: Field, value: Scalar) -> Cell:
    """Return what the engine keeps of a checked value: numbers as millionths, truth as 0 and 1."""
    if field.kind is FieldKind.NUMBER and not isinstance(value, str):
        return int(Decimal(value) * SCALE)
    return value if isinstance(value, str) else int(value)


def from_cell(field: Field, cell: Cell | None) -> Scalar | None:
    """Return the value that a cell keeps."""
    if cell is None or isinstance(cell, str):
        return cell
    return to_number(cell) if field.kind is FieldKind.NUMBER else bool(cell)


def to_number(millionths: int) -> Decimal:
    """Return a number without zeros at its end."""
    whole, rest = divmod(millionths, SCALE)
    return Decimal(millionths).scaleb(-6).normalize() if rest else Decimal(whole)


def definition(schema: SearchSchema, collection: Collection) -> str:
    """Return a hash of all that the tables of a collection, and what is in them, depend on."""
    parts = (
        LAYOUT,
        words.VERSION,
        unicodedata.unidata_version,
        sorted(schema.tags),
        collection.revision,
        [(field.name, field.kind.value, field.many) for field in collection.fields],
        collection.sorts,
        collection.counters,
    )
    return hashlib.sha256(orjson.dumps(parts)).hexdigest()


def statements(collection: Collection) -> Iterator[str]:
    """Yield the statements that make the tables of a collection."""
    types = dict(_TYPES)
    name, table = collection.name, documents_table(collection.name)
    own = [f"{column(field.name)} {types[field.kind]}" for field in collection.fields]
    head = ("n INTEGER PRIMARY KEY", "id TEXT NOT NULL UNIQUE", "version INTEGER NOT NULL", "in_group TEXT", "organization TEXT NOT NULL")
    yield f"CREATE TABLE {table} ({', '.join((*head, 'words TEXT', *own))})"
    for number, order in enumerate(orders(collection)):
        yield f"CREATE INDEX {order_index(name, number)} ON {table} ({', '.join(map(column, (*order, ID)))})"
    # The words come ready, so the tokenizer must leave them as they are: this one keeps every letter that is not ASCII.
    yield f"CREATE VIRTUAL TABLE {words_table(name)} USING fts5(scope, body, tokenize = 'ascii', detail = 'column', columnsize = 0)"
    yield f"CREATE TABLE {removed_table(name)} (id TEXT PRIMARY KEY, version INTEGER NOT NULL) WITHOUT ROWID"
    yield from _counter_statements(collection)
    for field in collection.fields:
        if field.many:
            many = many_table(name, field.name)
            yield f"CREATE TABLE {many} (value TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (value, n)) WITHOUT ROWID"
            yield f"CREATE INDEX {many}__n ON {many} (n)"


def _counter_statements(collection: Collection) -> Iterator[str]:
    types = dict(_TYPES)
    kinds = {field.name: types[field.kind] for field in collection.fields}
    table = counters_table(collection.name)
    fields = counted(collection)
    cells = [f"{column(name)} {kinds.get(name, 'TEXT')}" for name in fields]
    yield f"CREATE TABLE {table} (key TEXT PRIMARY KEY, {', '.join(cells)}, number INTEGER NOT NULL)"
    # A total is read from one of these alone: what most totals fix stands before what only some do.
    group, organization, *own = map(column, fields)
    first, rest = own[:1], own[1:]
    by_group, by_first = (group, *rest, *first, organization), (*first, group, *rest, organization)
    for index in (by_group, by_first) if own else (by_group,):
        yield f"CREATE INDEX {table}__{index[0]} ON {table} ({', '.join((*index, 'number'))})"
    yield f"CREATE INDEX {table}__{organization} ON {table} ({organization})"
