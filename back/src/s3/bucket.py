"""The bucket: making one as this service needs it, again and again if asked, and checking that it is."""

from typing import TYPE_CHECKING, cast

from botocore.exceptions import ClientError

from s3.connection import Place, connect
from s3.errors import BucketNotReady, code_of, translated
from s3.uploads import TEMPORARY

if TYPE_CHECKING:
    from types_aiobotocore_s3 import S3Client
    from types_aiobotocore_s3.literals import BucketLocationConstraintType
    from types_aiobotocore_s3.type_defs import BucketLifecycleConfigurationTypeDef

_ABSENT = frozenset({"404", "NoSuchBucket", "NotFound"})
_OURS_ALREADY = frozenset({"BucketAlreadyOwnedByYou"})
_UNKNOWN = frozenset({"NotImplemented", "MethodNotAllowed", "501", "405"})
_FIRST_REGION = "us-east-1"
"""The region that must not be named when a bucket is made in it."""
_HINT = "make it with `integrates bucket create`"


async def check_bucket(client: "S3Client", bucket: str) -> None:
    """Check that a bucket is there and keeps versions; raises `BucketNotReady`."""
    with translated():
        try:
            found = await client.get_bucket_versioning(Bucket=bucket)
        except ClientError as error:
            if code_of(error) in _ABSENT:
                raise BucketNotReady(f"there is no bucket {bucket}: {_HINT}") from error
            raise
    if found.get("Status") != "Enabled":
        raise BucketNotReady(f"the bucket {bucket} keeps no versions: {_HINT}")


async def create_bucket(bucket: str, place: Place) -> bool:
    """Make a bucket, or bring one that is there to what it should be; tell whether it was made."""
    async with connect(place) as connection:
        client = connection.client
        with translated():
            is_new = not await _is_there(client, bucket) and await _make(client, bucket, place.region)
            await _close_to_the_public(client, bucket)
            await client.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
            await client.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration=lifecycle())
        return is_new


def lifecycle() -> "BucketLifecycleConfigurationTypeDef":
    """Return the rules of a bucket: what uploads left is removed after a day, and so are versions that were written again."""
    return {
        "Rules": [
            {
                "ID": "integrates-unfinished",
                "Status": "Enabled",
                "Filter": {"Prefix": TEMPORARY},
                "Expiration": {"Days": 1},
                "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1},
            },
            {
                "ID": "integrates-versions",
                "Status": "Enabled",
                "Filter": {"Prefix": ""},
                "NoncurrentVersionExpiration": {"NoncurrentDays": 1},
            },
        ]
    }


async def _is_there(client: "S3Client", bucket: str) -> bool:
    try:
        await client.head_bucket(Bucket=bucket)
    except ClientError as error:
        if code_of(error) in _ABSENT:
            return False
        raise
    return True


async def _make(client: "S3Client", bucket: str, region: str) -> bool:
    """Make a bucket in a region; tell whether this call made it."""
    try:
        if region == _FIRST_REGION:
            await client.create_bucket(Bucket=bucket)
        else:
            # The stubs know the regions of their day.
            await client.create_bucket(
                Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": cast("BucketLocationConstraintType", region)}
            )
    except ClientError as error:
        if code_of(error) in _OURS_ALREADY:
            return False
        raise
    return True


async def _close_to_the_public(client: "S3Client", bucket: str) -> None:
    """Let nothing in a bucket be public, whatever is said of it later; stores that only speak like S3 may not know of it."""
    try:
        await client.put_public_access_block(
            Bucket=bucket,
            PublicAccessBlockConfiguration={
                "BlockPublicAcls": True,
                "IgnorePublicAcls": True,
                "BlockPublicPolicy": True,
                "RestrictPublicBuckets": True,
            },
        )
    except ClientError as error:
        if code_of(error) not in _UNKNOWN:
            raise
