"""The values that cross the ports of the store: keys, items, changes, pages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Generic, NamedTuple, TypeAlias, TypeVar, Union

Value: TypeAlias = Union[str, int, bool, Decimal, bytes, tuple["Value", ...], frozenset[str], Mapping[str, "Value"]]  # noqa: UP007 -- it names itself
Row = TypeVar("Row")


class IndexName(StrEnum):
    """The secondary indexes of the table; all are sparse."""

    BY_PARENT = "by_parent"
    BY_SECOND = "by_second"
    UNSEALED = "unsealed"


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """Where an item lives, or where an index lists it; built by the facets only."""

    partition: str
    sort: str


@dataclass(frozen=True, slots=True)
class Prefix:
    """The items of a partition whose sort keys begin with a text; built by the facets only."""

    partition: str
    sort: str


@dataclass(frozen=True, slots=True)
class Item:
    """A row of the table: attributes without absent values, and the place that each secondary index lists it at."""

    key: Key
    version: int
    attributes: Mapping[str, Value]
    indexes: Mapping[IndexName, Key] = field(default_factory=dict)
    expires_at: int | None = None
    """Seconds since 1970; from then on readers must treat the item as absent."""


@dataclass(frozen=True, slots=True)
class Absent:
    """Condition: no item lives at the key."""


@dataclass(frozen=True, slots=True)
class Exists:
    """Condition: some item lives at the key."""


@dataclass(frozen=True, slots=True)
class VersionIs:
    """Condition: the item at the key has this version."""

    version: int


Condition: TypeAlias = Absent | Exists | VersionIs


@dataclass(frozen=True, slots=True)
class Put:
    """Write an item, in place of what lives at its key; without a condition, whatever that is."""

    item: Item
    condition: Condition | None

    @property
    def key(self) -> Key:
        """Return the key that is written."""
        return self.item.key


@dataclass(frozen=True, slots=True)
class Delete:
    """Remove the item at a key; removing nothing is no error unless the condition says so."""

    key: Key
    condition: Condition | None


@dataclass(frozen=True, slots=True)
class Check:
    """Change nothing, but let the transaction fail unless the condition holds."""

    key: Key
    condition: Condition


Change: TypeAlias = Put | Delete | Check


@dataclass(frozen=True, slots=True)
class After:
    """The place of the last row of a page: its sort key in what was read, and its own key."""

    sort: str
    key: Key


class Page(NamedTuple, Generic[Row]):
    """Rows in order, and where the next page begins; `None` at the end."""

    items: tuple[Row, ...]
    next: After | None


@dataclass(frozen=True, slots=True)
class Query:
    """Which rows of one partition to read, in the order of their sort keys.

    `index` is a secondary index, or `None` for the table itself. `low` and `high` are inclusive bounds of the sort key and go
    instead of a prefix.
    """

    index: IndexName | None
    partition: str
    prefix: str = ""
    low: str | None = None
    high: str | None = None
    after: After | None = None
    first: int = 100
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Position:
    """A point in the order of writes; what was written up to it can be waited for."""

    token: str = ""
