"""What errors of a stream mean."""

from dynamodb.errors import THROTTLED, code_of
from store.errors import StoreError, Throttled, Unavailable


def is_expired(error: Exception) -> bool:
    """Tell whether an iterator was not used for too long."""
    return code_of(error) == "ExpiredIteratorException"


def is_trimmed(error: Exception) -> bool:
    """Tell whether what should be read is not kept any more."""
    return code_of(error) == "TrimmedDataAccessException"


def is_gone(error: Exception) -> bool:
    """Tell whether the shard is not there any more."""
    return code_of(error) == "ResourceNotFoundException"


def to_store_error(error: Exception) -> StoreError:
    """Return what an error is at the port."""
    code = code_of(error)
    if code in THROTTLED:
        return Throttled(f"the stream takes no more requests for now ({code})")
    return Unavailable(f"the stream did not answer ({code or type(error).__name__})")
