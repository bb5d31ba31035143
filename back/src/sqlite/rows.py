"""Items as rows: the columns, the values to write, and a form in which one step of the engine answers many rows.

The binding lets go of the interpreter's lock at every row and must win it back from a busy event loop, which takes up to
5 milliseconds each time. So every statement here answers one row, in which the engine itself has packed all others: the plain
columns as one JSON text, the attributes as one run of bytes after each other.
"""

from typing import TypeAlias

import orjson

from store.packing import pack, unpack
from store.values import IndexName, Item, Key

INDEXES = tuple(IndexName)
COLUMNS = (
    *("partition", "sort", "version", "attributes", "expires_at"),
    *(f"{index.value}_{part}" for index in INDEXES for part in ("partition", "sort")),
)

_PLAIN = ", ".join(f"i.{column}" if column != "attributes" else "LENGTH(i.attributes)" for column in COLUMNS)
# Reading a blob as a text changes none of its bytes, and texts are what the engine can put after each other.
PACKED = f"json_group_array(json_array({_PLAIN})), CAST(group_concat(CAST(i.attributes AS TEXT), '') AS BLOB)"
"""What to select from `items AS i`."""

Row: TypeAlias = tuple[str | int | bytes | None, ...]


def to_row(item: Item) -> Row:
    """Return the values of the columns of an item."""
    places = (item.indexes.get(index) for index in INDEXES)
    return (
        item.key.partition,
        item.key.sort,
        item.version,
        pack(item.attributes),
        item.expires_at,
        *(part for place in places for part in ((place.partition, place.sort) if place else (None, None))),
    )


def to_items(plain: str, attributes: bytes | None) -> list[Item]:
    """Return the items of a packed answer, in its order."""
    data = memoryview(attributes or b"")
    items = []
    start = 0
    for partition, sort, version, length, expires_at, *places in orjson.loads(plain):
        end = start + length
        items.append(
            Item(
                key=Key(partition, sort),
                version=version,
                attributes=unpack(data[start:end]),
                indexes=_indexes(places),
                expires_at=expires_at,
            )
        )
        start = end
    return items


def _indexes(places: list[str | None]) -> dict[IndexName, Key]:
    return {
        index: Key(partition, sort)
        for index, partition, sort in zip(INDEXES, places[::2], places[1::2], strict=True)
        if partition is not None and sort is not None
    }
