"""What SQS and the way to it answer, as the store's errors."""

from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
from botocore.exceptions import BotoCoreError, ClientError

from store.errors import StoreError, Throttled, Unavailable

ABSENT = frozenset({"AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist"})
NOT_HELD = frozenset({"ReceiptHandleIsInvalid", "MessageNotInflight", "AWS.SimpleQueueService.MessageNotInflight", "InvalidParameterValue"})
"""What is said of a message whose lease was over, or which was removed."""
_TOO_MUCH = frozenset({"Throttling", "ThrottlingException", "RequestThrottled", "OverLimit", "TooManyRequestsException"})


class QueueNotReady(StoreError):
    """The queue is not there; the text says what to do."""


def code_of(error: ClientError) -> str:
    """Return the code of a refusal."""
    return error.response.get("Error", {}).get("Code", "")


@contextmanager
def translated() -> Iterator[None]:
    """Raise what goes wrong inside as `Throttled` or `Unavailable`; the text names the code and no address."""
    try:
        yield
    except ClientError as error:
        if code_of(error) in _TOO_MUCH:
            raise Throttled("SQS takes no more for now") from error
        raise Unavailable(f"SQS refused {error.operation_name}: {code_of(error)}") from error
    except (BotoCoreError, aiohttp.ClientError, TimeoutError) as error:
        raise Unavailable(f"SQS cannot be reached or did not answer in time: {type(error).__name__}") from error
