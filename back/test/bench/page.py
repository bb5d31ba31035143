"""A sorted page of 100 with its total out of 10^4, 10^5 and 10^6 vulnerabilities of one group, against itself at 10^4.

Only the index is filled, as fast as the adapter can; what a page reads besides are 100 items by key. The last sizes take minutes
and a gigabyte of disk.
"""

import random
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from clock import to_sortable_date
from db_model.search import SEARCH
from db_model.vulnerabilities.projection import COLLECTION
from outcome import Aim, Row
from severity.levels import level_of
from sqlite.connection import Waits, begin, connect_writer
from sqlite.index_writes import apply_operations
from sqlite.table import open_table
from store.index import Document, Index, InGroups, Search, Upsert
from vulnerabilities.filters import Wanted, of_finding, of_group

SIZES = (10_000, 100_000, 1_000_000)
AIM = Aim(2)
TIMES = 9
AT_ONCE = 20_000
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
FINDINGS, ROOTS = 100, 30
SCOPE = InGroups(frozenset({"g"}))


class Case(NamedTuple):
    """A search, and whether the aim holds for it: where most of an order is not wanted, or by words, it does not."""

    name: str
    search: Search
    is_aimed: bool = True


CASES = (
    Case("released", of_group("g", SCOPE, Wanted())),
    Case("open", of_group("g", SCOPE, Wanted(state="VULNERABLE"))),
    Case("open, in progress (25 %)", of_group("g", SCOPE, Wanted(state="VULNERABLE", treatment="IN_PROGRESS"))),
    Case("of a root (3 %)", of_group("g", SCOPE, Wanted(root_ids=frozenset({"root7"})))),
    Case("claimed to be no risk (2 %)", of_group("g", SCOPE, Wanted(zero_risk="REQUESTED"))),
    Case("open, of a finding", of_finding("f7", SCOPE, Wanted(state="VULNERABLE"))),
    Case("score from 7", of_group("g", SCOPE, Wanted(lowest="7")), is_aimed=False),
    Case("ports (1 %)", of_group("g", SCOPE, Wanted(type="PORTS")), is_aimed=False),
    Case("rare words", of_group("g", SCOPE, Wanted(text="module17 file7 b345")), is_aimed=False),
    Case("a word of all", of_group("g", SCOPE, Wanted(text="src")), is_aimed=False),
)


class Times(NamedTuple):
    """Medians in milliseconds: of a page, and of the page with its total."""

    page: float
    with_total: float


async def run() -> tuple[Row, ...]:
    """Measure."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "index.sqlite3"
        sizes = [await _at(path, size, before) for before, size in zip((0, *SIZES), SIZES, strict=False)]
    return tuple(_row(case, times) for case, times in zip(CASES, zip(*sizes, strict=True), strict=True))


def _row(case: Case, times: Sequence[Times]) -> Row:
    """Compare the page with its total at the last size with itself at the first."""
    first, last = times[0], times[-1]
    ratio = last.with_total / first.with_total
    alone = f", page alone {first.page:.2f} to {last.page:.2f}"
    at_first = f"{first.with_total:.2f} ms at {SIZES[0]:,}{alone}"
    return Row("page", case.name, f"{last.with_total:.2f} ms at {SIZES[-1]:,}", at_first, ratio, AIM if case.is_aimed else None)


async def _at(path: Path, size: int, before: int) -> Sequence[Times]:
    """Fill the index up to a size and measure every case."""
    table = await open_table(path, search=SEARCH)
    try:
        _fill(path, before, size)
        return [await _measure(table.index, case.search) for case in CASES]
    finally:
        await table.close()


async def _measure(index: Index, search: Search) -> Times:
    """Take the medians of several runs, after one that is not counted."""
    return Times(*[await _median(index, replace(search, with_total=with_total)) for with_total in (False, True)])


async def _median(index: Index, search: Search) -> float:
    await index.search(search)
    taken = []
    for _ in range(TIMES):
        started = time.perf_counter()
        await index.search(search)
        taken.append((time.perf_counter() - started) * 1_000)
    return statistics.median(taken)


def _fill(path: Path, before: int, size: int) -> None:
    """Add documents, the same for the same numbers."""
    with closing(connect_writer(path, Waits())) as connection:
        for start in range(before, size, AT_ONCE):
            begin(connection, time.monotonic() + 60)
            apply_operations(connection, {COLLECTION.name: COLLECTION}, _documents(start, min(start + AT_ONCE, size)))
            connection.execute("COMMIT")


def _documents(start: int, end: int) -> Iterator[Upsert]:
    chance = random.Random(start)
    for number in range(start, end):
        status, score = chance.choices(("VULNERABLE", "SAFE", "SUBMITTED"), (60, 37, 3))[0], Decimal(chance.randint(1, 100)) / 10
        reported = NOW - timedelta(seconds=chance.randint(0, 10**8))
        where = f"src/module{chance.randint(0, 300)}/file{chance.randint(0, 80)}.py"
        fields = {
            "finding_id": f"f{chance.randrange(FINDINGS)}",
            "root_id": f"root{chance.randrange(ROOTS)}",
            "type": chance.choices(("LINES", "INPUTS", "PORTS"), (90, 9, 1))[0],
            "status": status,
            "zero_risk": chance.choices(("NONE", "REQUESTED", "REJECTED"), (97, 2, 1))[0],
            "treatment": chance.choices(("UNTREATED", "IN_PROGRESS", "ACCEPTED"), (70, 25, 5))[0],
            "level": level_of(score).value,
            "where": where,
            "score": score,
            "reported_at": to_sortable_date(reported),
        }
        closed = {"closed_at": to_sortable_date(reported + timedelta(days=3))} if status == "SAFE" else {}
        identifier = f"{number:08x}-0000-4000-8000-{chance.getrandbits(48):012x}"
        words = f"{where} {chance.randint(1, 500)} B{chance.randint(100, 700)} A query is made of texts"
        yield Upsert(Document(COLLECTION.name, identifier, 1, "g", "ORG#1", {**fields, **closed}, words))
