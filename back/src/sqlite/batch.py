"""Several transactions applied as one: conditions are decided with values first, then only what holds is written.

A transaction that fails has written nothing, so there is nothing of it to undo, and the whole batch takes a handful of statements
however many transactions are in it.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from sqlite.chunks import chunks, placeholders
from sqlite.lookup import fetch_versions, key_values
from sqlite.rows import COLUMNS, Row, to_row
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
    """What becomes of a batch: an outcome for each transaction, and what is to live at each changed key, `None` for nothing."""

    outcomes: tuple[Outcome, ...]
    rows: Mapping[Key, Row | None]


def to_transaction(changes: Sequence[Change]) -> Transaction:
    """Encode the items of changes, before they reach the writer."""
    return tuple(Action(change, to_row(change.item) if isinstance(change, Put) else None) for change in changes)


def apply(connection: sqlite3.Connection, batch: Sequence[Transaction]) -> tuple[Outcome, ...]:
    """Apply transactions one after the other, inside a transaction of the engine that the caller began and ends."""
    conditional = {action.change.key: None for transaction in batch for action in transaction if action.change.condition is not None}
    decision = decide(batch, fetch_versions(connection, tuple(conditional)))
    _put(connection, [row for row in decision.rows.values() if row is not None])
    _delete(connection, [key for key, row in decision.rows.items() if row is None])
    return decision.outcomes


def decide(batch: Sequence[Transaction], versions: Mapping[Key, int]) -> Decision:
    """Decide transactions in their order, each seeing those before it; `versions` tells of every key that has a condition."""
    current = dict(versions)
    rows: dict[Key, Row | None] = {}
    outcomes: list[Outcome] = []
    for transaction in batch:
        failing = tuple(_failing(transaction, current))
        outcomes.append(failing)
        if not failing:
            for action in transaction:
                _follow(action, current, rows)
    return Decision(tuple(outcomes), rows)


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


def _follow(action: Action, current: dict[Key, int], rows: dict[Key, Row | None]) -> None:
    match action.change:
        case Put(item=item):
            current[item.key] = item.version
            rows[item.key] = action.row
        case Delete(key=key):
            current.pop(key, None)
            rows[key] = None
        case Check():
            return


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
