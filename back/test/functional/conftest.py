"""The whole service for each test."""

import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import structlog

from harness import Api, serving


@pytest.fixture
async def api(tmp_path: Path) -> AsyncIterator[Api]:
    """Give the service on an empty store, its log kept out of the tests' output."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    async with serving(tmp_path) as opened:
        yield opened
    structlog.reset_defaults()
