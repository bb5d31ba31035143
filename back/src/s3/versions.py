"""Removing objects for good: a bucket keeps versions, so that what was written again meanwhile is never what is removed."""

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from s3.errors import translated
from store.errors import Unavailable

if TYPE_CHECKING:
    from types_aiobotocore_s3 import S3Client
    from types_aiobotocore_s3.type_defs import ObjectIdentifierTypeDef

_MOST_AT_ONCE = 1_000


class Version(NamedTuple):
    """One writing of an object, or the mark of its removal."""

    id: str
    written_at: datetime


async def list_versions(client: "S3Client", bucket: str, key: str) -> tuple[Version, ...]:
    """Read all that was written at a key."""
    with translated():
        return tuple(
            [
                Version(found["VersionId"], found["LastModified"])
                async for page in client.get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix=key)
                for found in (*page.get("Versions", ()), *page.get("DeleteMarkers", ()))
                if found["Key"] == key
            ]
        )


async def remove_versions(client: "S3Client", bucket: str, key: str, *, before: datetime | None = None) -> bool:
    """Remove what was written at a key, unless some of it at that time or later, and tell whether anything was removed.

    What is written after they were listed is another version and stays.
    """
    versions = await list_versions(client, bucket, key)
    if not versions or (before is not None and max(version.written_at for version in versions) >= before):
        return False
    for start in range(0, len(versions), _MOST_AT_ONCE):
        objects: list[ObjectIdentifierTypeDef] = [
            {"Key": key, "VersionId": version.id} for version in versions[start : start + _MOST_AT_ONCE]
        ]
        with translated():
            answer = await client.delete_objects(Bucket=bucket, Delete={"Objects": objects, "Quiet": True})
        if refused := answer.get("Errors"):
            raise Unavailable(f"S3 did not remove {len(refused)} versions: {refused[0].get('Code', '')}")
    return True
