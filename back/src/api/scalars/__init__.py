"""The custom scalars."""

import json
from datetime import datetime

from ariadne import ScalarType
from graphql import GraphQLError

from clock import parse_api_date
from errors import InvalidDateFormat, InvalidParameter


def _write_date(value: object) -> str:
    """Write a date as ISO 8601 with its offset."""
    if not isinstance(value, datetime):
        raise GraphQLError("a DateTime is not a date")
    return value.isoformat()


def _read_date(value: object) -> datetime:
    """Read a date; raises `InvalidDateFormat`."""
    if not isinstance(value, str):
        raise InvalidDateFormat
    return parse_api_date(value)


def _read_json(value: object) -> object:
    """Read a JSON text; raises `InvalidParameter`."""
    try:
        return json.loads(value) if isinstance(value, str) else value
    except (ValueError, RecursionError) as error:
        raise InvalidParameter(field="JSONString") from error


SCALARS = (
    ScalarType("DateTime", serializer=_write_date, value_parser=_read_date),
    ScalarType("JSONString", serializer=json.dumps, value_parser=_read_json),
)
