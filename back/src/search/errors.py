"""What goes wrong in the engine, as the errors of the port."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

from opensearchpy.exceptions import ConnectionError as NoConnection
from opensearchpy.exceptions import ConnectionTimeout, SerializationError, TransportError

from store.errors import InvalidValue, StoreError, Throttled, TooLarge, Unavailable


class IndexNotReady(Unavailable):
    """The engine has no index of these collections, or one that is not made as it must be; the text says which and what to do."""


@contextmanager
def translated() -> Iterator[None]:
    """Raise the port's errors for the client's."""
    try:
        yield
    except ConnectionTimeout as error:
        raise Unavailable("the index did not answer in time") from error
    except NoConnection as error:
        raise Unavailable("the index cannot be reached") from error
    except TransportError as error:
        raise to_error(error.status_code, error.info.get("error") if isinstance(error.info, dict) else error.error) from error
    except SerializationError as error:
        raise Unavailable("the index answered with something that is no JSON") from error


def to_error(status: object, cause: object) -> StoreError:
    """Return the error of the port for an answer of the engine; the text has the engine's kind of error, not what was sent."""
    kind = kind_of(cause)
    match status:
        case HTTPStatus.TOO_MANY_REQUESTS:
            return Throttled("the index takes no more for now")
        case HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            return TooLarge("the index takes no request that large")
        case HTTPStatus.NOT_FOUND:
            return IndexNotReady("the index of a collection is missing: run integrates index create")
        case HTTPStatus.BAD_REQUEST:
            return InvalidValue(f"the index does not take the request: {kind}")
        case HTTPStatus.UNAUTHORIZED | HTTPStatus.FORBIDDEN:
            return Unavailable(f"the index does not let this service in: {kind}")
        case _:
            return Unavailable(f"the index failed: {kind}")


def kind_of(cause: object) -> str:
    """Return the kind of an error of the engine."""
    if not isinstance(cause, dict):
        return str(cause)[:100]
    roots = cause.get("root_cause")
    root = roots[0] if isinstance(roots, list) and roots and isinstance(roots[0], dict) else cause
    return str(root.get("type", "unknown"))[:100]
