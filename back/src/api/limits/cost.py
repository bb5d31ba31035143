"""What an operation costs: one per field, times the page size of every connection and 20 for every whole list above it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLArgument,
    GraphQLField,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLOutputType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    is_composite_type,
)

from api.limits.refused import over_limit

PAGE_SIZE = 100
"""What a connection is taken to answer when neither the request nor the schema says."""
WHOLE_LIST = 20
"""What a list without paging is taken to answer."""
INTROSPECTION = 100
"""What each field of an introspection costs, its lists not counted: the standard query then stays below half the limit."""


class Variable(NamedTuple):
    """A variable that gives a page size, and what holds when the request does not give it."""

    name: str
    default: int


@dataclass(frozen=True, slots=True)
class Weight:
    """A cost that may depend on variables: `fixed`, and for each part its factor times its variable times its weight."""

    fixed: int
    parts: tuple[tuple[int, Variable, "Weight"], ...] = ()

    def evaluate(self, variables: Mapping[str, object]) -> int:
        """Return the cost under these variables."""
        return self.fixed + sum(
            factor * _to_size(variables.get(variable.name), variable.default) * weight.evaluate(variables)
            for factor, variable, weight in self.parts
        )


def weigh_operation(schema: GraphQLSchema, operation: OperationDefinitionNode, fragments: Mapping[str, FragmentDefinitionNode]) -> Weight:
    """Return what an operation of a valid document costs; its selections must have been counted before."""
    root = schema.get_root_type(operation.operation)
    if root is None:
        return Weight(0)
    defaults = {
        definition.variable.name.value: int(definition.default_value.value)
        for definition in operation.variable_definitions or ()
        if isinstance(definition.default_value, IntValueNode) and len(definition.default_value.value) < len("2147483648")
    }
    return _weigh(_Walk(schema, fragments, defaults), operation.selection_set, root)


def check_cost(cost: int, maximum: int) -> None:
    """Raise `Refused` when a call costs more than `maximum`."""
    if cost > maximum:
        raise over_limit("cost", maximum, f"The operation costs {cost}")


@dataclass(frozen=True, slots=True)
class _Walk:
    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    defaults: Mapping[str, int]


def _weigh(walk: _Walk, selection_set: SelectionSetNode, parent: GraphQLNamedType) -> Weight:
    weights: list[Weight] = []
    for selection in selection_set.selections:
        if isinstance(selection, FieldNode):
            weights.append(_weigh_field(walk, selection, parent))
        elif isinstance(selection, FragmentSpreadNode):
            fragment = walk.fragments[selection.name.value]
            weights.append(_weigh(walk, fragment.selection_set, walk.schema.type_map[fragment.type_condition.name.value]))
        elif isinstance(selection, InlineFragmentNode):
            narrowed = walk.schema.type_map[selection.type_condition.name.value] if selection.type_condition else parent
            weights.append(_weigh(walk, selection.selection_set, narrowed))
    return Weight(sum(weight.fixed for weight in weights), tuple(part for weight in weights for part in weight.parts))


def _weigh_field(walk: _Walk, node: FieldNode, parent: GraphQLNamedType) -> Weight:
    if node.name.value in {"__schema", "__type"}:
        return Weight(INTROSPECTION * (1 + _count_fields(walk, node.selection_set)))
    field = walk.schema.get_field(parent, node.name.value) if is_composite_type(parent) else None
    if field is None or node.selection_set is None:
        return Weight(1)
    below = _weigh(walk, node.selection_set, get_named_type(field.type))
    first = field.args.get("first")
    if first is not None and get_named_type(field.type).name.endswith("Connection"):
        size = _read_first(walk, node, first)
        return Weight(1, ((1, size, below),)) if isinstance(size, Variable) else _multiply(below, size)
    # The page size of a connection has counted its edges already.
    is_page = get_named_type(parent).name.endswith("Connection") and node.name.value == "edges"
    return _multiply(below, 1 if is_page else WHOLE_LIST ** _count_lists(field))


def _multiply(below: Weight, factor: int) -> Weight:
    """Return the weight of a field whose selection is answered `factor` times."""
    return Weight(1 + factor * below.fixed, tuple((factor * inner, variable, weight) for inner, variable, weight in below.parts))


def _read_first(walk: _Walk, node: FieldNode, argument: GraphQLArgument) -> int | Variable:
    fallback = _to_size(argument.default_value, PAGE_SIZE)
    given = next((item.value for item in node.arguments or () if item.name.value == "first"), None)
    if isinstance(given, VariableNode):
        name = given.name.value
        return Variable(name, walk.defaults.get(name, fallback))
    return _to_size(int(given.value), fallback) if isinstance(given, IntValueNode) else fallback


def _to_size(value: object, fallback: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value // 1:
        return fallback
    return max(int(value), 1)


def _count_lists(field: GraphQLField) -> int:
    lists = 0
    current: GraphQLOutputType = field.type
    while isinstance(current, GraphQLNonNull | GraphQLList):
        lists += isinstance(current, GraphQLList)
        current = current.of_type
    return lists


def _count_fields(walk: _Walk, selection_set: SelectionSetNode | None) -> int:
    fields = 0
    for selection in selection_set.selections if selection_set is not None else ():
        if isinstance(selection, FieldNode):
            fields += 1 + _count_fields(walk, selection.selection_set)
        elif isinstance(selection, FragmentSpreadNode):
            fields += _count_fields(walk, walk.fragments[selection.name.value].selection_set)
        elif isinstance(selection, InlineFragmentNode):
            fields += _count_fields(walk, selection.selection_set)
    return fields
