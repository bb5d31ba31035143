"""What the variables of a request may hold."""

from collections.abc import Iterable, Mapping

import orjson
from graphql import OperationDefinitionNode

from api.limits.refused import over_limit, refused
from settings import Limits

VARIABLES_DEPTH = 32
"""How many lists and objects may stand inside each other."""
VARIABLES_VALUES = 10_000
"""How many values there may be in all: each costs some microseconds to coerce."""


def check_variables_size(variables: Mapping[str, object], limits: Limits) -> None:
    """Raise `Refused` when the variables are too long as JSON, nested too deeply or too many."""
    values = 0
    depth = 0
    level: list[object] = list(variables.values())
    while level:
        depth += 1
        values += len(level)
        if depth > VARIABLES_DEPTH:
            raise over_limit("variables_depth", VARIABLES_DEPTH, "The variables are nested too deeply")
        if values > VARIABLES_VALUES:
            raise over_limit("variables_values", VARIABLES_VALUES, "The variables hold too many values")
        level = [item for value in level for item in _list_items(value)]
    size = len(orjson.dumps(variables))
    if size > limits.variables_bytes:
        raise over_limit("variables_bytes", limits.variables_bytes, f"The variables have {size} bytes")


def check_variables_declared(operation: OperationDefinitionNode, variables: Mapping[str, object]) -> None:
    """Raise `Refused` for a variable that the operation does not declare, also when it declares none."""
    declared = {definition.variable.name.value for definition in operation.variable_definitions or ()}
    extra = sorted(name for name in variables if name not in declared)
    if extra:
        raise refused("UNDECLARED_VARIABLES", f"Variable '${extra[0][:64]}' is not declared by the operation")


def _list_items(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()
