import pytest
import structlog
from graphql import GraphQLError, build_schema, parse, validate

from api.errors import describe, describe_graphql, to_json
from errors import AccessDenied, InvalidDateFormat

SCHEMA = build_schema("type Query { a(number: Int, text: String): Int }")


def invalid(query: str) -> GraphQLError:
    return validate(SCHEMA, parse(query))[0]


def test_a_literal_of_the_document_is_repeated_and_cut() -> None:
    short = describe_graphql(invalid('{a(number:"seven")}'), "INVALID_DOCUMENT")
    long = describe_graphql(invalid('{a(number:"%s")}' % ("x" * 500)), "INVALID_DOCUMENT")

    assert short.message == 'Int cannot represent non-integer value: "seven"'
    assert (len(long.message), long.message[-2:]) == (201, "x…")


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("Variable '$a' has invalid value: Int cannot represent non-integer value: 's3cret'", "Int cannot represent non-integer"),
        (
            "Variable '$a' has invalid value: Expected value of type 'A' to be an object, found: 's3cret'.",
            "Expected value of type 'A' to be an object",
        ),
        (
            "Variable '$a' has invalid value: Expected value of type 'A', but encountered error 'bad s3cret'; found: 's3cret'.",
            "Expected value of type 'A'",
        ),
    ],
)
def test_the_value_of_a_variable_is_never_repeated(message: str, shown: str) -> None:
    assert describe_graphql(GraphQLError(message), "INVALID_VARIABLES").message == f"Variable '$a' has invalid value: {shown}"


def test_a_refusal_below_errors_of_graphql_keeps_its_own_text_and_code() -> None:
    error = GraphQLError("outer", original_error=GraphQLError("inner", original_error=InvalidDateFormat()))

    public = describe_graphql(error, "INVALID_VARIABLES")

    assert (public.code, public.message) == ("INVALID_DATE_FORMAT", "Exception - The date format is invalid")


def test_an_error_is_written_with_its_place_in_the_answer_and_in_the_document() -> None:
    field = parse("{\n  a\n}").definitions[0]
    error = GraphQLError("x", [field], path=["a", 0], original_error=AccessDenied())

    assert to_json(error, describe_graphql(error, "BAD_REQUEST")) == {
        "message": "Access denied",
        "locations": [{"line": 1, "column": 1}],
        "path": ["a", 0],
        "extensions": {"code": "ACCESS_DENIED"},
    }


def test_each_unexpected_error_has_an_id_of_its_own() -> None:
    with structlog.testing.capture_logs() as lines:
        ids = {describe(ValueError("x")).extensions["errorId"], describe(ValueError("x")).extensions["errorId"]}

    assert {line["error_id"] for line in lines} == ids
    assert len(ids) == 2
