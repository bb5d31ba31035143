"""Indexes on an engine that runs: where it is, the environment says; without it, its tests are not collected."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

from opensearchpy import AsyncOpenSearch

from search.building import build, missing
from search.client import Cluster, connect
from search.index import to_index
from store.index import Index, SearchSchema
from store.values import Item

URL = os.environ.get("INTEGRATES_TEST_OPENSEARCH", "")


async def no_items() -> AsyncIterator[Item]:
    """Read an empty table."""
    nothing: tuple[Item, ...] = ()
    for item in nothing:
        yield item


@asynccontextmanager
async def engine(url: str = URL) -> AsyncIterator[tuple[AsyncOpenSearch, str]]:
    """Give a client and a prefix of its own, whose indexes are removed at the end."""
    prefix = f"test-{uuid4().hex}"
    client = connect(Cluster(url=url, prefix=prefix))
    try:
        yield client, prefix
        found = await client.indices.get_alias(index=f"{prefix}-*")
        for name in found:
            await client.indices.delete(index=name)
    finally:
        await client.close()


@asynccontextmanager
async def opensearch_index(_folder: Path, schema: SearchSchema) -> AsyncIterator[Index]:
    """Open an index without documents that lets searches find at once what is applied."""
    async with engine() as (client, prefix):
        await build(client, prefix, schema, no_items(), names=await missing(client, prefix, schema))
        yield to_index(client, prefix, schema, refreshes=True)
