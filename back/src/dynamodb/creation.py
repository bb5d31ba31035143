"""The table: making it as this service needs it, again and again if asked, and telling what one that is there lacks."""

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from dynamodb.connection import Place, connect
from dynamodb.errors import ABSENT, TableNotReady, code_of, translated
from dynamodb.items import EXPIRES_AT, TABLE, Names, names_of
from store.values import IndexName

if TYPE_CHECKING:
    from types_aiobotocore_dynamodb import DynamoDBClient
    from types_aiobotocore_dynamodb.type_defs import KeySchemaElementTypeDef, TableDescriptionTypeDef

_LONGEST_SECONDS = 600
_BETWEEN_LOOKS_SECONDS = 1.0
_STREAM = "NEW_AND_OLD_IMAGES"


def definition(table: str) -> Mapping[str, Any]:
    """Return what a table is made with, in the terms of `CreateTable`: paid by request, sparse indexes, a stream."""
    every = [TABLE, *(names_of(index) for index in IndexName)]
    return {
        "TableName": table,
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": name, "AttributeType": "S"} for names in every for name in names],
        "KeySchema": _schema(TABLE),
        "GlobalSecondaryIndexes": [
            {"IndexName": index.value, "KeySchema": _schema(names_of(index)), "Projection": {"ProjectionType": "ALL"}}
            for index in IndexName
        ],
        "StreamSpecification": {"StreamEnabled": True, "StreamViewType": _STREAM},
    }


async def create_table(place: Place) -> bool:
    """Make a table, or switch on what one that is there lacks, and wait until it can be used; tell whether it was made.

    Raises `TableNotReady` for one whose keys or indexes are others.
    """
    async with connect(place) as client:
        with translated():
            is_new = await _describe(client, place.table) is None
            if is_new:
                await client.create_table(**definition(place.table))
            described = await _when_active(client, place.table)
            _check_keys(described)
            if not _has_stream(described):
                await client.update_table(TableName=place.table, StreamSpecification=definition(place.table)["StreamSpecification"])
                await _when_active(client, place.table)
            await _let_items_expire(client, place.table)
            await _keep_backups(client, place.table)
    return is_new


async def check_table(client: "DynamoDBClient", table: str) -> None:
    """Raise `TableNotReady` for a table that is not there, not ready yet or not as it has to be."""
    with translated():
        described = await _describe(client, table)
    if described is None:
        raise TableNotReady(f"there is no table {table}: make it with `integrates table create`")
    if not _is_active(described):
        raise TableNotReady(f"the table {table} is being made: try again in a moment")
    _check_keys(described)
    if not _has_stream(described):
        raise TableNotReady(f"the table {table} has no stream of old and new items: `integrates table create` switches it on")


async def _describe(client: "DynamoDBClient", table: str) -> "TableDescriptionTypeDef | None":
    try:
        return (await client.describe_table(TableName=table))["Table"]
    except ClientError as error:
        if code_of(error) == ABSENT:
            return None
        raise


async def _when_active(client: "DynamoDBClient", table: str) -> "TableDescriptionTypeDef":
    async with asyncio.timeout(_LONGEST_SECONDS):
        while (described := await _describe(client, table)) is None or not _is_active(described):  # noqa: ASYNC110 -- the engine tells nobody
            await asyncio.sleep(_BETWEEN_LOOKS_SECONDS)
    return described


def _is_active(described: "TableDescriptionTypeDef") -> bool:
    """Tell whether a table and its indexes can be used; one that is updated can."""
    states = [described.get("TableStatus"), *(index.get("IndexStatus", "ACTIVE") for index in described.get("GlobalSecondaryIndexes", ()))]
    return all(state in {"ACTIVE", "UPDATING"} for state in states)


def _check_keys(described: "TableDescriptionTypeDef") -> None:
    table = described.get("TableName", "")
    if _names_in(described.get("KeySchema", ())) != TABLE:
        raise TableNotReady(
            f"the table {table} has other keys than {' and '.join(TABLE)}: it is not one of this service, or of another release"
        )
    found = {index.get("IndexName"): _names_in(index.get("KeySchema", ())) for index in described.get("GlobalSecondaryIndexes", ())}
    wrong = [index.value for index in IndexName if found.get(index.value) != names_of(index)]
    if wrong:
        raise TableNotReady(f"the table {table} has no index {', '.join(wrong)}, or one with other keys")


def _has_stream(described: "TableDescriptionTypeDef") -> bool:
    stream = described.get("StreamSpecification", {"StreamEnabled": False})
    return stream["StreamEnabled"] and stream.get("StreamViewType") == _STREAM


async def _let_items_expire(client: "DynamoDBClient", table: str) -> None:
    known = (await client.describe_time_to_live(TableName=table))["TimeToLiveDescription"]
    if known.get("TimeToLiveStatus") not in {"ENABLED", "ENABLING"}:
        await client.update_time_to_live(TableName=table, TimeToLiveSpecification={"Enabled": True, "AttributeName": EXPIRES_AT})
    elif known.get("AttributeName") != EXPIRES_AT:
        raise TableNotReady(f"the items of the table {table} expire by another attribute than {EXPIRES_AT}")


async def _keep_backups(client: "DynamoDBClient", table: str) -> None:
    """Let the table be restored to any moment of the last 35 days, where the engine can do that."""
    try:
        await client.update_continuous_backups(TableName=table, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True})
    except ClientError as error:
        # DynamoDB Local has no backups.
        if code_of(error) != "UnknownOperationException":
            raise


def _schema(names: Names) -> "list[KeySchemaElementTypeDef]":
    return [{"AttributeName": names.partition, "KeyType": "HASH"}, {"AttributeName": names.sort, "KeyType": "RANGE"}]


def _names_in(schema: object) -> Names | None:
    keys = {element["KeyType"]: element["AttributeName"] for element in schema} if isinstance(schema, list) else {}
    return Names(keys["HASH"], keys["RANGE"]) if keys.keys() == {"HASH", "RANGE"} else None
