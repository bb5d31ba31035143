"""Transactions: all changes or none, once, whatever becomes of an answer on its way."""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from botocore.exceptions import ClientError

from dynamodb.errors import THROTTLED, code_of
from dynamodb.items import PARTITION, VERSION, to_image, to_place
from store.errors import Conflict, Throttled
from store.pauses import pause_before
from store.values import Absent, Change, Check, Condition, Delete, Exists, Put, VersionIs

if TYPE_CHECKING:
    from types_aiobotocore_dynamodb import DynamoDBClient

_MOST_CALLS = 12
"""While other transactions are on the same items; the pauses between them come to some ten seconds."""
_FIRST_SECONDS = 0.02
_LONGEST_SECONDS = 2.0
_FAILED = "ConditionalCheckFailed"
_CANCELED = "TransactionCanceledException"
_BUSY = frozenset({"TransactionConflict", *THROTTLED})
"""Why an action was not done that may be done a moment later."""
_RUNNING = "TransactionInProgressException"
"""The same transaction, sent before, still runs."""


async def write(client: "DynamoDBClient", table: str, changes: Sequence[Change]) -> None:
    """Apply all changes or none.

    Every try has the same token, by which the engine knows a transaction that is done: its answer can get lost, and the transaction
    be sent again, without a conflict with itself. Raises `Conflict`, and `Throttled` when others are in the way for too long.
    """
    actions = [_to_action(table, change) for change in changes]
    token = uuid4().hex
    for call in range(1, _MOST_CALLS + 1):
        try:
            await client.transact_write_items(TransactItems=actions, ClientRequestToken=token)
        except ClientError as error:
            if not _may_be_tried_again(error, changes):
                raise
        else:
            return
        await asyncio.sleep(pause_before(call, first=_FIRST_SECONDS, longest=_LONGEST_SECONDS))
    raise Throttled("other transactions are in the way")


def _may_be_tried_again(error: ClientError, changes: Sequence[Change]) -> bool:
    """Tell whether a transaction that was refused may be taken a moment later; raises `Conflict` for one whose conditions do not hold."""
    if code_of(error) != _CANCELED:
        return code_of(error) == _RUNNING
    codes = [reason.get("Code", "None") for reason in error.response.get("CancellationReasons", ())]
    failed = tuple(change.key for change, code in zip(changes, codes, strict=False) if code == _FAILED)
    if failed:
        raise Conflict(failed) from error
    return any(code in _BUSY for code in codes)


def _to_action(table: str, change: Change) -> Any:
    condition = {"TableName": table, **_to_condition(change.condition)}
    match change:
        case Put(item=item):
            return {"Put": {**condition, "Item": to_image(item)}}
        case Delete(key=key):
            return {"Delete": {**condition, "Key": to_place(key)}}
        case Check(key=key):
            return {"ConditionCheck": {**condition, "Key": to_place(key)}}


def _to_condition(condition: Condition | None) -> dict[str, Any]:
    match condition:
        case None:
            return {}
        case Absent():
            return {"ConditionExpression": "attribute_not_exists(#c)", "ExpressionAttributeNames": {"#c": PARTITION}}
        case Exists():
            return {"ConditionExpression": "attribute_exists(#c)", "ExpressionAttributeNames": {"#c": PARTITION}}
        case VersionIs(version=version):
            return {
                "ConditionExpression": "#c = :c",
                "ExpressionAttributeNames": {"#c": VERSION},
                "ExpressionAttributeValues": {":c": {"N": str(version)}},
            }
