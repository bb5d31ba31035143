"""The writer: answers after the commit, to everybody, whatever happens."""

import asyncio
import sqlite3
import threading
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from sqlite.batch import to_transaction
from sqlite.connection import Waits, connect_writer
from sqlite.table import open_table
from sqlite.writer import Writer
from store.errors import Conflict, Unavailable
from store.values import Absent, Item, Key, Put

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
    """A connection whose commit fails, as on a full disk."""

    def commit(self) -> None:
        raise sqlite3.OperationalError("disk I/O error")


async def test_a_failed_commit_is_unavailable_for_all_even_for_a_conflict_and_keeps_nothing(tmp_path: Path) -> None:
    path = tmp_path / "t.sqlite3"
    table = await open_table(path)
    await table.write((put("taken"),))
    entered, go_on = threading.Event(), threading.Event()
    made: list[bool] = []

    def connect() -> sqlite3.Connection:
        made.append(True)
        if len(made) == 1:
            entered.set()
            go_on.wait(5)
            return sqlite3.connect(path, isolation_level=None, check_same_thread=False, factory=FailingCommit)
        return connect_writer(path, QUICK)

    writer = Writer(connect, deadline=1)
    first = asyncio.create_task(writer.write(to_transaction((put("a"),))))
    await asyncio.to_thread(entered.wait, 5)
    go_on.set()
    outcomes = [await asyncio.gather(first, return_exceptions=True)]
    made.clear()
    entered.clear()
    go_on.clear()
    blocked = asyncio.create_task(writer.write(to_transaction((put("b"),))))
    await asyncio.to_thread(entered.wait, 5)
    go_on.set()
    outcomes.append(await asyncio.gather(blocked, return_exceptions=True))
    after = await writer.write(to_transaction((put("c"), put("d"))))
    found = await table.get_many([Key(name, "#") for name in "abcd"])
    await writer.close()
    await table.close()

    assert [type(outcome) for (outcome,) in outcomes] == [Unavailable, Unavailable]
    assert after == ()
    assert {key.partition for key in found} == {"c", "d"}


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
    used: set[str] = set()
    connect = sqlite3.connect

    class Told(sqlite3.Connection):
        def execute(self, *arguments: object) -> sqlite3.Cursor:
            used.add(threading.current_thread().name)
            return super().execute(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(sqlite3, "connect", partial(connect, factory=Told))
    table = await open_table(tmp_path / "t.sqlite3")
    await table.write((put("a"),))
    await table.get_many((Key("a", "#"),))
    await table.close()

    assert used >= {"sqlite-writer"}
    assert threading.current_thread().name not in used
