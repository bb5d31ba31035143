"""How many fields may stand inside each other, fragments expanded."""

from graphql import FieldNode, FragmentSpreadNode, SelectionSetNode

from api.limits.definitions import Definitions, list_selections
from api.limits.refused import over_limit


def check_depth(definitions: Definitions, maximum: int) -> None:
    """Raise `Refused` when an operation nests more fields than `maximum`."""
    depths: dict[str, int] = {}

    def measure(selection_set: SelectionSetNode) -> int:
        deepest = 0
        for selection, around in list_selections(selection_set):
            if isinstance(selection, FieldNode):
                deepest = max(deepest, around + 1)
            elif isinstance(selection, FragmentSpreadNode):
                deepest = max(deepest, around + depths[selection.name.value])
        return deepest

    for name, fragment in definitions.fragments.items():
        depths[name] = measure(fragment.selection_set)
    for operation in definitions.operations:
        depth = measure(operation.selection_set)
        if depth > maximum:
            raise over_limit("depth", maximum, f"The operation is {depth} fields deep", nodes=[operation])
