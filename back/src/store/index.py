"""The port of the search index: documents that lists filter, sort, count and search by words; it answers ids, never entities."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple, Protocol, TypeAlias

from store.values import Item, Key, Position

Scalar: TypeAlias = str | int | Decimal | bool

ID = "id"
GROUP = "group"
ORGANIZATION = "organization"
"""Every document has these; filters, sorts and groupings name them like fields."""


class FieldKind(StrEnum):
    """What a field holds."""

    KEYWORD = "keyword"
    """A text that is compared whole, in the order of its UTF-8 bytes."""
    NUMBER = "number"
    """A number below 10^12 with at most 6 decimals, kept exactly; it comes back as a `Decimal`."""
    DATE = "date"
    """A text in ISO 8601, in UTC and always as long, so that texts sort as times do."""
    BOOLEAN = "boolean"
    """False sorts before true."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a collection; `many` is a set of keywords, which has no order."""

    name: str
    kind: FieldKind
    many: bool = False


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents of one kind: their fields, and how they are asked for.

    Each of `sorts` names fields: pages that fix all but the last of them and are sorted by the last are found without sorting.
    `counters` names the fields whose combinations are counted as documents come and go, the one that most counts fix first.
    `revision` is raised whenever the projection makes other documents of the same items.
    """

    name: str
    fields: tuple[Field, ...]
    sorts: tuple[tuple[str, ...], ...] = ()
    counters: tuple[str, ...] = ()
    revision: int = 1


@dataclass(frozen=True, slots=True)
class Document:
    """What the index knows of one entity: an absent value has no field, and so has an empty set."""

    collection: str
    id: str
    version: int
    group: str | None
    organization: str
    fields: Mapping[str, Scalar | frozenset[str]]
    text: str = ""


@dataclass(frozen=True, slots=True)
class Upsert:
    """Put a document in place of the one with its id."""

    document: Document


@dataclass(frozen=True, slots=True)
class Remove:
    """Take a document away; `version` is the last that it had."""

    collection: str
    id: str
    version: int


class Target(NamedTuple):
    """A document, or the place of one that is not there."""

    collection: str
    id: str


Operation: TypeAlias = Upsert | Remove
Projection: TypeAlias = Callable[[Key, Item | None, Item | None], Sequence[Operation]]
"""What a change of an item, from old to new, changes in the index: a pure function.

Each change of an item is an operation on each of its documents, or nobody could tell that the index has seen it.
"""


@dataclass(frozen=True, slots=True)
class SearchSchema:
    """The collections, and what fills them.

    `tags` names the entities that are projected: the text before the first `#` of their items' partitions. `documents` tells which
    documents the item at a key has, or has not: all that the projection of its changes has operations on.
    """

    collections: tuple[Collection, ...]
    projection: Projection
    tags: frozenset[str]
    documents: Callable[[Key], Sequence[Target]]


@dataclass(frozen=True, slots=True)
class InGroups:
    """Only documents of these groups; of none, nothing is found and nothing is asked."""

    groups: frozenset[str]


@dataclass(frozen=True, slots=True)
class InOrganization:
    """Only documents of this organization."""

    id: str


@dataclass(frozen=True, slots=True)
class Anywhere:
    """Every document."""


Scope: TypeAlias = InGroups | InOrganization | Anywhere


@dataclass(frozen=True, slots=True)
class AnyOf:
    """The field is, or its set holds, one of the values; of none, nothing is found."""

    field: str
    values: frozenset[Scalar]


@dataclass(frozen=True, slots=True)
class Between:
    """The field lies between two values, both included; without one of them it is open on that side."""

    field: str
    low: Scalar | None
    high: Scalar | None


@dataclass(frozen=True, slots=True)
class Missing:
    """The document has no such field."""

    field: str


@dataclass(frozen=True, slots=True)
class Present:
    """The document has the field."""

    field: str


@dataclass(frozen=True, slots=True)
class Not:
    """Exactly the documents that the filter does not find, those without its field included."""

    filter: "Filter"


Filter: TypeAlias = AnyOf | Between | Missing | Present | Not


@dataclass(frozen=True, slots=True)
class Sort:
    """By a field and then by id, both in the same direction; documents without the field come last in either."""

    field: str = ID
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a hit stands in the order: its value of the sort field and its id."""

    value: Scalar | None
    id: str


@dataclass(frozen=True, slots=True)
class Search:
    """A page of a collection: the documents that are in the scope, pass every filter and hold every word of the text.

    `text` is what a person typed: `store.words` tells its words, each finds what begins with it, and without words it finds all.
    """

    collection: str
    scope: Scope
    filters: tuple[Filter, ...] = ()
    text: str = ""
    sort: Sort = field(default_factory=Sort)
    after: Place | None = None
    first: int = 100
    with_total: bool = True


class Hits(NamedTuple):
    """The hits of a page in order, the place of each, how many there are on all pages, and where the next one begins."""

    ids: tuple[str, ...]
    places: tuple[Place, ...]
    total: int | None
    """`None` if it was not asked for."""
    next: Place | None
    """`None` at the end."""


class MetricKind(StrEnum):
    """What is told of the documents of a bucket."""

    COUNT = "count"
    SUM = "sum"
    MIN = "min"
    MAX = "max"


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric of a field; a count has none, and only numbers have a sum."""

    kind: MetricKind
    field: str | None = None


COUNT = Metric(MetricKind.COUNT)


@dataclass(frozen=True, slots=True)
class Aggregate:
    """Metrics of the documents that a search would find, for each combination of the fields of `group_by`.

    A document with several values of such a field is in the bucket of each. Without `group_by` there is one bucket, always.
    """

    collection: str
    scope: Scope
    filters: tuple[Filter, ...] = ()
    text: str = ""
    group_by: tuple[str, ...] = ()
    metrics: tuple[Metric, ...] = (COUNT,)


class Bucket(NamedTuple):
    """A combination of values and its metrics, in the order in which they were asked for.

    A sum is a `Decimal`, 0 of nothing; the least and the greatest of nothing are `None`.
    """

    key: tuple[Scalar | None, ...]
    metrics: tuple[Scalar | None, ...]


class Index(Protocol):
    """Documents that are found by what they hold; it may lag behind the table, so no decision rests on it.

    Every call raises `InvalidValue` for what the collections do not have, `TooLarge`, `Throttled` and `Unavailable`.
    """

    async def search(self, request: Search) -> Hits:
        """Find a page of hits."""

    async def search_many(self, requests: Sequence[Search]) -> Sequence[Hits]:
        """Find several pages in one call, in the order of the requests."""

    async def aggregate(self, request: Aggregate) -> tuple[Bucket, ...]:
        """Return the buckets in the order of their keys, absent values last."""

    async def aggregate_many(self, requests: Sequence[Aggregate]) -> Sequence[tuple[Bucket, ...]]:
        """Answer several aggregations in one call, in the order of the requests."""

    async def apply(self, operations: Sequence[Operation]) -> None:
        """Apply operations, each unless the index has seen a newer version of its document.

        Of the same version, a removal is the last word. What no index takes is refused before any is applied. When this raises anything
        else, some may be applied, and a reader may see a part: who calls applies all of them again, which comes to the same.
        """

    async def wait_for(self, position: Position, within: timedelta) -> None:
        """Wait until what was written up to a position can be found; raises `Unavailable` when the time is over."""

    async def check(self) -> None:
        """Raise `Unavailable` when a collection has no index, or one that is not made as this release makes it."""

    async def close(self) -> None:
        """Let go of the engine."""
