"""The writer: answers after the commit, to everybody, whatever happens."""

import asyncio
import sqlite3
import threading
from collections import defaultdict
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from sqlite.batch import to_transaction
from sqlite.connection import Waits, connect_writer
from sqlite.table import READERS, open_table
from sqlite.writer import Connect, Writer
from store.errors import Conflict, Unavailable
from store.values import Absent, Item, Key, Put, Query

QUICK = Waits(busy=0.05, deadline=0.2)


def put(name: str) -> Put:
    return Put(Item(Key(name, "#"), 1, {}), Absent())


async def test_nobody_is_answered_before_the_commit_not_even_by_a_conflict(tmp_path: Path) -> None:
    path = tmp_path / "t.sqlite3"
    table = await open_table(path)
    await table.write((put("taken"),))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        waiting = [asyncio.create_task(table.write((put(name),))) for name in ("new", "taken")]
        done, _ = await asyncio.wait(waiting, timeout=0.2)
        assert done == set()
        other.execute("ROLLBACK")
    new, taken = await asyncio.gather(*waiting, return_exceptions=True)
    await table.close()

    assert not isinstance(new, BaseException)
    assert isinstance(taken, Conflict)


class FailingCommit(sqlite3.Connection):
    """A connection whose commit fails, as on a broken disk."""

    def commit(self) -> None:
        raise sqlite3.OperationalError("disk I/O error")


class Gate(NamedTuple):
    """Holds the writer where it opens its connection, so that what comes meanwhile is one batch."""

    entered: threading.Event
    go_on: threading.Event


def connecting(path: Path, gate: Gate, *factories: type[sqlite3.Connection]) -> Connect:
    """Return what opens a connection of each kind in turn, and good ones after that, each at the gate."""
    kinds = iter(factories)

    def connect() -> sqlite3.Connection:
        gate.entered.set()
        gate.go_on.wait(5)
        factory = next(kinds, sqlite3.Connection)
        return sqlite3.connect(path, timeout=0.05, isolation_level=None, check_same_thread=False, factory=factory)

    return connect


async def outcomes_of_one_batch(writer: Writer, gate: Gate, names: Sequence[str]) -> list[object]:
    """Hand in a first write, and the others while the writer waits at the gate with it: they are a batch of their own."""
    writing = [asyncio.create_task(writer.write(to_transaction((put("first"),))))]
    await asyncio.to_thread(gate.entered.wait, 5)
    writing.extend(asyncio.create_task(writer.write(to_transaction((put(name),)))) for name in names)
    await asyncio.sleep(0)  # lets each hand its write in
    gate.go_on.set()
    return [*await asyncio.gather(*writing, return_exceptions=True)]


async def test_a_failed_commit_is_unavailable_for_all_even_for_a_conflict_and_keeps_nothing(tmp_path: Path) -> None:
    path = tmp_path / "t.sqlite3"
    table = await open_table(path)
    await table.write((put("taken"),))
    gate = Gate(threading.Event(), threading.Event())
    writer = Writer(connecting(path, gate, FailingCommit, FailingCommit), deadline=1)

    outcomes = await outcomes_of_one_batch(writer, gate, ("a", "taken", "b"))
    after = await asyncio.gather(*(writer.write(to_transaction((put(name),))) for name in ("c", "taken")))
    found = await table.get_many([Key(name, "#") for name in ("first", "taken", "a", "b", "c")])
    await writer.close()
    await table.close()

    assert [type(outcome) for outcome in outcomes] == [Unavailable] * 4
    assert {type(outcome.__cause__) for outcome in outcomes if isinstance(outcome, Unavailable)} == {sqlite3.OperationalError}
    assert after == [(), (Key("taken", "#"),)]
    assert {key.partition for key in found} == {"taken", "c"}


async def test_an_engine_that_cannot_be_opened_fails_its_batch_and_is_opened_again_for_the_next(tmp_path: Path) -> None:
    path = tmp_path / "t.sqlite3"
    table = await open_table(path)
    connections: list[sqlite3.Connection | None] = [None, connect_writer(path, QUICK)]

    def connect() -> sqlite3.Connection:
        connection = connections.pop(0)
        if connection is None:
            raise sqlite3.OperationalError("unable to open database file")
        return connection

    writer = Writer(connect, deadline=1)
    with pytest.raises(Unavailable):
        await writer.write(to_transaction((put("a"),)))
    outcome = await writer.write(to_transaction((put("b"),)))
    found = await table.get_many([Key("a", "#"), Key("b", "#")])
    await writer.close()
    await table.close()

    assert outcome == ()
    assert [key.partition for key in found] == ["b"]


async def test_a_full_disk_is_unavailable_and_reading_and_smaller_writes_go_on(tmp_path: Path) -> None:
    path = tmp_path / "t.sqlite3"
    table = await open_table(path)
    await table.write((put("before"),))

    def connect() -> sqlite3.Connection:
        connection = connect_writer(path, QUICK)
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages + 10}")
        return connection

    writer = Writer(connect, deadline=1)
    large = Put(Item(Key("large", "#"), 1, {"v": b"x" * 300_000}), None)
    with pytest.raises(Unavailable) as caught:
        await writer.write(to_transaction((put("half"), large)))
    outcome = await writer.write(to_transaction((put("after"),)))
    found = await table.get_many([Key(name, "#") for name in ("before", "half", "large", "after")])
    await writer.close()
    await table.close()

    assert str(caught.value.__cause__) == "database or disk is full"
    assert outcome == ()
    assert {key.partition for key in found} == {"before", "after"}


