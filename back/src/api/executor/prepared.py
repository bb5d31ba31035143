"""A document that may be executed: parsed, within the limits, valid, weighed."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from graphql import DocumentNode, FieldNode, GraphQLError, GraphQLSchema, OperationDefinitionNode, OperationType, validate

from api.limits.check import check_document
from api.limits.cost import Weight, weigh_operation
from api.limits.definitions import Definitions
from api.limits.refused import Refused, refused
from api.limits.source import parse_source
from settings import Limits

_MAXIMUM_ERRORS = 20
_INTROSPECTION = frozenset({"__schema", "__type"})


@dataclass(frozen=True, slots=True)
class PreparedOperation:
    """One operation of a document."""

    node: OperationDefinitionNode
    kind: OperationType
    weight: Weight


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document with its operations by name; the nameless one is at `None`."""

    digest: str
    schema: GraphQLSchema
    document: DocumentNode
    operations: Mapping[str | None, PreparedOperation]
    is_introspection: bool
    """The answer depends on the schema alone: one operation of nothing but introspection, without variables."""
    size: int
    """An estimate of the memory it takes, in bytes."""


def digest_of(text: str) -> str:
    """Return the hash that a document's text is known by."""
    return sha256(text.encode()).hexdigest()


def prepare(text: str, digest: str, *, schema: GraphQLSchema, limits: Limits) -> Prepared:
    """Parse, check and validate a document. Raises `Refused`."""
    document = parse_source(text, limits)
    definitions = check_document(document, limits)
    errors = validate(schema, document, max_errors=_MAXIMUM_ERRORS, hide_suggestions=True)
    if errors:
        raise Refused([_as_invalid(error) for error in errors])
    operations = {
        operation.name.value if operation.name else None: _prepare_operation(schema, operation, definitions)
        for operation in definitions.operations
    }
    return Prepared(
        digest=digest,
        schema=schema,
        document=document,
        operations=operations,
        is_introspection=len(operations) == 1 and all(map(_is_introspection, definitions.operations)),
        size=_estimate_size(text, document),
    )


def select_operation(prepared: Prepared, name: str | None) -> PreparedOperation:
    """Return the operation that is asked for. Raises `Refused` when there is none or several fit, and for subscriptions."""
    if name is None and len(prepared.operations) != 1:
        raise refused("UNKNOWN_OPERATION", "Must provide operation name if query contains multiple operations.")
    operation = next(iter(prepared.operations.values())) if name is None else prepared.operations.get(name)
    if operation is None:
        raise refused("UNKNOWN_OPERATION", "The document has no operation of the given name.")
    if operation.kind is OperationType.SUBSCRIPTION:
        raise refused("SUBSCRIPTION", "Subscriptions are not supported.")
    return operation


def _prepare_operation(schema: GraphQLSchema, node: OperationDefinitionNode, definitions: Definitions) -> PreparedOperation:
    return PreparedOperation(node=node, kind=node.operation, weight=weigh_operation(schema, node, definitions.fragments))


def _is_introspection(node: OperationDefinitionNode) -> bool:
    names = {selection.name.value if isinstance(selection, FieldNode) else None for selection in node.selection_set.selections}
    return node.operation is OperationType.QUERY and not node.variable_definitions and bool(names) and names <= _INTROSPECTION


def _as_invalid(error: GraphQLError) -> GraphQLError:
    error.extensions = {"code": "INVALID_DOCUMENT"}
    return error


def _estimate_size(text: str, document: DocumentNode) -> int:
    tokens = getattr(document, "token_count", len(text))
    return 4 * len(text) + 1_000 * int(tokens)
