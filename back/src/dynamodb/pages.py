"""Pages that are exactly as long as they are asked for, out of the engine's own, which end where it likes."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dynamodb.items import EXPIRES_AT, read_item
from dynamodb.ranges import condition_of, is_selected, place_of
from store.values import After, Item, Page, Query

if TYPE_CHECKING:
    from types_aiobotocore_dynamodb import DynamoDBClient

_FEWEST_ROWS = 25
"""Of a call that goes on: a page that needs one is among many rows with equal sort keys, or of large ones."""
_MOST_ROWS = 1_000


async def read_page(client: "DynamoDBClient", table: str, query: Query) -> Page[Item]:
    """Read exactly `query.first` rows, fewer only at the end.

    An index lists rows with equal sort keys in an order of its own: a row counts once all that share its sort key were met.
    """
    wanted = query.first + 1
    rows: list[Item] = []
    asked, limit = _asked(table, query), _first_limit(query)
    while asked is not None:
        answer = await client.query(**asked, ScanIndexForward=not query.descending, Limit=limit)
        found = [read_item(image) for image in answer["Items"]]
        rows.extend(item for item in found if is_selected(query, item))
        last = answer.get("LastEvaluatedKey")
        if last is None or _settled(query, rows) >= wanted or (found and _is_past(query, found[-1])):
            break
        asked, limit = {**asked, "ExclusiveStartKey": last}, min(max(wanted - len(rows), _FEWEST_ROWS), _MOST_ROWS)
    ordered = sorted(rows, key=lambda item: place_of(query, item), reverse=query.descending)
    page = tuple(ordered[: query.first])
    return Page(page, After(*place_of(query, page[-1])) if len(ordered) >= wanted else None)


async def count_rows(client: "DynamoDBClient", table: str, query: Query, *, alive_at: int) -> int:
    """Count what a query selects and is alive, its place to go on and its limit set aside; the rows are not sent."""
    asked = _asked(table, replace(query, after=None))
    number = 0
    while asked is not None:
        answer = await client.query(
            **{
                **asked,
                "Select": "COUNT",
                "FilterExpression": "attribute_not_exists(#e) OR #e > :alive",
                "ExpressionAttributeNames": {**asked["ExpressionAttributeNames"], "#e": EXPIRES_AT},
                "ExpressionAttributeValues": {**asked["ExpressionAttributeValues"], ":alive": {"N": str(alive_at)}},
            }
        )
        number += answer["Count"]
        last = answer.get("LastEvaluatedKey")
        asked = {**asked, "ExclusiveStartKey": last} if last else None
    return number


def _asked(table: str, query: Query) -> dict[str, Any] | None:
    """Return what is asked of the engine; nothing for a query that selects nothing."""
    condition = condition_of(query)
    if condition is None:
        return None
    asked = {
        "TableName": table,
        "KeyConditionExpression": condition.text,
        "ExpressionAttributeNames": condition.names,
        "ExpressionAttributeValues": condition.values,
    }
    # An index is behind the table anyway; the table itself answers what was acknowledged.
    return {**asked, "ConsistentRead": True} if query.index is None else {**asked, "IndexName": query.index.value}


def _first_limit(query: Query) -> int:
    """Return how many rows the first call reads: the page and the next row, and those that only show where the page begins and ends."""
    beginning = 0 if query.after is None else 1
    ending = 0 if query.index is None else 1
    return min(query.first + 1 + beginning + ending, _MOST_ROWS)


def _settled(query: Query, rows: list[Item]) -> int:
    """Return how many rows have their place, whatever the next ones are."""
    if query.index is None or not rows:
        return len(rows)
    last, _ = place_of(query, rows[-1])
    return sum(place_of(query, item)[0] != last for item in rows)


def _is_past(query: Query, item: Item) -> bool:
    """Tell whether a row shows that no other will be selected."""
    sort, _ = place_of(query, item)
    return not query.descending and sort > query.prefix and not sort.startswith(query.prefix)
