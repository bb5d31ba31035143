"""The one place that turns exceptions into what the API answers: a text that is safe to show and a stable code.

What a variable holds is never repeated, for it may be a secret; a literal of the document is, cut at 200 characters.
"""

import re
import uuid
from collections.abc import Mapping
from typing import NamedTuple

import structlog
from graphql import GraphQLError

from errors import DomainError
from store.errors import Conflict, Throttled, TooLarge, Unavailable

_MESSAGE_LENGTH = 200
_ECHO = re.compile(r"(, but encountered error|[,;.]? [Ff]ound:|(?<!invalid)(?<!invalid default) value: ).*", re.DOTALL)
_log = structlog.get_logger("api.errors")


class PublicError(NamedTuple):
    """What a caller may know of an exception."""

    code: str
    message: str
    extensions: Mapping[str, object]


def describe(error: Exception) -> PublicError:
    """Tell what of an exception is shown; what nobody expected is logged under an id and answered by it alone."""
    if isinstance(error, DomainError):
        return PublicError(error.code, str(error), _own_extensions(error))
    if isinstance(error, Conflict):
        return PublicError("CONFLICT", "Exception - The data was changed by another operation, please try again", {})
    if isinstance(error, Throttled):
        return PublicError("THROTTLED", "Exception - Too many requests", {})
    if isinstance(error, Unavailable):
        return PublicError("UNAVAILABLE", "Service unavailable, please retry", {})
    if isinstance(error, TooLarge):
        return PublicError("TOO_LARGE", "Exception - The data is too large to be stored", {})
    return _describe_unexpected(error)


def describe_graphql(error: GraphQLError, code: str) -> PublicError:
    """Tell what of an error of GraphQL is shown; `code` is for those that come from the document or its variables."""
    cause = _find_cause(error)
    if not isinstance(cause, GraphQLError):
        return describe(cause)
    message = _shorten(error.message, without_echo=error.path is not None or error.message.startswith("Variable '$"))
    own = _own_extensions(cause)
    if "code" in own:
        return PublicError(str(own.pop("code")), message, own)
    # An error of execution that points to nothing in the document comes from a result that does not fit the schema.
    if error.path is not None and not cause.nodes:
        return _describe_unexpected(cause)
    return PublicError(code, message, {})


def to_json(error: GraphQLError, public: PublicError) -> dict[str, object]:
    """Return an error as the GraphQL specification writes it."""
    entry: dict[str, object] = {"message": public.message}
    if error.locations:
        entry["locations"] = [{"line": location.line, "column": location.column} for location in error.locations]
    if error.path is not None:
        entry["path"] = error.path
    entry["extensions"] = {"code": public.code, **public.extensions}
    return entry


def _find_cause(error: GraphQLError) -> Exception:
    cause: Exception = error
    while isinstance(cause, GraphQLError) and cause.original_error is not None:
        cause = cause.original_error
    # A scalar's own complaint stands below the variable's, as a plain exception; only ours have a text to show.
    return error if error.path is None and not isinstance(cause, DomainError) else cause


def _own_extensions(error: Exception) -> dict[str, object]:
    extensions = getattr(error, "extensions", None)
    return dict(extensions) if isinstance(extensions, Mapping) else {}


def _shorten(message: str, *, without_echo: bool) -> str:
    shown = _ECHO.sub("", message) if without_echo else message
    return shown if len(shown) <= _MESSAGE_LENGTH else f"{shown[:_MESSAGE_LENGTH]}…"


def _describe_unexpected(error: Exception) -> PublicError:
    error_id = str(uuid.uuid4())
    _log.error("unexpected error", error_id=error_id, exc_info=error)
    return PublicError("INTERNAL_ERROR", "Internal error", {"errorId": error_id})
