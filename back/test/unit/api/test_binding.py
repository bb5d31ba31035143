import pytest
from graphql import build_schema as from_sdl

from api.binding import OpenField, TypeScope, check_rules, object_type
from api.context import Info
from api.guards import Rule, RuleKind, group_action, login, public, rule_of
from api.schema import BOUND, build_schema
from authz.naming import expected_actions

SDL = "type Query { me: String removeGroup: Group } type Group { name: String forcesToken: String } type Mutation { removeGroup: String }"


@login
def by_login(_parent: None, _info: Info) -> None:
    """Answer nothing."""


@group_action("api_mutations_remove_group_mutate")
def by_removers(_parent: None, _info: Info) -> None:
    """Answer nothing."""


@group_action("api_resolvers_group_forces_token_resolve")
def by_token_readers(_parent: None, _info: Info) -> None:
    """Answer nothing."""


@public
def by_anybody(_parent: None, _info: Info) -> None:
    """Answer nothing."""


def unguarded(_parent: None, _info: Info) -> None:
    """Answer nothing."""


def refusal(scopes: tuple[str, ...] = ("Query", "Mutation", "Group"), **resolvers: object) -> str:
    """Return why a schema with these resolvers, named `Type_field`, is refused; nothing when it is not."""
    bound = {
        "Query_me": by_login,
        "Query_removeGroup": by_login,
        "Mutation_removeGroup": by_removers,
        "Group_forcesToken": by_token_readers,
    }
    schema = from_sdl(SDL)
    for place, resolver in {**bound, **resolvers}.items():
        kind, field = place.split("_")
        schema.type_map[kind].fields[field].resolve = resolver  # type: ignore[attr-defined]
    try:
        check_rules(schema, [object_type(name, {}, scope=TypeScope.GROUP) for name in scopes])
    except OpenField as error:
        return str(error)
    return ""


def test_a_schema_whose_every_field_has_its_rule_is_taken() -> None:
    assert refusal() == ""


def test_a_root_field_without_a_resolver_is_refused() -> None:
    assert refusal(Query_me=None) == "Query.me has no rule"


def test_a_resolver_without_a_rule_is_refused() -> None:
    assert refusal(Group_name=unguarded) == "Group.name has no rule"


def test_a_type_without_a_scope_is_refused() -> None:
    assert refusal(scopes=("Query", "Mutation")) == "Group has no scope"


@pytest.mark.parametrize("resolver", [by_login, by_token_readers, by_anybody, None])
def test_a_field_whose_action_is_in_the_matrix_has_to_be_bound_to_it(resolver: object) -> None:
    assert "Mutation.removeGroup is not bound to api_mutations_remove_group_mutate" in refusal(Mutation_removeGroup=resolver)


def test_a_plain_field_that_has_an_action_needs_a_resolver() -> None:
    assert refusal(Group_forcesToken=None) == "Group.forcesToken is not bound to api_resolvers_group_forces_token_resolve"


def test_a_table_refuses_a_resolver_without_a_rule() -> None:
    with pytest.raises(OpenField, match="Query: no rule above the resolvers of"):
        object_type("Query", {"me": unguarded}, scope=TypeScope.ROOT)


def test_the_rule_of_a_resolver_can_be_read() -> None:
    assert rule_of(by_removers) == Rule(RuleKind.GROUP, ("api_mutations_remove_group_mutate",))
    assert rule_of(unguarded) is None


def test_the_service_starts_on_its_own_schema_and_binds_every_action_of_it() -> None:
    schema = build_schema()
    bound = {
        f"{kind.name}.{field}": action
        for kind in BOUND
        for field, action in expected_actions(kind.name, schema.type_map[kind.name].fields).items()  # type: ignore[attr-defined]
    }

    assert len(bound) == 59
    assert bound["Group.stakeholders"] == "api_resolvers_group_stakeholders_resolve"
