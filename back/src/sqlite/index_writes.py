"""Operations on the tables of the collections, many in a handful of statements, inside a transaction of the engine."""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import orjson

from sqlite.chunks import chunks, placeholders
from sqlite.index_rows import Indexed, counter_key, row_of, set_values, to_indexed
from sqlite.index_tables import Cell, column, columns, counted, counters_table, documents_table, many_table, removed_table, words_table
from store.index import Collection, Operation, Remove, Upsert
from store.search_bounds import check_operation

_ROWS_A_STATEMENT = 64


class Old(NamedTuple):
    """A row as it is: its number and its cells."""

    number: int
    cells: Mapping[str, Cell | None]


def apply_operations(connection: sqlite3.Connection, collections: Mapping[str, Collection], operations: Iterable[Operation]) -> None:
    """Apply operations in their order, whatever the versions are; raises `InvalidValue` and `TooLarge`."""
    last: defaultdict[str, dict[str, Operation]] = defaultdict(dict)
    for operation in operations:
        check_operation(collections, operation)
        collection, id_ = place_of(operation)
        last[collection][id_] = operation
    for name, by_id in last.items():
        _apply(connection, collections[name], by_id, fetch_rows(connection, collections[name], tuple(by_id)))


def apply_newer(connection: sqlite3.Connection, collections: Mapping[str, Collection], operations: Sequence[Operation]) -> None:
    """Apply operations less those on documents of which a newer version was seen, and remember what was removed at which."""
    for operation in operations:
        check_operation(collections, operation)
    by_collection: defaultdict[str, list[Operation]] = defaultdict(list)
    for operation in operations:
        by_collection[place_of(operation)[0]].append(operation)
    for name, its_operations in by_collection.items():
        _apply_newer(connection, collections[name], its_operations)


def place_of(operation: Operation) -> tuple[str, str]:
    """Return the collection and the id of what an operation is on."""
    match operation:
        case Upsert(document=document):
            return document.collection, document.id
        case Remove(collection=collection, id=id_):
            return collection, id_


def fetch_rows(connection: sqlite3.Connection, collection: Collection, ids: Sequence[str]) -> dict[str, Old]:
    """Read rows by id; a missing one is absent from the mapping."""
    names = columns(collection)
    packed = ", ".join(f"t.{name}" for name in names)
    found: dict[str, Old] = {}
    for chunk in chunks(ids):
        ((answer,),) = connection.execute(
            f"WITH k(a) AS (VALUES {placeholders(len(chunk), 1)}) SELECT json_group_array(json_array({packed})) "
            f"FROM k CROSS JOIN {documents_table(collection.name)} AS t ON t.id = k.a",
            chunk,
        ).fetchall()
        rows = (dict(zip(names, cells, strict=True)) for cells in orjson.loads(answer))
        found.update((cells["id"], Old(cells["n"], cells)) for cells in rows)
    return found


def _apply_newer(connection: sqlite3.Connection, collection: Collection, operations: Sequence[Operation]) -> None:
    ids = tuple(dict.fromkeys(place_of(operation)[1] for operation in operations))
    olds = fetch_rows(connection, collection, ids)
    kept = {id_: int(old.cells["version"] or 0) for id_, old in olds.items()}
    removed = _fetch_removed(connection, collection, ids)
    taken: dict[str, Operation] = {}
    for operation in operations:
        _, id_ = place_of(operation)
        version = operation.document.version if isinstance(operation, Upsert) else operation.version
        if version >= kept.get(id_, 0) and version >= removed.get(id_, 0) + isinstance(operation, Upsert):
            taken[id_] = operation
            (kept if isinstance(operation, Upsert) else removed)[id_] = version
    _apply(connection, collection, taken, olds)
    marks = [(id_, removed[id_]) for id_, operation in taken.items() if isinstance(operation, Remove)]
    _insert(connection, removed_table(collection.name), ("id", "version"), marks, update="(id) DO UPDATE SET version = excluded.version")


