"""Executing one GraphQL request."""

import asyncio
import inspect
from collections.abc import Awaitable, Mapping

import orjson
from graphql import ExecutionResult, Executor, GraphQLError, GraphQLSchema, execute, execute_sync

from api.errors import PublicError
from api.executor.documents import Documents
from api.executor.inline import InlineExecutor
from api.executor.leaf import resolve_leaf
from api.executor.prepared import Prepared, digest_of, select_operation
from api.executor.reply import Operation, Reply, Spending, reply_executed, reply_failed, reply_refused
from api.executor.request import GraphQLRequest
from api.limits.budget import Budget
from api.limits.cost import check_cost
from api.limits.refused import Refused
from api.limits.variables import check_variables_declared
from settings import Limits

_MAXIMUM_COERCION_ERRORS = 20


async def run(
    request: GraphQLRequest, *, schema: GraphQLSchema, context: object, documents: Documents, limits: Limits, budget: Budget
) -> Reply:
    """Execute a request and return its answer, whatever becomes of it; mutations run in series.

    A call that takes longer than `limits.operation_seconds` is cancelled and answered by 503; a commit that has begun goes on.
    """
    operation = Operation(digest_of(request.query))
    cost = 0
    try:
        prepared = documents.get(request.query, schema=schema, limits=limits)
        selected = select_operation(prepared, request.operation_name)
        operation = Operation(prepared.digest, selected.node.name.value if selected.node.name else None, selected.kind.value)
        check_variables_declared(selected.node, request.variables)
        cost = selected.weight.evaluate(request.variables)
        check_cost(cost, limits.cost)
        _spend(cost, budget)
    except Refused as refusal:
        return reply_refused(refusal, operation, Spending(cost, limits, budget))
    spending = Spending(cost, limits, budget)
    try:
        async with asyncio.timeout(limits.operation_seconds):
            data, errors = await _execute(prepared, request, context, documents)
    except TimeoutError:
        return reply_failed(_describe_timeout(limits.operation_seconds), 503, operation, spending)
    return reply_executed(data, errors, operation, spending)


def check_request(request: GraphQLRequest, *, schema: GraphQLSchema, documents: Documents, limits: Limits) -> None:
    """Raise `Refused` for what would not be executed, whatever is left of a budget: to know it before the files of a request come."""
    selected = select_operation(documents.get(request.query, schema=schema, limits=limits), request.operation_name)
    check_variables_declared(selected.node, request.variables)
    check_cost(selected.weight.evaluate(request.variables), limits.cost)


def _spend(cost: int, budget: Budget) -> None:
    wait = budget.take(cost)
    if wait:
        error = GraphQLError(
            f'Exception - Too many requests: the limit "viewer_cost" is {budget.capacity} a minute',
            extensions={"code": "TOO_MANY_REQUESTS", "limit": "viewer_cost", "value": budget.capacity, "retryAfter": wait},
        )
        raise Refused([error], status=429, retry_after=wait)


async def _execute(prepared: Prepared, request: GraphQLRequest, context: object, documents: Documents) -> tuple[object, list[GraphQLError]]:
    if prepared.is_introspection:
        return await _introspect(prepared, documents)
    pending = _start(prepared, context, request.variables, request.operation_name)
    result = await pending if inspect.isawaitable(pending) else pending
    return result.data, result.errors or []


async def _introspect(prepared: Prepared, documents: Documents) -> tuple[object, list[GraphQLError]]:
    """Answer from the schema: in a thread, because a large one takes long, and once, because it does not change."""
    kept = documents.get_answer(prepared)
    if kept is not None:
        return orjson.Fragment(kept), []
    result = await asyncio.to_thread(execute_sync, prepared.schema, prepared.document, executor_class=Executor, hide_suggestions=True)
    if result.errors:
        return result.data, result.errors
    answer = orjson.dumps(result.data)
    documents.keep_answer(prepared, answer)
    return orjson.Fragment(answer), []


def _start(
    prepared: Prepared, context: object, variables: Mapping[str, object], name: str | None
) -> ExecutionResult | Awaitable[ExecutionResult]:
    return execute(
        prepared.schema,
        prepared.document,
        context_value=context,
        variable_values=dict(variables),
        operation_name=name,
        field_resolver=resolve_leaf,
        max_coercion_errors=_MAXIMUM_COERCION_ERRORS,
        executor_class=InlineExecutor,
        hide_suggestions=True,
    )


def _describe_timeout(seconds: float) -> PublicError:
    message = f'The operation takes too long: the limit "operation_seconds" is {seconds:g}'
    return PublicError("TIMEOUT", message, {"limit": "operation_seconds", "value": seconds})
