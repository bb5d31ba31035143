"""What a request is answered with, and what the log and the metrics say of it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import orjson
from graphql import GraphQLError

from api.errors import PublicError, describe, describe_graphql, to_json
from api.limits.budget import Budget
from api.limits.refused import Refused
from settings import Limits

_UNAVAILABLE = frozenset({"UNAVAILABLE", "THROTTLED", "TIMEOUT"})


class Operation(NamedTuple):
    """What is known of the operation that was asked for."""

    digest: str
    name: str | None = None
    kind: str | None = None


class Reply(NamedTuple):
    """An answer, ready to be sent."""

    status: int
    content: bytes
    operation: Operation
    cost: int = 0
    error_codes: tuple[str, ...] = ()
    retry_after: int | None = None
    """Seconds to wait before the same may be asked again."""


class Spending(NamedTuple):
    """What a request cost, against what it may cost."""

    cost: int
    limits: Limits
    budget: Budget

    def to_json(self) -> Mapping[str, object]:
        """Return the cost of this request, the limit of one request, and what is left of the viewer's budget."""
        return {"cost": {"cost": self.cost, "limit": self.limits.cost, "remaining": self.budget.remaining()}}


def reply_refused(refusal: Refused, operation: Operation, spending: Spending) -> Reply:
    """Answer a request that is not executed."""
    described = [(error, describe_graphql(error, "BAD_REQUEST")) for error in refusal.errors]
    body = {"errors": [to_json(error, public) for error, public in described], "extensions": spending.to_json()}
    return Reply(
        status=refusal.status,
        content=orjson.dumps(body),
        operation=operation,
        cost=spending.cost,
        error_codes=tuple(public.code for _, public in described),
        retry_after=refusal.retry_after,
    )


def reply_executed(data: object, errors: Sequence[GraphQLError], operation: Operation, spending: Spending) -> Reply:
    """Answer a request that was executed, wholly or in part; `data` may be JSON already, as `orjson.Fragment`."""
    if data is None and errors and all(error.path is None for error in errors):
        return reply_refused(Refused([_as_variables_error(error) for error in errors]), operation, spending)
    described = [(error, describe_graphql(error, "BAD_REQUEST")) for error in errors]
    body: dict[str, object] = {"data": data, "extensions": spending.to_json()}
    if described:
        body["errors"] = [to_json(error, public) for error, public in described]
    codes = tuple(public.code for _, public in described)
    status = 503 if _UNAVAILABLE.intersection(codes) else 200
    try:
        content = orjson.dumps(body)
    except TypeError as error:
        return reply_failed(describe(error), 500, operation, spending)
    return Reply(status=status, content=content, operation=operation, cost=spending.cost, error_codes=codes)


def reply_failed(public: PublicError, status: int, operation: Operation, spending: Spending) -> Reply:
    """Answer a request that was begun and has no result."""
    error = {"message": public.message, "extensions": {"code": public.code, **public.extensions}}
    body = {"data": None, "errors": [error], "extensions": spending.to_json()}
    return Reply(status=status, content=orjson.dumps(body), operation=operation, cost=spending.cost, error_codes=(public.code,))


def _as_variables_error(error: GraphQLError) -> GraphQLError:
    if not error.extensions:
        error.extensions = {"code": "INVALID_VARIABLES"}
    return error
