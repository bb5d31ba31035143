"""Reading rows by their keys, many in one statement.

The list of keys stands first in a cross join, which the engine then walks through in that order, looking each key up; asked with
`IN`, it would read the whole table.
"""

import sqlite3
from collections.abc import Sequence

import orjson

from sqlite.chunks import chunks, placeholders
from sqlite.rows import PACKED, to_items
from store.values import Item, Key


def fetch_items(connection: sqlite3.Connection, keys: Sequence[Key]) -> dict[Key, Item]:
    """Read the items of distinct keys; a missing one is absent from the mapping."""
    found: dict[Key, Item] = {}
    for chunk in chunks(keys):
        (answer,) = connection.execute(select_by_key(PACKED, len(chunk)), key_values(chunk)).fetchall()
        found.update((item.key, item) for item in to_items(*answer))
    return found


def fetch_versions(connection: sqlite3.Connection, keys: Sequence[Key]) -> dict[Key, int]:
    """Read the versions of the items of distinct keys; a missing one is absent from the mapping."""
    found: dict[Key, int] = {}
    for chunk in chunks(keys):
        statement = select_by_key("json_group_array(json_array(i.partition, i.sort, i.version))", len(chunk))
        ((answer,),) = connection.execute(statement, key_values(chunk)).fetchall()
        found.update((Key(partition, sort), version) for partition, sort, version in orjson.loads(answer))
    return found


def select_by_key(what: str, number: int) -> str:
    """Return a statement that selects from the rows `i` of so many keys."""
    return (
        f"WITH k(a, b) AS (VALUES {placeholders(number, 2)}) "
        f"SELECT {what} FROM k CROSS JOIN items AS i ON i.partition = k.a AND i.sort = k.b"
    )


def key_values(keys: Sequence[Key]) -> list[str]:
    """Return the values that such a statement takes."""
    return [part for key in keys for part in (key.partition, key.sort)]
