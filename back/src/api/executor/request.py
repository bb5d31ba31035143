"""Reading the body of GraphQL over HTTP."""

from collections.abc import Mapping
from typing import NamedTuple

import orjson

from api.limits.body_containers import check_body_containers
from api.limits.refused import Refused, refused
from api.limits.variables import check_variables_size
from settings import Limits

_KEYS = ("query", "operationName", "variables", "extensions")


class GraphQLRequest(NamedTuple):
    """What a caller asks to execute."""

    query: str
    operation_name: str | None
    variables: Mapping[str, object]


def read_request(body: bytes, limits: Limits, *, place: str = "body") -> GraphQLRequest:
    """Read a request from the JSON of a place, which refusals name.

    Raises `Refused` for anything but one object of the known keys, and past the limits of variables.
    """
    content = read_json(body, place)
    if isinstance(content, list):
        raise _bad("Several operations in one request are not supported: send one object")
    if not isinstance(content, dict):
        raise _bad(f"The {place} must be a JSON object")
    unknown = sorted(key for key in content if key not in _KEYS)
    if unknown:
        raise _bad(f'Unknown key "{unknown[0][:64]}" in the {place}')
    query = content.get("query")
    if not isinstance(query, str):
        raise _bad('"query" must be a string')
    operation_name = content.get("operationName")
    if operation_name is not None and not isinstance(operation_name, str):
        raise _bad('"operationName" must be a string or null')
    variables = _read_object(content, "variables")
    _read_object(content, "extensions")
    check_variables_size(variables, limits)
    return GraphQLRequest(query=query, operation_name=operation_name or None, variables=variables)


def read_json(body: bytes, place: str) -> object:
    """Read the JSON of a place. Raises `Refused` when it is none, or holds too many lists and objects."""
    check_body_containers(body)
    try:
        content: object = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise _bad(f"The {place} is not JSON in UTF-8") from None
    return content


def _read_object(content: Mapping[str, object], key: str) -> Mapping[str, object]:
    value = content.get(key)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise _bad(f'"{key}" must be an object or null')
    return value


def _bad(message: str) -> Refused:
    return refused("BAD_REQUEST", message)
