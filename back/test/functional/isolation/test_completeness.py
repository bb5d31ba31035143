"""Nothing of the schema is without a rule, a folder of tests, and a place in the role matrix."""

from pathlib import Path

import pytest
from graphql import GraphQLObjectType

from api.executor.leaf import to_snake_case
from api.guards import RuleKind, rule_of
from api.schema import build_schema
from authz.levels import Level
from authz.matrix import actions_at

FOLDERS = Path(__file__).parents[1]
SCHEMA = build_schema()
OPERATIONS = [f"{root}.{field}" for root in ("Query", "Mutation") for field in SCHEMA.type_map[root].fields]  # type: ignore[attr-defined]
KNOWN = frozenset[str]().union(*(actions_at(level) for level in Level))


def resolver_of(operation: str) -> object:
    root, field = operation.split(".")
    kind = SCHEMA.type_map[root]
    assert isinstance(kind, GraphQLObjectType)
    return kind.fields[field].resolve


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_operation_is_asked_as_every_role_in_its_folder(operation: str) -> None:
    folder = FOLDERS / to_snake_case(operation.partition(".")[2])
    tests = "".join(path.read_text(encoding="utf-8") for path in folder.glob("test_*.py"))

    assert "check_role(api, " in tests


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_operation_has_a_rule_whose_actions_the_matrix_knows(operation: str) -> None:
    rule = rule_of(resolver_of(operation))

    assert rule is not None
    assert rule.kind is not RuleKind.PUBLIC
    assert set(rule.actions) <= KNOWN


def test_no_operation_rests_on_a_parent() -> None:
    assert [operation for operation in OPERATIONS if (rule := rule_of(resolver_of(operation))) and rule.kind is RuleKind.PARENT] == []
