"""Sums over the selections of a document with every fragment expanded, each fragment added up once."""

from collections.abc import Callable

from graphql import FragmentSpreadNode, SelectionNode, SelectionSetNode

from api.limits.definitions import Definitions, list_selections


def sum_selections(definitions: Definitions, weigh: Callable[[SelectionNode, int], int], *, follow_deeper: bool = True) -> tuple[int, ...]:
    """Return one sum per operation; `weigh` gets each selection and the number of fields around it in its definition.

    Without `follow_deeper`, spreads are followed only where no field stands around them.
    """
    sums: dict[str, int] = {}

    def add_up(selection_set: SelectionSetNode) -> int:
        total = 0
        for selection, depth in list_selections(selection_set):
            total += weigh(selection, depth)
            if isinstance(selection, FragmentSpreadNode) and (follow_deeper or depth == 0):
                total += sums[selection.name.value]
        return total

    for name, fragment in definitions.fragments.items():
        sums[name] = add_up(fragment.selection_set)
    return tuple(add_up(operation.selection_set) for operation in definitions.operations)
