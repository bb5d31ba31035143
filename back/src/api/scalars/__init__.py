"""The custom scalars."""

import json
from datetime import datetime

from ariadne import ScalarType
from graphql import GraphQLError

from api.uploads import Upload, UploadExpected
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


def _write_upload(_value: object) -> str:
    """Refuse: files come in and never go out by this scalar."""
    raise GraphQLError("an Upload is no result")


def _read_upload(value: object) -> Upload:
    """Take a file that came with the request; raises `UploadExpected` for anything that stands in the JSON or the document itself."""
    if not isinstance(value, Upload):
        raise UploadExpected
    return value


SCALARS = (
    ScalarType("DateTime", serializer=_write_date, value_parser=_read_date),
    ScalarType("JSONString", serializer=json.dumps, value_parser=_read_json),
    ScalarType("Upload", serializer=_write_upload, value_parser=_read_upload),
)
