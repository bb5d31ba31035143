"""Which sort keys a query selects, as one condition of the engine and a test of the rows at its ends."""

from typing import TYPE_CHECKING, NamedTuple

from dynamodb.items import names_of
from store.bounds import SORT_BYTES
from store.prefixes import after_prefix
from store.values import Item, Key, Query

if TYPE_CHECKING:
    from types_aiobotocore_dynamodb.type_defs import AttributeValueTypeDef


class Condition(NamedTuple):
    """A condition on keys, the names in it and the values in it."""

    text: str
    names: dict[str, str]
    values: "dict[str, AttributeValueTypeDef]"


class _Bounds(NamedTuple):
    low: str | None
    high: str | None
    """Both inclusive."""


def condition_of(query: Query) -> Condition | None:
    """Return the condition that selects what a query still has to read; `None` when that is nothing, which the engine refuses to be asked.

    Behind a place to go on after it may select a few rows too many at its ends, which `is_selected` tells.
    """
    partition, sort = names_of(query.index)
    of_partition = Condition("#p = :p", {"#p": partition}, {":p": {"S": query.partition}})
    if query.prefix and query.after is None:
        return _with(of_partition, sort, "begins_with(#s, :prefix)", {":prefix": query.prefix})
    match _bounds_of(query):
        case _Bounds(low=str() as low, high=str() as high):
            return _with(of_partition, sort, "#s BETWEEN :low AND :high", {":low": low, ":high": high}) if low <= high else None
        case _Bounds(low=str() as low):
            return _with(of_partition, sort, "#s >= :low", {":low": low})
        case _Bounds(high=str() as high):
            return _with(of_partition, sort, "#s <= :high", {":high": high})
    return of_partition


def is_selected(query: Query, item: Item) -> bool:
    """Tell whether a row within the bounds is one that a query selects and has not answered yet."""
    sort, key = place_of(query, item)
    if query.after is None or not sort.startswith(query.prefix):
        return sort.startswith(query.prefix)
    # In the table itself a sort key names one row, whatever key the place to go on has.
    here, there = (sort, key), (query.after.sort, key if query.index is None else query.after.key)
    return here < there if query.descending else here > there


def place_of(query: Query, item: Item) -> tuple[str, Key]:
    """Return what the rows of a query are ordered by: equal sort keys go by the items' own keys."""
    return (item.key.sort if query.index is None else item.indexes[query.index].sort, item.key)


def _bounds_of(query: Query) -> _Bounds:
    low, high = (query.prefix, _end_of(query.prefix)) if query.prefix else (query.low, query.high)
    if query.after is None:
        return _Bounds(low, high)
    after = query.after.sort
    if query.descending:
        return _Bounds(low, after if high is None else min(high, after))
    return _Bounds(after if low is None else max(low, after), high)


def _end_of(prefix: str) -> str | None:
    """Return a text above all those that begin with a prefix; none where no sort key may be as long as that."""
    end = after_prefix(prefix)
    return end if end is not None and len(end.encode()) <= SORT_BYTES else None


def _with(of_partition: Condition, sort: str, text: str, values: dict[str, str]) -> Condition:
    return Condition(
        f"{of_partition.text} AND {text}",
        {**of_partition.names, "#s": sort},
        {**of_partition.values, **{name: {"S": value} for name, value in values.items()}},
    )
