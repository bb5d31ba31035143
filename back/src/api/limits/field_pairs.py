"""How many pairs validation may have to compare to tell that fields of one name can be merged."""

from collections.abc import Mapping, Sequence

from graphql import FieldNode, FragmentDefinitionNode, FragmentSpreadNode, InlineFragmentNode, SelectionSetNode

from api.limits.definitions import Definitions
from api.limits.refused import over_limit


def check_field_pairs(definitions: Definitions, maximum: int) -> None:
    """Raise `Refused` past `maximum` pairs: of fields that answer under one name, and of fragments spread side by side.

    The number of selections must have been checked before: it bounds this walk.
    """
    for operation in definitions.operations:
        pairs = 0
        levels: list[Sequence[SelectionSetNode]] = [[operation.selection_set]]
        while levels:
            fields, spreads = _merge(levels.pop(), definitions.fragments)
            pairs += _pairs(spreads) + sum(_pairs(len(same)) for same in fields.values())
            if pairs > maximum:
                raise over_limit("field_pairs", maximum, "Too many fields answer under one name", nodes=[operation])
            levels.extend([field.selection_set for field in same if field.selection_set] for same in fields.values())


def _pairs(count: int) -> int:
    return count * (count - 1) // 2


def _merge(level: Sequence[SelectionSetNode], fragments: Mapping[str, FragmentDefinitionNode]) -> tuple[dict[str, list[FieldNode]], int]:
    """Group the fields of selection sets that are merged into one by the name they answer under; count the spreads."""
    fields: dict[str, list[FieldNode]] = {}
    spreads = 0
    pending = list(level)
    while pending:
        for selection in pending.pop().selections:
            if isinstance(selection, FieldNode):
                fields.setdefault((selection.alias or selection.name).value, []).append(selection)
            elif isinstance(selection, FragmentSpreadNode):
                spreads += 1
                pending.append(fragments[selection.name.value].selection_set)
            elif isinstance(selection, InlineFragmentNode):
                pending.append(selection.selection_set)
    return fields, spreads
