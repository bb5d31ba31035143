from typing import NamedTuple

import pytest
from ariadne import QueryType, make_executable_schema
from graphql import ExecutionResult, graphql_sync

from api.executor.leaf import resolve_leaf, to_snake_case


class Thing(NamedTuple):
    last_login_at: str = "now"
    n2_count: int = 3


SDL = "type Query { thing: Thing } type Thing { lastLoginAt: String n2Count: Int count: Int absent: Int }"


def ask(thing: object, field: str) -> ExecutionResult:
    query = QueryType()
    query.set_field("thing", lambda *_: thing)
    return graphql_sync(make_executable_schema(SDL, query), f"{{thing{{{field}}}}}", field_resolver=resolve_leaf)


@pytest.mark.parametrize(
    ("field", "attribute"),
    [
        ("lastLoginAt", "last_login_at"),
        ("id", "id"),
        ("n2Count", "n2_count"),
        ("severityTemporalScoreV4", "severity_temporal_score_v4"),
        ("URLPath", "url_path"),
        ("hasHTTP", "has_http"),
    ],
)
def test_a_field_reads_the_attribute_of_its_name_in_snake_case(field: str, attribute: str) -> None:
    assert to_snake_case(field) == attribute


@pytest.mark.parametrize("thing", [Thing(), {"last_login_at": "now"}, {"lastLoginAt": "now"}])
def test_values_and_mappings_are_read_alike(thing: object) -> None:
    assert ask(thing, "lastLoginAt").data == {"thing": {"lastLoginAt": "now"}}


def test_a_method_is_not_called_and_is_an_error() -> None:
    result = ask(Thing(), "count")

    assert result.data == {"thing": {"count": None}}
    assert [error.message for error in result.errors or []] == ["Thing.count is callable and needs a resolver"]


def test_a_function_in_a_mapping_is_not_called_and_is_an_error() -> None:
    calls: list[int] = []

    result = ask({"count": lambda *_, **__: calls.append(1)}, "count")

    assert calls == []
    assert [error.message for error in result.errors or []] == ["Thing.count is callable and needs a resolver"]


def test_what_is_absent_is_null_in_a_mapping_and_an_error_in_a_value() -> None:
    assert ask({}, "absent").errors is None
    assert [type(error.original_error) for error in ask(Thing(), "absent").errors or []] == [AttributeError]
