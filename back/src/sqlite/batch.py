"""Several transactions applied as one: conditions are decided with values first, then only what holds is written.

A transaction that fails has written nothing, so there is nothing of it to undo, and the whole batch takes a handful of statements
however many transactions are in it.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple, TypeAlias

from sqlite.chunks import chunks, placeholders
from sqlite.index_writes import apply_operations
from sqlite.lookup import fetch_items, fetch_versions, key_values
from sqlite.rows import COLUMNS, Row, to_row
from store.index import SearchSchema
from store.values import Absent, Change, Check, Condition, Delete, Exists, Key, Put, VersionIs

# Eleven values to a row: this stays within what every build of the engine takes in one statement.
_ROWS_A_STATEMENT = 64


class Action(NamedTuple):
    """A change and, for a put, the row that it writes."""

    change: Change
    row: Row | None


Transaction: TypeAlias = tuple[Action, ...]
Outcome: TypeAlias = tuple[Key, ...]
"""The keys whose conditions failed: none when the transaction was applied."""


class Decision(NamedTuple):
    """What becomes of a batch: an outcome for each transaction, and the action that is the last at each changed key."""

    outcomes: tuple[Outcome, ...]
    actions: Mapping[Key, Action]


def to_transaction(changes: Sequence[Change]) -> Transaction:
    """Encode the items of changes, before they reach the writer."""
    return tuple(Action(change, to_row(change.item) if isinstance(change, Put) else None) for change in changes)


def apply(connection: sqlite3.Connection, batch: Sequence[Transaction], search: SearchSchema | None = None) -> tuple[Outcome, ...]:
    """Apply transactions one after the other, inside a transaction of the engine that the caller began and ends.

    What they change is changed in the collections of `search` too; raises `InvalidValue` and `TooLarge` for what these cannot hold.
    """
    conditional = {action.change.key: None for transaction in batch for action in transaction if action.change.condition is not None}
    versions = fetch_versions(connection, tuple(conditional))
    decision = decide(batch, versions)
    if search is not None:
        _index(connection, search, decision, known_absent=conditional.keys() - versions.keys())
    _put(connection, [action.row for action in decision.actions.values() if action.row is not None])
    _delete(connection, [key for key, action in decision.actions.items() if action.row is None])
    return decision.outcomes


def decide(batch: Sequence[Transaction], versions: Mapping[Key, int]) -> Decision:
    """Decide transactions in their order, each seeing those before it; `versions` tells of every key that has a condition."""
    current = dict(versions)
    actions: dict[Key, Action] = {}
    outcomes: list[Outcome] = []
    for transaction in batch:
        failing = tuple(_failing(transaction, current))
        outcomes.append(failing)
        if not failing:
            for action in transaction:
                _follow(action, current, actions)
    return Decision(tuple(outcomes), actions)


def _failing(transaction: Transaction, current: Mapping[Key, int]) -> Iterator[Key]:
    for change, _ in transaction:
        if not _holds(change.condition, current.get(change.key)):
            yield change.key


def _holds(condition: Condition | None, version: int | None) -> bool:
    match condition:
        case None:
            return True
        case Absent():
            return version is None
        case Exists():
            return version is not None
        case VersionIs(version=wanted):
            return version == wanted


def _follow(action: Action, current: dict[Key, int], actions: dict[Key, Action]) -> None:
    match action.change:
        case Put(item=item):
            current[item.key] = item.version
            actions[item.key] = action
        case Delete(key=key):
            current.pop(key, None)
            actions[key] = action
        case Check():
            return


def _index(connection: sqlite3.Connection, search: SearchSchema, decision: Decision, *, known_absent: AbstractSet[Key]) -> None:
    projected = {key: action for key, action in decision.actions.items() if _tag(key) in search.tags}
    if not projected:
        return
    olds = fetch_items(connection, [key for key in projected if key not in known_absent])
    operations = [
        operation
        for key, action in projected.items()
        for operation in search.projection(key, olds.get(key), action.change.item if isinstance(action.change, Put) else None)
    ]
    apply_operations(connection, {collection.name: collection for collection in search.collections}, operations)


def _tag(key: Key) -> str | None:
    tag, mark, _ = key.partition.partition("#")
    return tag if mark else None


def _put(connection: sqlite3.Connection, rows: Sequence[Row]) -> None:
    updates = ", ".join(f"{column} = excluded.{column}" for column in COLUMNS[2:])
    for chunk in chunks(rows, _ROWS_A_STATEMENT):
        connection.execute(
            f"INSERT INTO items ({', '.join(COLUMNS)}) VALUES {placeholders(len(chunk), len(COLUMNS))} "
            f"ON CONFLICT (partition, sort) DO UPDATE SET {updates}",
            [value for row in chunk for value in row],
        )


def _delete(connection: sqlite3.Connection, keys: Sequence[Key]) -> None:
    for chunk in chunks(keys):
        connection.execute(
            f"WITH k(a, b) AS (VALUES {placeholders(len(chunk), 2)}) DELETE FROM items WHERE id IN "
            "(SELECT i.id FROM k CROSS JOIN items AS i ON i.partition = k.a AND i.sort = k.b)",
            key_values(chunk),
        )