async def test_a_commit_has_at_most_500_rows_and_a_batch_is_cut_between_transactions(tmp_path: Path) -> None:
    path = tmp_path / "t.sqlite3"
    table = await open_table(path)
    gate, sizes = Gate(threading.Event(), threading.Event()), list[int]()

    class Counting(sqlite3.Connection):
        def commit(self) -> None:
            sizes.append(self.total_changes - sum(sizes))
            super().commit()

    writer = Writer(connecting(path, gate, Counting), deadline=1)
    many = [to_transaction([Put(Item(Key(f"{n}", f"{m}"), 1, {}), None) for m in range(70)]) for n in range(20)]
    first = asyncio.create_task(writer.write(to_transaction((put("first"),))))
    await asyncio.to_thread(gate.entered.wait, 5)
    writing = [asyncio.create_task(writer.write(transaction)) for transaction in many]
    await asyncio.sleep(0)  # lets each hand its write in
    gate.go_on.set()
    await asyncio.gather(first, *writing)
    await writer.close()
    await table.close()

    assert sizes == [1, 420, 420, 420, 140]


async def test_every_member_of_a_batch_that_does_not_commit_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / "t.sqlite3"
    table = await open_table(path, QUICK)
    await table.write((put("taken"),))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        outcomes = await asyncio.gather(*(table.write((put(name),)) for name in ("x", "taken", "y")), return_exceptions=True)
        other.execute("ROLLBACK")
    found = await table.get_many([Key("x", "#"), Key("y", "#")])
    await table.close()

    assert [type(outcome) for outcome in outcomes] == [Unavailable] * 3
    assert found == {}


async def test_cancelling_drops_the_answer_and_not_the_write(tmp_path: Path) -> None:
    path = tmp_path / "t.sqlite3"
    table = await open_table(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        cancelled = asyncio.create_task(table.write((put("kept"),)))
        await asyncio.wait([cancelled], timeout=0.1)
        cancelled.cancel()
        other.execute("ROLLBACK")
    with pytest.raises(asyncio.CancelledError):
        await cancelled
    await table.write((put("next"),))
    found = await table.get_many([Key("kept", "#"), Key("next", "#")])
    await table.close()

    assert len(found) == 2


async def test_closing_finishes_what_was_handed_in_and_refuses_what_comes_after(tmp_path: Path) -> None:
    path = tmp_path / "t.sqlite3"
    table = await open_table(path)
    pending = [asyncio.create_task(table.write((put(str(number)),))) for number in range(50)]
    await asyncio.sleep(0)  # lets each hand its write in
    await table.close()
    await asyncio.gather(*pending)

    with pytest.raises(Unavailable):
        await table.write((put("late"),))
    with pytest.raises(Unavailable):
        await table.get_many((Key("0", "#"),))
    again = await open_table(path)
    assert len(await again.get_many([Key(str(number), "#") for number in range(50)])) == 50
    await again.close()


async def test_two_tables_write_one_file_and_both_see_all(tmp_path: Path) -> None:
    path = tmp_path / "t.sqlite3"
    tables = [await open_table(path), await open_table(path)]
    await asyncio.gather(*(tables[number % 2].write((put(str(number)),)) for number in range(200)))
    keys = [Key(str(number), "#") for number in range(200)]
    found = [len(await table.get_many(keys)) for table in tables]
    for table in tables:
        await table.close()

    assert found == [200, 200]


async def test_the_event_loop_never_touches_the_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    used: dict[str, set[int]] = defaultdict(set)
    connect = sqlite3.connect

    class Told(sqlite3.Connection):
        def execute(self, *arguments: object) -> sqlite3.Cursor:
            used["execute"].add(threading.get_ident())
            return super().execute(*arguments)  # type: ignore[arg-type]

        def commit(self) -> None:
            used["commit"].add(threading.get_ident())
            super().commit()

        def close(self) -> None:
            used["close"].add(threading.get_ident())
            super().close()

    def told(*arguments: Any, **named: Any) -> sqlite3.Connection:
        used["connect"].add(threading.get_ident())
        return connect(*arguments, **named, factory=Told)

    monkeypatch.setattr(sqlite3, "connect", told)
    table = await open_table(tmp_path / "t.sqlite3")
    await table.write((put("a"),))
    with pytest.raises(Conflict):
        await table.write((put("a"),))
    await table.get_many((Key("a", "#"),))
    await table.query(Query(None, "a"))
    await table.query_many((Query(None, "a"),))
    await table.count(Query(None, "a"), alive_at=0)
    await table.close()

    assert used.keys() == {"connect", "execute", "commit", "close"}
    assert threading.get_ident() not in set().union(*used.values())


async def test_reads_that_were_begun_are_answered_when_the_table_closes(tmp_path: Path) -> None:
    table = await open_table(tmp_path / "t.sqlite3")
    await table.write((put("a"),))
    reading = [asyncio.create_task(table.get_many((Key("a", "#"),))) for _ in range(20)]
    await asyncio.sleep(0)  # lets each be handed to a thread
    await table.close()
    await table.close()

    assert [len(found) for found in await asyncio.gather(*reading)] == [1] * 20


async def test_a_reader_that_fails_is_unavailable_and_goes_on(tmp_path: Path) -> None:
    def fail(connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM items")

    table = await open_table(tmp_path / "t.sqlite3")
    await table.write((put("a"),))
    for _ in range(READERS + 1):
        with pytest.raises(Unavailable) as caught:
            await table.readers.read(fail)
        assert str(caught.value.__cause__) == "attempt to write a readonly database"
    found = await table.get_many((Key("a", "#"),))
    await table.close()

    assert len(found) == 1
