"""Binding resolvers to types, and the start-up check that nothing is left open."""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from graphql import GraphQLObjectType, GraphQLSchema

from api.guards import RuleKind, rule_of
from authz.naming import expected_actions

ROOTS = ("Query", "Mutation")


class TypeScope(StrEnum):
    """Why the fields of a type that have no resolver of their own may be read by whoever has the value."""

    ROOT = "root"
    """There are none: each field has its rule."""
    VIEWER = "viewer"
    """The value is the viewer's own."""
    ORGANIZATION = "organization"
    """The value was loaded in the viewer's organizations."""
    GROUP = "group"
    """The value was loaded in the viewer's groups."""
    ANSWER = "answer"
    """The value is the answer of a field or a mutation that had its rule."""


class BoundType(NamedTuple):
    """A type, its scope and its resolvers; the tables of these are the contents pages of the API."""

    name: str
    scope: TypeScope
    resolvers: Mapping[str, Callable[..., Any]]


class OpenField(Exception):
    """Something could be asked for without a rule; the service does not start."""


def object_type(name: str, resolvers: Mapping[str, Callable[..., Any]], *, scope: TypeScope) -> BoundType:
    """Bind resolvers to the fields of a type; raises `OpenField` for one that declares no rule."""
    without = sorted(field for field, resolver in resolvers.items() if rule_of(resolver) is None)
    if without:
        raise OpenField(f"{name}: no rule above the resolvers of {without}")
    return BoundType(name, scope, resolvers)


def check_rules(schema: GraphQLSchema, bound: Iterable[BoundType]) -> None:
    """Refuse, with `OpenField`, a schema where a root field lacks a rule, a type a scope, or a field the action that is made for it."""
    scopes = {each.name: each.scope for each in bound}
    problems = [problem for each in _object_types(schema) for problem in _problems(each, scopes)]
    if problems:
        raise OpenField("; ".join(problems))


def _object_types(schema: GraphQLSchema) -> Iterable[GraphQLObjectType]:
    """Return the object types of a schema less those of introspection."""
    return (each for name, each in schema.type_map.items() if isinstance(each, GraphQLObjectType) and not name.startswith("__"))


def _problems(kind: GraphQLObjectType, scopes: Mapping[str, TypeScope]) -> Iterable[str]:
    """Yield what is open in a type."""
    if kind.name not in scopes:
        yield f"{kind.name} has no scope"
    for name, field in kind.fields.items():
        if rule_of(field.resolve) is None and (kind.name in ROOTS or field.resolve is not None):
            yield f"{kind.name}.{name} has no rule"
    for name, action in expected_actions(kind.name, kind.fields).items():
        rule = rule_of(kind.fields[name].resolve)
        if rule is None or action not in rule.actions or rule.kind is RuleKind.PUBLIC:
            yield f"{kind.name}.{name} is not bound to {action}"
