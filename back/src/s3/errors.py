"""What S3 and the way to it answer, as the store's errors."""

from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
from botocore.exceptions import BotoCoreError, ClientError

from store.errors import StoreError, Throttled, Unavailable

NOT_THERE = frozenset({"404", "NoSuchKey", "NotFound"})
PAST_THE_END = frozenset({"416", "InvalidRange"})
UPLOAD_IS_OVER = frozenset({"NoSuchUpload"})
_TOO_MUCH = frozenset({"SlowDown", "Throttling", "ThrottlingException", "RequestLimitExceeded", "TooManyRequests", "429"})


class BucketNotReady(StoreError):
    """The bucket is not there, or is not kept as this service needs it; the text says what to do."""


class BrokenOff(Unavailable):
    """An answer began and did not come to its end."""


def code_of(error: ClientError) -> str:
    """Return the code of a refusal, such as `NoSuchKey`; of an answer without a body its status."""
    return error.response.get("Error", {}).get("Code", "")


@contextmanager
def translated(unreachable: type[Unavailable] = Unavailable) -> Iterator[None]:
    """Raise what goes wrong inside as `Throttled`, `Unavailable`, or `unreachable` when no refusal came; the text names no address."""
    try:
        yield
    except ClientError as error:
        if code_of(error) in _TOO_MUCH:
            raise Throttled("S3 takes no more for now") from error
        raise Unavailable(f"S3 refused {error.operation_name}: {code_of(error)}") from error
    except (BotoCoreError, aiohttp.ClientError, TimeoutError) as error:
        raise unreachable(f"S3 cannot be reached or did not answer in time: {type(error).__name__}") from error
