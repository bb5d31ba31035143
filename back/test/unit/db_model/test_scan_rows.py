"""Rows of scans are stored in chunks of any size and read in pages of any size."""

import uuid
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import factories
from db_model.commit import write
from db_model.facet import to_item
from db_model.scan_rows import facet, reads
from db_model.scan_rows import writes as rows_model
from db_model.scan_rows.reads import RowPlace
from db_model.scan_rows.types import RowChunk, ScanRow
from db_model.scans.types import Outcome
from store.bounds import check_item
from store.measured import Calls, measured
from store.table import Table
from stores import sqlite_table

NOW = factories.NOW
OUTCOMES = [outcome for outcome in Outcome if outcome is not Outcome.UNCHANGED]
CHUNKS = st.dictionaries(st.sampled_from(OUTCOMES), st.lists(st.integers(1, 9), max_size=12))


@pytest.fixture
async def table(tmp_path: Path) -> AsyncIterator[Table]:
    """Give an empty table."""
    async with sqlite_table(tmp_path) as opened:
        yield opened


async def given_rows(table: Table, scan_id: str, chunks: Mapping[Outcome, Sequence[int]]) -> list[tuple[RowPlace, ScanRow]]:
    """Store chunks of these sizes, and return all rows in the order in which they are read."""
    expected: list[tuple[RowPlace, ScanRow]] = []
    for outcome, sizes in sorted(chunks.items()):
        last = 0
        for size in sizes:
            rows = tuple(ScanRow(outcome=outcome, result=last + number) for number in range(1, size + 1))
            last += size
            await write(table, (rows_model.add(RowChunk(scan_id, outcome, last, rows)),))
            expected.extend((RowPlace(outcome, row.result or 0), row) for row in rows)
    return expected


async def read_all(table: Table, scan_id: str, outcome: Outcome | None, first: int) -> list[tuple[tuple[RowPlace, ScanRow], ...]]:
    """Return the rows page by page."""
    seen: list[tuple[tuple[RowPlace, ScanRow], ...]] = []
    after = None
    while page := await reads.page(table, scan_id, outcome, after=after, first=first, now=NOW):
        seen.append(page)
        after = page[-1][0]
    return seen


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(chunks=CHUNKS, first=st.integers(1, 40))
async def test_every_row_comes_once_and_in_order(table: Table, chunks: Mapping[Outcome, Sequence[int]], first: int) -> None:
    scan_id = str(uuid.uuid4())
    expected = await given_rows(table, scan_id, chunks)

    seen = await read_all(table, scan_id, None, first)

    assert [row for page in seen for row in page] == expected
    assert all(len(page) == first for page in seen[:-1])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(chunks=CHUNKS, outcome=st.sampled_from(OUTCOMES), first=st.integers(1, 40))
async def test_the_rows_of_one_outcome_come_alone(
    table: Table, chunks: Mapping[Outcome, Sequence[int]], outcome: Outcome, first: int
) -> None:
    scan_id = str(uuid.uuid4())
    expected = await given_rows(table, scan_id, chunks)

    seen = await read_all(table, scan_id, outcome, first)

    assert [row for page in seen for row in page] == [(place, row) for place, row in expected if place.outcome is outcome]


@pytest.mark.parametrize(("size", "first", "most"), [(22, 1_001, 1), (22, 11, 1), (1, 1_001, 5), (1, 101, 5)])
async def test_a_page_costs_few_calls_and_reads_little_more_than_it_shows(table: Table, size: int, first: int, most: int) -> None:
    await given_rows(table, "scan", {Outcome.CREATED: [size] * (1_500 // size)})
    calls = Calls()

    page = await reads.page(measured(table, calls), "scan", None, after=None, first=first, now=NOW)

    assert len(page) == first
    assert calls.total <= most
    assert calls.rows * size <= 2 * first + 3 * size


async def test_the_rows_of_a_dry_run_are_over_with_it(table: Table) -> None:
    ends = NOW + timedelta(hours=24)
    chunk = RowChunk("dry", Outcome.CREATED, 1, (ScanRow(outcome=Outcome.CREATED),), expires_at=ends)
    await write(table, (rows_model.add(chunk),))

    before = await reads.page(table, "dry", None, after=None, first=5, now=ends - timedelta(seconds=1))
    after = await reads.page(table, "dry", None, after=None, first=5, now=ends)

    assert (len(before), after) == (1, ())
    assert to_item(facet.FACET, chunk).expires_at == int(ends.timestamp())


def test_the_longest_rows_that_a_batch_closes_fit_an_item() -> None:
    # A closing writes the vulnerability and its history: half as many as a batch has actions.
    row = ScanRow(outcome=Outcome.CLOSED, rule="\U0001f600" * 1_024, where="a" * 4_096, specific="2147483647", vulnerability_id="v" * 36)

    size = check_item(to_item(facet.FACET, RowChunk("s" * 36, Outcome.CLOSED, 10**9, (row,) * 45)))

    assert size < 400 * 1024
