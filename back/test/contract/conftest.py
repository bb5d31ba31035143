"""The suites of this folder run on every adapter."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from store.blobs import Blobs
from store.table import Table
from stores import BLOBS, TABLES


@pytest.fixture(params=sorted(TABLES))
async def table(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Table]:
    """Give an empty table."""
    async with TABLES[request.param](tmp_path) as opened:
        yield opened


@pytest.fixture(params=sorted(BLOBS))
async def blobs(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Blobs]:
    """Give an empty store of blobs."""
    async with BLOBS[request.param](tmp_path) as opened:
        yield opened
