"""How many directives a document may use, fragments expanded."""

from graphql import OperationDefinitionNode

from api.limits.definitions import Definitions
from api.limits.refused import over_limit
from api.limits.totals import sum_selections


def check_directives(definitions: Definitions, maximum: int) -> None:
    """Raise `Refused` when all operations and fragments together use more than `maximum` directives."""
    on_selections = sum(sum_selections(definitions, lambda selection, _: len(selection.directives or ())))
    on_fragments = sum(len(fragment.directives or ()) for fragment in definitions.fragments.values())
    directives = on_selections + on_fragments + sum(_count_on_head(operation) for operation in definitions.operations)
    if directives > maximum:
        raise over_limit("directives", maximum, f"The document has {directives} directives")


def _count_on_head(operation: OperationDefinitionNode) -> int:
    variables = operation.variable_definitions or ()
    return len(operation.directives or ()) + sum(len(variable.directives or ()) for variable in variables)