def _fetch_removed(connection: sqlite3.Connection, collection: Collection, ids: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for chunk in chunks(ids):
        statement = f"SELECT id, version FROM {removed_table(collection.name)} WHERE id IN ({', '.join('?' * len(chunk))})"
        found.update(connection.execute(statement, chunk).fetchall())
    return found


def _apply(connection: sqlite3.Connection, collection: Collection, by_id: Mapping[str, Operation], olds: Mapping[str, Old]) -> None:
    news = {id_: to_indexed(collection, operation.document) for id_, operation in by_id.items() if isinstance(operation, Upsert)}
    changed = {id_: new for id_, new in news.items() if id_ not in olds or not _is_same(new, olds[id_])}
    gone = [olds[id_] for id_ in by_id if id_ in olds and id_ not in news]
    numbers = _numbers(connection, collection, changed, olds)
    _write_sets(connection, collection, changed, olds, gone, numbers)
    _write_words(connection, collection, changed, olds, gone, numbers)
    _write_counters(connection, collection, changed, olds, gone)
    _delete(connection, documents_table(collection.name), "n", [old.number for old in gone])
    names = columns(collection)
    updates = ", ".join(f"{name} = excluded.{name}" for name in names[1:])
    rows = [row_of(collection, numbers[id_], new.cells) for id_, new in changed.items()]
    _insert(connection, documents_table(collection.name), names, rows, update=f"(n) DO UPDATE SET {updates}")


def _is_same(new: Indexed, old: Old) -> bool:
    return all(old.cells[name] == cell for name, cell in new.cells.items())


def _numbers(
    connection: sqlite3.Connection, collection: Collection, changed: Mapping[str, Indexed], olds: Mapping[str, Old]
) -> dict[str, int]:
    """Return the numbers of the rows to write, new ones above all that are taken: nobody else writes meanwhile."""
    ((highest,),) = connection.execute(f"SELECT IFNULL(MAX(n), 0) FROM {documents_table(collection.name)}").fetchall()
    new = (id_ for id_ in changed if id_ not in olds)
    return {id_: old.number for id_, old in olds.items()} | {id_: number for number, id_ in enumerate(new, highest + 1)}


def _write_sets(
    connection: sqlite3.Connection,
    collection: Collection,
    changed: Mapping[str, Indexed],
    olds: Mapping[str, Old],
    gone: Sequence[Old],
    numbers: Mapping[str, int],
) -> None:
    for field in collection.fields:
        if not field.many:
            continue
        own, table = column(field.name), many_table(collection.name, field.name)
        differing = [id_ for id_, new in changed.items() if id_ not in olds or olds[id_].cells[own] != new.cells[own]]
        stale = [old for old in (*(olds[id_] for id_ in differing if id_ in olds), *gone) if old.cells[own] is not None]
        _delete(connection, table, "n", [old.number for old in stale])
        rows = [(value, numbers[id_]) for id_ in differing for value in set_values(changed[id_].cells[own])]
        _insert(connection, table, ("value", "n"), rows)


def _write_words(
    connection: sqlite3.Connection,
    collection: Collection,
    changed: Mapping[str, Indexed],
    olds: Mapping[str, Old],
    gone: Sequence[Old],
    numbers: Mapping[str, int],
) -> None:
    table = words_table(collection.name)
    differing = [id_ for id_, new in changed.items() if id_ not in olds or olds[id_].cells["words"] != new.cells["words"]]
    stale = [old for old in (*(olds[id_] for id_ in differing if id_ in olds), *gone) if old.cells["words"] is not None]
    _delete(connection, table, "rowid", [old.number for old in stale])
    rows = [(numbers[id_], *said) for id_ in differing if (said := changed[id_].words)]
    _insert(connection, table, ("rowid", "scope", "body"), rows)


def _write_counters(
    connection: sqlite3.Connection, collection: Collection, changed: Mapping[str, Indexed], olds: Mapping[str, Old], gone: Sequence[Old]
) -> None:
    steps = Counter(counter_key(collection, new.cells) for new in changed.values())
    steps.subtract(counter_key(collection, old.cells) for old in (*(olds[id_] for id_ in changed if id_ in olds), *gone))
    table = counters_table(collection.name)
    moved = {orjson.dumps(key).decode(): (key, step) for key, step in steps.items() if step}
    rows = [(name, *key, step) for name, (key, step) in moved.items()]
    _insert(
        connection,
        table,
        ("key", *map(column, counted(collection)), "number"),
        rows,
        update="(key) DO UPDATE SET number = number + excluded.number",
    )
    fallen = [name for name, (_, step) in moved.items() if step < 0]
    _delete(connection, table, "key", fallen, condition=" AND number = 0")


def _insert(
    connection: sqlite3.Connection, table: str, names: Sequence[str], rows: Sequence[Sequence[Cell | None]], *, update: str | None = None
) -> None:
    ending = f" ON CONFLICT {update}" if update else ""
    for chunk in chunks(rows, _ROWS_A_STATEMENT):
        connection.execute(
            f"INSERT INTO {table} ({', '.join(names)}) VALUES {placeholders(len(chunk), len(names))}{ending}", list(_flat(chunk))
        )


def _delete(connection: sqlite3.Connection, table: str, name: str, values: Sequence[Cell], *, condition: str = "") -> None:
    for chunk in chunks(values):
        connection.execute(f"DELETE FROM {table} WHERE {name} IN ({', '.join('?' * len(chunk))}){condition}", list(chunk))


def _flat(rows: Iterable[Sequence[Cell | None]]) -> Iterator[Cell | None]:
    return (cell for row in rows for cell in row)
