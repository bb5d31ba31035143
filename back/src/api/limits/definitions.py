"""The operations and fragments of a document, ordered so that each fragment follows those it spreads."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
)

from api.limits.refused import Refused


@dataclass(frozen=True, slots=True)
class Definitions:
    """The parts of a document; `fragments` holds no cycle, and each stands behind those that it spreads."""

    operations: tuple[OperationDefinitionNode, ...]
    fragments: Mapping[str, FragmentDefinitionNode]


def list_selections(selection_set: SelectionSetNode) -> Iterator[tuple[SelectionNode, int]]:
    """Walk all selections of a definition with the number of fields around each; spreads are not followed."""
    pending = [(selection_set, 0)]
    while pending:
        current, depth = pending.pop()
        for selection in current.selections:
            yield selection, depth
            if isinstance(selection, InlineFragmentNode):
                pending.append((selection.selection_set, depth))
            elif not isinstance(selection, FragmentSpreadNode):
                nested = getattr(selection, "selection_set", None)
                if nested is not None:
                    pending.append((nested, depth + 1))


def collect_definitions(document: DocumentNode) -> Definitions:
    """Sort out a document. Raises `Refused` for fragments that are unknown, defined twice, unused or cyclic."""
    operations = tuple(node for node in document.definitions if isinstance(node, OperationDefinitionNode))
    fragments: dict[str, FragmentDefinitionNode] = {}
    for node in document.definitions:
        if isinstance(node, FragmentDefinitionNode):
            if node.name.value in fragments:
                raise _invalid(f"There can be only one fragment named '{node.name.value}'.", node)
            fragments[node.name.value] = node
    spreads = {name: _list_spreads(node.selection_set) for name, node in fragments.items()}
    roots = [spread for operation in operations for spread in _list_spreads(operation.selection_set)]
    for spread in [*roots, *(spread for found in spreads.values() for spread in found)]:
        if spread.name.value not in fragments:
            raise _invalid(f"Unknown fragment '{spread.name.value}'.", spread)
    order = _order(roots, spreads)
    for name, node in fragments.items():
        if name not in order:
            raise _invalid(f"Fragment '{name}' is never used.", node)
    return Definitions(operations=operations, fragments={name: fragments[name] for name in order})


def _list_spreads(selection_set: SelectionSetNode) -> list[FragmentSpreadNode]:
    return [selection for selection, _ in list_selections(selection_set) if isinstance(selection, FragmentSpreadNode)]


def _order(roots: list[FragmentSpreadNode], spreads: Mapping[str, list[FragmentSpreadNode]]) -> dict[str, None]:
    """List the fragments in reach, each behind those it spreads; without recursion, for a chain may be hundreds long."""
    done: dict[str, None] = {}
    for root in roots:
        path = [(root.name.value, iter(spreads[root.name.value]))]
        open_names = {root.name.value}
        while path and path[0][0] not in done:
            name, rest = path[-1]
            spread = next((spread for spread in rest if spread.name.value not in done), None)
            if spread is None:
                path.pop()
                open_names.discard(name)
                done[name] = None
            elif spread.name.value in open_names:
                raise _invalid(f"Cannot spread fragment '{spread.name.value}' within itself.", spread)
            else:
                open_names.add(spread.name.value)
                path.append((spread.name.value, iter(spreads[spread.name.value])))
    return done


def _invalid(message: str, node: FragmentDefinitionNode | FragmentSpreadNode) -> Refused:
    return Refused([GraphQLError(message, node, extensions={"code": "INVALID_DOCUMENT"})])
