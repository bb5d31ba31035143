"""A DynamoDB that is there already, told of by `INTEGRATES_TEST_DYNAMODB`; without one these tests are skipped."""

from collections.abc import AsyncIterator

import pytest

from raw_stream import ADDRESS, RawTable, address, raw_table


@pytest.fixture
def engine() -> str:
    """Return where the engine answers."""
    url = address()
    if url is None:
        pytest.skip(f"{ADDRESS} does not say where a DynamoDB is")
    return url


@pytest.fixture
async def raw(engine: str) -> AsyncIterator[RawTable]:
    """Give a new table with a stream."""
    async with raw_table(engine) as opened:
        yield opened
