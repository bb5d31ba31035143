"""The one client of a process: a bounded pool, a time for everything, and a few tries."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, NamedTuple

import aioboto3
from aiobotocore.config import AioConfig
from aiobotocore.session import AioSession
from botocore.exceptions import BotoCoreError

from s3.addresses import Signer
from s3.errors import translated
from store.errors import Unavailable

if TYPE_CHECKING:
    from aiobotocore.credentials import AioCredentials
    from types_aiobotocore_s3 import S3Client

_RENEW_SECONDS = 60.0


class Place(NamedTuple):
    """Where S3 is: a region, and an endpoint if it is not Amazon's."""

    region: str
    endpoint: str | None = None
    connections: int = 32
    connect_seconds: float = 3
    read_seconds: float = 60
    """Of silence; the copy of a large object within S3 is one answer."""
    tries: int = 5


class Connection(NamedTuple):
    """A client, and the credentials that it signs with; these change in place when they are renewed."""

    client: "S3Client"
    credentials: "AioCredentials"
    region: str

    def signer(self) -> Signer:
        """Return who signs just now."""
        held = self.credentials
        return Signer(held.access_key, held.secret_key, held.token, self.region)


@asynccontextmanager
async def connect(place: Place) -> AsyncIterator[Connection]:
    """Open the client for as long as the context lasts; raises `Unavailable` without credentials."""
    core = AioSession()
    session = aioboto3.Session(region_name=place.region, botocore_session=core)
    config = AioConfig(
        max_pool_connections=place.connections,
        connect_timeout=place.connect_seconds,
        read_timeout=place.read_seconds,
        retries={"mode": "standard", "total_max_attempts": place.tries},
        s3={"addressing_style": "path" if place.endpoint else "virtual"},
    )
    with translated():
        credentials = await core.get_credentials()
    if credentials is None:
        raise Unavailable("there are no credentials for S3")
    async with session.client("s3", endpoint_url=place.endpoint, config=config) as client:
        with translated():
            await credentials.get_frozen_credentials()
        renewing = asyncio.create_task(_renew(credentials))
        try:
            yield Connection(client=client, credentials=credentials, region=place.region)
        finally:
            renewing.cancel()


async def _renew(credentials: "AioCredentials") -> None:
    """Keep credentials fresh that end: addresses are signed without asking for new ones."""
    while True:
        await asyncio.sleep(_RENEW_SECONDS)
        with suppress(BotoCoreError):
            await credentials.get_frozen_credentials()
