"""What DynamoDB and the way to it answer, as the store's errors."""

from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
from botocore.exceptions import BotoCoreError, ClientError

from store.errors import InvalidValue, StoreError, Throttled, TooLarge, Unavailable

THROTTLED = frozenset(
    {
        "LimitExceededException",
        "ProvisionedThroughputExceeded",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "ThrottlingError",
        "ThrottlingException",
    }
)
"""Of requests, and of the single actions of a transaction."""
ABSENT = "ResourceNotFoundException"
_TOO_LARGE = "ItemCollectionSizeLimitExceeded"


class TableNotReady(StoreError):
    """The table is not there or not as it has to be; the text says what to do."""


def code_of(error: Exception) -> str:
    """Return the code of an error that the engine answered; nothing when there was no answer."""
    return str(error.response.get("Error", {}).get("Code", "")) if isinstance(error, ClientError) else ""


@contextmanager
def translated() -> Iterator[None]:
    """Raise what goes wrong inside as an error of the store; the text names the code and no address."""
    try:
        yield
    except ClientError as error:
        raise _to_store_error(error) from error
    except (BotoCoreError, aiohttp.ClientError, TimeoutError) as error:
        raise Unavailable(f"DynamoDB cannot be reached or did not answer in time: {type(error).__name__}") from error


def _to_store_error(error: ClientError) -> StoreError:
    code = code_of(error)
    if code in THROTTLED:
        return Throttled("DynamoDB takes no more for now")
    if code.startswith(_TOO_LARGE):
        return TooLarge("DynamoDB keeps no more under one partition")
    if code == "ValidationException":
        return InvalidValue(f"DynamoDB refused what {error.operation_name} was given: {error.response['Error'].get('Message', '')}")
    return Unavailable(f"DynamoDB refused {error.operation_name}: {code}")
