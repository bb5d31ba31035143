"""The suites of this folder run on every adapter."""

from collections.abc import AsyncIterator, Iterable
from pathlib import Path

import pytest

from queues import QUEUES, Post
from store.blobs import Blobs
from store.index import Index
from store.table import Table
from stores import BLOBS, INDEXES, ON_THE_NET, SCHEMA, TABLES


def adapters(names: Iterable[str]) -> list[object]:
    """Return the names of adapters as parameters; the tests of those that talk to a server may open sockets."""
    return [pytest.param(name, marks=pytest.mark.enable_socket) if name in ON_THE_NET else name for name in sorted(names)]


@pytest.fixture(params=adapters(TABLES))
async def table(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Table]:
    """Give an empty table."""
    async with TABLES[request.param](tmp_path) as opened:
        yield opened


@pytest.fixture(params=adapters(BLOBS))
async def blobs(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Blobs]:
    """Give an empty store of blobs."""
    async with BLOBS[request.param](tmp_path) as opened:
        yield opened


@pytest.fixture(params=adapters(INDEXES))
async def index(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Index]:
    """Give an index of the collections of `stores`, without documents."""
    async with INDEXES[request.param](tmp_path, SCHEMA) as opened:
        yield opened


@pytest.fixture(params=adapters(QUEUES))
async def post(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Post]:
    """Give an empty queue, and a store that tells it of jobs."""
    async with QUEUES[request.param](tmp_path) as opened:
        yield opened
