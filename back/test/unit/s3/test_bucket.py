"""The bucket of the blobs: made as it has to be, and refused when it is not."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from aws_stub import REGION, new_name, stub_services
from s3.blobs import open_blobs
from s3.bucket import create_bucket, lifecycle
from s3.connection import Place, connect
from s3.errors import BucketNotReady
from store.errors import Unavailable

pytestmark = [pytest.mark.enable_socket, pytest.mark.changes_db]


@pytest.fixture
def place() -> Iterator[Place]:
    with stub_services() as endpoint:
        yield Place(REGION, endpoint)


async def test_a_bucket_is_made_once_and_closed_to_the_public_with_versions_and_rules(place: Place) -> None:
    bucket = new_name()
    made = [await create_bucket(bucket, place), await create_bucket(bucket, place)]

    assert made == [True, False]
    async with connect(place) as connection:
        rules = (await connection.client.get_bucket_lifecycle_configuration(Bucket=bucket))["Rules"]
        closed = (await connection.client.get_public_access_block(Bucket=bucket))["PublicAccessBlockConfiguration"]
        versions = await connection.client.get_bucket_versioning(Bucket=bucket)
    assert [rule["ID"] for rule in rules] == [rule["ID"] for rule in lifecycle()["Rules"]]
    assert set(closed.values()) == {True}
    assert versions["Status"] == "Enabled"


async def test_a_bucket_that_is_not_there_or_keeps_no_versions_is_refused_with_what_to_do(place: Place) -> None:
    absent, plain = new_name(), new_name()
    async with connect(place) as connection:
        await connection.client.create_bucket(Bucket=plain, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})

    with pytest.raises(BucketNotReady, match=f"there is no bucket {absent}: make it with"):
        await open_blobs(absent, place)
    with pytest.raises(BucketNotReady, match=f"the bucket {plain} keeps no versions: make it with"):
        await open_blobs(plain, place)


async def test_a_store_that_nobody_reaches_is_unavailable() -> None:
    with stub_services(), pytest.raises(Unavailable, match="cannot be reached"):
        await open_blobs("bucket", Place(REGION, "http://127.0.0.1:9", connect_seconds=1, tries=1))


async def test_whoever_has_a_signed_address_gets_the_file_as_an_attachment(place: Place) -> None:
    async def content() -> AsyncIterator[bytes]:
        yield b"<script>"

    bucket = new_name()
    await create_bucket(bucket, place)
    blobs = await open_blobs(bucket, place)
    blob = await blobs.put(content(), at_most=10)
    url = blobs.url(blob.digest, name="año.html", media_type="text/html", lifetime=timedelta(minutes=1), now=datetime.now(UTC))
    await blobs.close()
    async with httpx.AsyncClient() as client:
        answer = await client.get(url)

    assert (answer.status_code, answer.content) == (200, b"<script>")
    assert answer.headers["content-disposition"] == "attachment; filename=\"a_o.html\"; filename*=UTF-8''a%C3%B1o.html"
    assert answer.headers["content-type"].startswith("text/html")
