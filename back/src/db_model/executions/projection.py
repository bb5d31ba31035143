"""What the index knows of executions: what their list filters by."""

from collections.abc import Sequence

from clock import to_sortable_date
from db_model import parts
from db_model.executions.facet import FACET
from db_model.executions.types import Execution
from store.index import Collection, Document, Field, FieldKind, Operation, Remove, Target, Upsert
from store.values import Item, Key

COLLECTION = Collection(
    name="executions",
    fields=(
        Field("date", FieldKind.DATE),
        Field("kind", FieldKind.KEYWORD),
        Field("repo", FieldKind.KEYWORD),
        Field("strictness", FieldKind.KEYWORD),
        Field("vulnerable", FieldKind.BOOLEAN),
    ),
    sorts=(("group", "date"),),
)


def project(_key: Key, old: Item | None, new: Item | None) -> Sequence[Operation]:
    """Return what a change of an execution changes in the index."""
    item = new or old
    if item is None:
        return ()
    execution = FACET.codec.to_entity(item)
    if new is None:
        return (Remove(COLLECTION.name, _to_id(execution), execution.version),)
    return (Upsert(_document(execution)),)


def documents(key: Key) -> Sequence[Target]:
    """Return the document that an execution has."""
    _, group_name, execution_id = parts.split(key.partition)
    return (Target(COLLECTION.name, parts.join(group_name, execution_id)),)


def from_id(document_id: str) -> tuple[str, str]:
    """Return the group and the id of an execution that was found."""
    group_name, execution_id = parts.split(document_id)
    return group_name, execution_id


def _to_id(execution: Execution) -> str:
    return parts.join(execution.group_name, execution.id)


def _document(execution: Execution) -> Document:
    """Return the document of an execution."""
    repository = execution.repository
    return Document(
        collection=COLLECTION.name,
        id=_to_id(execution),
        version=execution.version,
        group=execution.group_name,
        organization=execution.organization_id,
        fields={
            "date": to_sortable_date(execution.date),
            "kind": execution.kind.value,
            "strictness": execution.strictness.value,
            "vulnerable": execution.numbers.open > 0,
            **({} if repository.repo is None else {"repo": repository.repo}),
        },
        text=" ".join(text for text in (execution.id, *repository) if text is not None),
    )
