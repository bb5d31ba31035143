import json
from pathlib import Path

from graphql import build_schema as from_sdl
from graphql import get_introspection_query, graphql_sync, print_schema

from api.breaking_changes import ALLOWED
from api.executor.leaf import to_snake_case
from api.schema import build_schema

SNAPSHOT = Path(__file__).parents[4] / "docs" / "schema.graphql"
SCHEMA = build_schema()


def test_the_snapshot_is_the_schema() -> None:
    assert SNAPSHOT.read_text(encoding="utf-8") == print_schema(SCHEMA) + "\n"


def test_the_standard_introspection_answers_the_whole_schema() -> None:
    answer = graphql_sync(SCHEMA, get_introspection_query())

    assert answer.errors is None
    assert {kind["name"] for kind in (answer.data or {})["__schema"]["types"]} == set(SCHEMA.type_map)


def test_building_our_schema_leaves_the_introspection_of_others_alone() -> None:
    answer = graphql_sync(from_sdl("type Query { me: String }"), get_introspection_query())

    assert answer.errors is None
    assert json.dumps(answer.data)


def test_resolvers_see_arguments_in_snake_case() -> None:
    mutation = SCHEMA.mutation_type

    assert mutation is not None
    assert {name: argument.out_name for name, argument in mutation.fields["addGroup"].args.items()} == {
        name: to_snake_case(name) for name in mutation.fields["addGroup"].args
    }


def test_no_change_breaks_clients_without_its_date() -> None:
    assert dict(ALLOWED) == {}
