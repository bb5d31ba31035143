"""The whole service for each test."""

import logging
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
import structlog

from distributed import is_distributed
from harness import Api, serving

FOLDER = Path(__file__).parent


@pytest.fixture
async def api(tmp_path: Path) -> AsyncIterator[Api]:
    """Give the service on an empty store, its log kept out of the tests' output."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    async with serving(tmp_path) as opened:
        yield opened
    structlog.reset_defaults()


def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    """Let the tests of this folder reach the engines where the service is tested on them."""
    if not is_distributed():
        return
    for item in items:
        if item.path.is_relative_to(FOLDER):
            item.add_marker(pytest.mark.enable_socket)
