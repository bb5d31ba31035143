"""Operations as what the engine is sent: a document, or what is left of a removed one, each with a version that orders them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NamedTuple, TypeAlias

from search.cells import Cell, to_cell, to_parts
from search.mapping import REMOVED_AT, SEARCH, SUM_PARTS, Json, property_of, sums_of
from store.index import GROUP, ID, ORGANIZATION, Collection, Document, Field, FieldKind, Operation, Scalar, Target, Upsert
from store.search_bounds import fields_of
from store.words import words

Body: TypeAlias = dict[str, object]


class Write(NamedTuple):
    """What is written of a document."""

    target: Target
    version: int
    """Of the engine: higher than those of all that it replaces, or as high."""
    body: Mapping[str, object]


def engine_version(version: int, *, is_removed: bool = False) -> int:
    """Return the engine's version of a document's: a removal comes after the document of the same version."""
    return 2 * version + is_removed


def to_write(collections: Mapping[str, Collection], operation: Operation, now: datetime) -> Write:
    """Return what is written for a checked operation."""
    if isinstance(operation, Upsert):
        document = operation.document
        body = to_body(collections[document.collection], document)
        return Write(Target(document.collection, document.id), engine_version(document.version), body)
    target = Target(operation.collection, operation.id)
    return Write(target, engine_version(operation.version, is_removed=True), {REMOVED_AT: now.astimezone(UTC).isoformat()})


def to_body(collection: Collection, document: Document) -> Body:
    """Return the properties of a document."""
    fields = fields_of(collection)
    body: Body = {ID: document.id, ORGANIZATION: document.organization}
    if document.group is not None:
        body[GROUP] = document.group
    if said := " ".join(words(document.text)):
        body[SEARCH] = said
    for name, value in document.fields.items():
        body.update(_properties(fields[name], value))
    return body


def fitted(body: Mapping[str, object], own: Mapping[str, Json], there: Mapping[str, Json]) -> Body:
    """Return the part of a document that an index of another definition keeps in the same way."""
    return {name: value for name, value in body.items() if there.get(name) == own.get(name)}


def _properties(field: Field, value: Scalar | frozenset[str]) -> Body:
    if isinstance(value, frozenset):
        return {property_of(field.name): sorted(value)} if value else {}
    cell = to_cell(field, value)
    return {property_of(field.name): cell, **_sums(field, cell)}


def _sums(field: Field, cell: Cell) -> Body:
    if field.kind is not FieldKind.NUMBER:
        return {}
    return {sums_of(field.name): dict(zip(SUM_PARTS, to_parts(int(cell)), strict=True))}
