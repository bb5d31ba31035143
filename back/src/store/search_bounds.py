"""What the index takes, checked before anything is sent, so that what one adapter takes every other takes too."""

import re
from collections.abc import Collection as Sized
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from store.errors import InvalidValue, TooLarge
from store.index import (
    GROUP,
    ID,
    ORGANIZATION,
    Aggregate,
    AnyOf,
    Between,
    Collection,
    Document,
    Field,
    FieldKind,
    Filter,
    InGroups,
    InOrganization,
    Metric,
    MetricKind,
    Missing,
    Not,
    Operation,
    Present,
    Scalar,
    Scope,
    Search,
    Upsert,
)

ID_BYTES = 512
KEYWORD_BYTES = 4_096
TEXT_BYTES = 400 * 1_024
VALUES = 10_000
"""How many values a request may compare with, its scope and all filters together."""
SET_VALUES = 1_000
PAGE = 9_999
"""How many hits a page has at most."""
HIGHEST_VERSION = 2**62 - 1
DECIMALS = 6
NUMBER_LIMIT = 10**12
"""What every number is below, whatever its sign; so that a number is, times 10^6, an integer of 64 bits."""

IMPLICIT: tuple[Field, ...] = (Field(ID, FieldKind.KEYWORD), Field(GROUP, FieldKind.KEYWORD), Field(ORGANIZATION, FieldKind.KEYWORD))
_RESERVED = frozenset({ID, GROUP, ORGANIZATION, "version", "text"})
_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_NAME_LENGTH = 40


def fields_of(collection: Collection) -> dict[str, Field]:
    """Return the fields of a collection by name, with those that every document has."""
    return {field.name: field for field in (*IMPLICIT, *collection.fields)}


def check_collection(collection: Collection) -> None:
    """Check the definition of a collection; raises `InvalidValue`."""
    names = [field.name for field in collection.fields]
    for name in (collection.name, *names):
        if not _NAME.fullmatch(name) or len(name) > _NAME_LENGTH:
            raise InvalidValue(f"{name!r} is no name of a collection or a field")
    if len(set(names)) < len(names) or _RESERVED & set(names):
        raise InvalidValue(f"two fields of {collection.name} have one name")
    if any(field.many and field.kind is not FieldKind.KEYWORD for field in collection.fields):
        raise InvalidValue(f"only keywords of {collection.name} can be many")
    for name in (*(name for sort in collection.sorts for name in sort), *collection.counters):
        _single(fields_of(collection), name, "is sorted or counted")
    if any(not sort for sort in collection.sorts):
        raise InvalidValue(f"a sort of {collection.name} names no field")


def check_operation(collections: Mapping[str, Collection], operation: Operation) -> None:
    """Check a document or the removal of one; raises `InvalidValue` and `TooLarge`."""
    if isinstance(operation, Upsert):
        check_document(_collection(collections, operation.document.collection), operation.document)
        return
    _collection(collections, operation.collection)
    _check_text("id", operation.id, ID_BYTES, least=1)
    _check_version(operation.version)


def check_document(collection: Collection, document: Document) -> None:
    """Check a document of a collection; raises `InvalidValue` and `TooLarge`."""
    _check_text("id", document.id, ID_BYTES, least=1)
    _check_version(document.version)
    if document.group is not None:
        _check_text("group", document.group, KEYWORD_BYTES)
    _check_text("organization", document.organization, KEYWORD_BYTES)
    _check_text("text", document.text, TEXT_BYTES)
    own = {field.name: field for field in collection.fields}
    for name, value in document.fields.items():
        _check_field(_field(own, name), value)


def check_search(collections: Mapping[str, Collection], search: Search) -> None:
    """Check a search; raises `InvalidValue` and `TooLarge`."""
    fields = _check_selection(collections, search)
    sort = _single(fields, search.sort.field, "is sorted by")
    if search.first < 1:
        raise InvalidValue(f"a page has at least 1 hit, not {search.first}")
    if search.first > PAGE:
        raise TooLarge(f"a page has at most {PAGE} hits, not {search.first}")
    if search.after is not None:
        _check_text("id of the place to go on after", search.after.id, ID_BYTES)
        if search.after.value is not None:
            check_scalar(sort, search.after.value)


def check_aggregate(collections: Mapping[str, Collection], aggregate: Aggregate) -> None:
    """Check an aggregation; raises `InvalidValue` and `TooLarge`."""
    fields = _check_selection(collections, aggregate)
    for name in aggregate.group_by:
        _field(fields, name)
    if len(set(aggregate.group_by)) < len(aggregate.group_by):
        raise InvalidValue("an aggregation groups by one field twice")
    for metric in aggregate.metrics:
        _check_metric(fields, metric)


