"""Tables on a DynamoDB that runs: where it is, the environment says; without it, its tests are not collected."""

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest

from aws_stub import new_name
from dynamodb.connection import Place, connect
from dynamodb.creation import create_table
from dynamodb.table import DynamoTable, open_table

ADDRESS = os.environ.get("INTEGRATES_TEST_DYNAMODB", "")


@contextmanager
def credentials() -> Iterator[None]:
    """Have credentials around that are good for nothing; the engine takes letters and digits only."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", "local")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "local")
        for name in ("AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_ENDPOINT_URL"):
            patch.delenv(name, raising=False)
        yield


@asynccontextmanager
async def new_table(address: str = ADDRESS) -> AsyncIterator[Place]:
    """Make a table and remove it at the end."""
    with credentials():
        place = Place(table=new_name(), region="us-east-1", endpoint=address)
        await create_table(place)
        try:
            yield place
        finally:
            async with connect(place) as client:
                await client.delete_table(TableName=place.table)


@asynccontextmanager
async def dynamo_table(_folder: Path) -> AsyncIterator[DynamoTable]:
    """Open a new table."""
    async with new_table() as place:
        table = await open_table(place)
        try:
            yield table
        finally:
            await table.close()
