"""The one thread of a process that writes: it commits whatever waits in one go, and answers nobody before the commit is done."""

import asyncio
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from time import monotonic
from typing import NamedTuple, TypeAlias

from sqlite.batch import Outcome, Transaction, apply
from sqlite.connection import begin
from store.bounds import TRANSACTION_ACTIONS
from store.errors import StoreError, Unavailable
from store.index import SearchSchema

ROWS_A_COMMIT = 500

Connect: TypeAlias = Callable[[], sqlite3.Connection]


class _Member(NamedTuple):
    transaction: Transaction
    loop: asyncio.AbstractEventLoop
    answer: asyncio.Future[Outcome]


class Writer:
    """A thread with a connection of its own, which it opens again after every failure of the engine."""

    def __init__(self, connect: Connect, *, deadline: float, search: SearchSchema | None = None) -> None:
        """Start the thread; `deadline` is how many seconds a batch waits for other processes, and `search` what follows each write."""
        self._connect = connect
        self._deadline = deadline
        self._search = search
        self._members: SimpleQueue[_Member | None] = SimpleQueue()
        self._entry = Lock()
        self._closed = False
        # What was not answered may be lost, so a process that ends without `close` need not wait for it.
        self._thread = Thread(target=self._run, name="sqlite-writer", daemon=True)
        self._thread.start()

    async def write(self, transaction: Transaction) -> Outcome:
        """Apply a transaction; cancelling this drops the answer only. Raises `Unavailable`."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Outcome] = loop.create_future()
        with self._entry:
            if self._closed:
                raise Unavailable("the table is closed")
            self._members.put(_Member(transaction, loop, answer))
        return await answer

    async def close(self) -> None:
        """Finish what was handed in, refuse what comes after, and end the thread."""
        with self._entry:
            if not self._closed:
                self._closed = True
                self._members.put(None)
        await asyncio.to_thread(self._thread.join)

    def _run(self) -> None:
        connection: sqlite3.Connection | None = None
        is_open = True
        while is_open:
            members, is_open = _drain(self._members)
            if members:
                connection = self._commit(connection, members)
        if connection is not None:
            connection.close()

    def _commit(self, connection: sqlite3.Connection | None, members: Sequence[_Member]) -> sqlite3.Connection | None:
        try:
            connection = connection or self._connect()
            begin(connection, monotonic() + self._deadline)
            outcomes = apply(connection, [member.transaction for member in members], self._search)
            connection.commit()
        except Exception as error:  # noqa: BLE001 -- whatever it is, every member gets an answer and the thread goes on
            # Closing rolls back what was begun, in whatever state the engine is.
            if connection is not None:
                connection.close()
            if len(members) > 1 and not isinstance(error, sqlite3.Error):
                # Something cannot be indexed: whoever wrote it learns that alone, and the others are none the worse.
                return self._commit_singly(members)
            _answer(members, [error] * len(members))
            return None
        _answer(members, outcomes)
        return connection

    def _commit_singly(self, members: Sequence[_Member]) -> sqlite3.Connection | None:
        connection: sqlite3.Connection | None = None
        for member in members:
            connection = self._commit(connection, (member,))
        return connection


def _drain(queue: SimpleQueue[_Member | None]) -> tuple[list[_Member], bool]:
    """Wait for a member and take those that wait with it; false tells that the writer was closed after them."""
    members: list[_Member] = []
    rows = 0
    member = queue.get()
    while member is not None:
        members.append(member)
        rows += len(member.transaction)
        if rows + TRANSACTION_ACTIONS > ROWS_A_COMMIT:
            return members, True
        try:
            member = queue.get_nowait()
        except Empty:
            return members, True
    return members, False


def _answer(members: Sequence[_Member], outcomes: Sequence[Outcome | Exception]) -> None:
    waiting: defaultdict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[Outcome], Outcome | Exception]]] = defaultdict(list)
    for member, outcome in zip(members, outcomes, strict=True):
        waiting[member.loop].append((member.answer, outcome))
    for loop, answers in waiting.items():
        try:
            loop.call_soon_threadsafe(_deliver, answers)
        except RuntimeError:
            # The loop has ended, and everybody who waited on it.
            continue


def _deliver(answers: Iterable[tuple[asyncio.Future[Outcome], Outcome | Exception]]) -> None:
    for answer, outcome in answers:
        if answer.done():
            continue
        if isinstance(outcome, StoreError):
            answer.set_exception(outcome)
        elif isinstance(outcome, Exception):
            unavailable = Unavailable("the database did not take the write")
            unavailable.__cause__ = outcome
            answer.set_exception(unavailable)
        else:
            answer.set_result(outcome)