def check_scalar(field: Field, value: object) -> None:
    """Check a value of a field; raises `InvalidValue` and `TooLarge`."""
    match field.kind, value:
        case ((FieldKind.KEYWORD | FieldKind.DATE), str()):
            _check_text(f"field {field.name!r}", value, ID_BYTES if field.name == ID else KEYWORD_BYTES)
        case FieldKind.BOOLEAN, bool():
            return
        case FieldKind.NUMBER, (int() | Decimal()) if not isinstance(value, bool):
            _check_number(field.name, Decimal(value))
        case _:
            raise InvalidValue(f"the field {field.name!r} is a {field.kind.value}, not a {type(value).__name__}")


def _check_number(name: str, number: Decimal) -> None:
    if not number.is_finite() or abs(number) >= NUMBER_LIMIT:
        raise InvalidValue(f"the field {name!r} holds a number below 10^12")
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -DECIMALS and round(number, DECIMALS) != number:
        raise InvalidValue(f"the field {name!r} holds a number of at most {DECIMALS} decimals")


def _check_field(field: Field, value: object) -> None:
    if field.many != isinstance(value, frozenset):
        raise InvalidValue(f"the field {field.name!r} holds {'a set' if field.many else 'one value'}")
    if not isinstance(value, frozenset):
        check_scalar(field, value)
        return
    if len(value) > SET_VALUES:
        raise TooLarge(f"the field {field.name!r} holds at most {SET_VALUES} values, not {len(value)}")
    for part in value:
        check_scalar(field, part)


def _check_selection(collections: Mapping[str, Collection], request: Search | Aggregate) -> dict[str, Field]:
    """Check what searches and aggregations have in common, and return the fields."""
    fields = fields_of(_collection(collections, request.collection))
    for one in request.filters:
        _check_filter(fields, one)
    number = sum(map(len, _sets(request.scope, request.filters)))
    if number > VALUES:
        raise TooLarge(f"a request compares with at most {VALUES} values, not {number}")
    for group in _groups(request.scope):
        _check_text("scope", group, KEYWORD_BYTES)
    return fields


def _groups(scope: Scope) -> frozenset[str]:
    match scope:
        case InGroups(groups=groups):
            return groups
        case InOrganization(id=organization):
            return frozenset({organization})
        case _:
            return frozenset()


def _sets(scope: Scope, filters: Sequence[Filter]) -> Iterator[Sized[Scalar]]:
    yield _groups(scope)
    for one in filters:
        inner = _innermost(one)
        if isinstance(inner, AnyOf):
            yield inner.values


def _innermost(one: Filter) -> AnyOf | Between | Missing | Present:
    while isinstance(one, Not):
        one = one.filter
    return one


def _check_filter(fields: Mapping[str, Field], one: Filter) -> None:
    match _innermost(one):
        case AnyOf(field=name, values=values):
            field = _field(fields, name)
            for value in values:
                check_scalar(field, value)
        case Between(field=name, low=low, high=high):
            field = _single(fields, name, "lies between two")
            for end in (low, high):
                if end is not None:
                    check_scalar(field, end)
        case Missing(field=name) | Present(field=name):
            _field(fields, name)


def _check_metric(fields: Mapping[str, Field], metric: Metric) -> None:
    if metric.kind is MetricKind.COUNT:
        if metric.field is not None:
            raise InvalidValue("a count is of documents, not of a field")
        return
    if metric.field is None:
        raise InvalidValue(f"a {metric.kind.value} is of a field")
    field = _single(fields, metric.field, f"has a {metric.kind.value}")
    if metric.kind is MetricKind.SUM and field.kind is not FieldKind.NUMBER:
        raise InvalidValue(f"the field {field.name!r} is no number and has no sum")


def _collection(collections: Mapping[str, Collection], name: str) -> Collection:
    found = collections.get(name)
    if found is None:
        raise InvalidValue(f"there is no collection {name!r}")
    return found


def _field(fields: Mapping[str, Field], name: str) -> Field:
    found = fields.get(name)
    if found is None:
        raise InvalidValue(f"there is no field {name!r}")
    return found


def _single(fields: Mapping[str, Field], name: str, what: str) -> Field:
    field = _field(fields, name)
    if field.many:
        raise InvalidValue(f"the field {name!r} holds many values, and only one value {what}")
    return field


def _check_text(what: str, value: object, most: int, *, least: int = 0) -> None:
    if not isinstance(value, str):
        raise InvalidValue(f"the {what} is a text, not a {type(value).__name__}")
    try:
        size = len(value.encode())
    except UnicodeEncodeError as error:
        raise InvalidValue(f"the {what} holds half of a surrogate pair, which is no text") from error
    if size < least:
        raise InvalidValue(f"the {what} has at least {least} byte, not {size}")
    if size > most:
        raise TooLarge(f"the {what} has at most {most} bytes, not {size}")


def _check_version(version: object) -> None:
    if isinstance(version, bool) or not isinstance(version, int) or not 1 <= version <= HIGHEST_VERSION:
        raise InvalidValue("the version of a document is an integer from 1 to 2^62 - 1")
