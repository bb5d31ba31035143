import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from tempfile import TemporaryFile
from threading import Event

import pytest

import factories
from clock import Clock
from db_model.scans.types import Scan, ScanFormat, ScanRequest
from memory_blobs import MemoryBlobs
from sarif_files import result, run, sarif
from scans import rules
from scans.errors import InvalidScanFile, UnsupportedFormat
from scans.json_events import Reopen
from scans.preparing import _reading, prepare, provenance_of
from store import Store
from stores import sqlite_table

CLOCK = Clock(now=lambda: factories.NOW)


async def one_chunk(content: bytes) -> AsyncIterator[bytes]:
    yield content


async def prepared(folder: Path, content: bytes) -> Scan:
    """Prepare a dry run of a file in a root that is not there."""
    async with sqlite_table(folder) as table:
        store = Store(table=table, blobs=MemoryBlobs())
        return await prepare(store, CLOCK, await scan_of(store, content))


async def scan_of(store: Store, content: bytes) -> Scan:
    blob = await store.blobs.put(one_chunk(content), at_most=10**9)
    request = ScanRequest(root_nickname="repo", format=ScanFormat.SARIF, file=blob.digest, size=blob.size, is_dry_run=True)
    return rules.new_scan(request, scan_id="id", group=factories.group(), root_id=None, by="me", now=factories.NOW)


def open_files() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


async def test_who_stops_waiting_for_a_file_stops_its_reader_first() -> None:
    begun, ended = Event(), Event()

    def read_for_ever(reopen: Reopen) -> None:
        try:
            while True:
                for _ in reopen():
                    begun.set()
        finally:
            ended.set()

    with TemporaryFile() as file:
        file.write(b"content")
        file.flush()
        reading = asyncio.create_task(_reading(file, read_for_ever))
        await asyncio.to_thread(begun.wait)
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading

        assert ended.is_set()


@pytest.mark.parametrize("content", [b"", sarif(run([result()]))[:-5], sarif(run([result()])).replace(b"Bad", b"\xff")])
async def test_a_bad_file_leaves_no_file_open(tmp_path: Path, content: bytes) -> None:
    async with sqlite_table(tmp_path) as table:
        store = Store(table=table, blobs=MemoryBlobs())
        scan = await scan_of(store, content)
        before = open_files()

        with pytest.raises((InvalidScanFile, UnsupportedFormat)):
            await prepare(store, CLOCK, scan)

        assert open_files() == before


async def test_names_and_categories_that_no_scan_can_keep_are_refused_with_the_limit(tmp_path: Path) -> None:
    runs = [run([], automationDetails={"id": f"{'c' * 1_000}{number}"}) for number in range(70)]

    with pytest.raises(InvalidScanFile) as raised:
        await prepared(tmp_path, sarif(*runs))

    assert raised.value.extensions == {"reason": "the names and categories of its tools have more than 65536 bytes"}


async def test_a_scan_with_many_warnings_keeps_some_and_tells_how_many_more_there_are(tmp_path: Path) -> None:
    failures = [{"level": "error", "message": {"text": f"cannot read {'日' * 300}{number}.py"}} for number in range(20)]
    invocations = [{"executionSuccessful": True, "toolExecutionNotifications": failures}]
    runs = [run([], automationDetails={"id": str(number)}, invocations=invocations) for number in range(100)]

    scan = await prepared(tmp_path, sarif(*runs))

    assert sum(len(text.encode()) for text in scan.warnings) < 70_000
    assert scan.warnings[-1] == f"There are {100 - len(scan.warnings) + 1} more warnings"
    assert len(scan.tools) == 100


async def test_the_first_run_that_names_a_repository_tells_it(tmp_path: Path) -> None:
    named = run([], versionControlProvenance=[{"repositoryUri": "https://token@git.test/a/b", "branch": "next"}])
    async with sqlite_table(tmp_path) as table:
        store = Store(table=table, blobs=MemoryBlobs())

        found = await provenance_of(store, await scan_of(store, sarif(run([]), named, run([]))))
        nothing = await provenance_of(store, await scan_of(store, sarif(run([]))))

    assert found is not None
    assert (found.url, found.branch) == ("https://git.test/a/b", "next")
    assert nothing is None
