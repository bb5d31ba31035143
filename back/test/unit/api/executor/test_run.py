import asyncio
from dataclasses import dataclass, field

import orjson
import pytest
import structlog

from api.executor.documents import Documents
from api.executor.reply import Reply
from api.executor.request import GraphQLRequest
from api.executor.run import run
from errors import InvalidFieldLength, InvalidParameter
from settings import Limits
from small_service import SmallContext, SmallService, small_schema
from store.errors import Conflict, Throttled, TooLarge, Unavailable

SCHEMA = small_schema()


@dataclass(slots=True)
class Purse:
    content: int | None = None
    capacity: int = 1_000
    taken: list[int] = field(default_factory=list)

    def take(self, cost: int) -> int:
        if self.content is not None and cost > self.content:
            return 7
        self.taken.append(cost)
        self.content = None if self.content is None else self.content - cost
        return 0

    def remaining(self) -> int | None:
        return self.content


async def ask(
    query: str,
    *,
    service: SmallService | None = None,
    limits: Limits | None = None,
    purse: Purse | None = None,
    documents: Documents | None = None,
    name: str | None = None,
    **variables: object,
) -> Reply:
    service = service or SmallService()
    return await run(
        GraphQLRequest(query=query, operation_name=name, variables=variables),
        schema=SCHEMA,
        context=SmallContext(viewer=None, service=service),  # type: ignore[arg-type]  # no resolver here asks who
        documents=Documents(1_000_000) if documents is None else documents,
        limits=limits or Limits(),
        budget=purse or Purse(),
    )


async def test_an_answer_has_its_fields_in_the_order_asked_for_and_its_cost() -> None:
    reply = await ask('query Q{b:me{name id}a:echo(text:"x")}', purse=Purse(100))

    assert reply.content == (
        b'{"data":{"b":{"name":"Ada","id":"1"},"a":"x"},"extensions":{"cost":{"cost":4,"limit":50000,"remaining":96}}}'
    )
    assert (reply.status, reply.cost, reply.operation.name, reply.operation.kind) == (200, 4, "Q", "query")


async def test_the_operation_of_the_given_name_is_executed() -> None:
    query = "query a{me{id}} query b{me{name}}"

    assert orjson.loads((await ask(query, name="b")).content)["data"] == {"me": {"name": "Ada"}}


async def test_mutations_run_one_after_the_other() -> None:
    service = SmallService()

    asking = asyncio.create_task(ask('mutation{wait(name:"w") note(text:"a") b:note(text:"b")}', service=service))
    await service.entered.get()
    before = list(service.notes)
    service.gates["w"].set()
    await asking

    assert (before, service.notes) == ([], ["waited w", "a", "b"])


async def test_a_call_that_takes_too_long_is_cancelled_and_answers_503() -> None:
    service = SmallService()

    reply = await ask('mutation{wait(name:"w") note(text:"a")}', service=service, limits=Limits(operation_seconds=0.01))
    service.gates["w"].set()
    await asyncio.sleep(0)

    assert orjson.loads(reply.content)["errors"] == [
        {
            "message": 'The operation takes too long: the limit "operation_seconds" is 0.01',
            "extensions": {"code": "TIMEOUT", "limit": "operation_seconds", "value": 0.01},
        }
    ]
    assert (reply.status, reply.error_codes, service.notes) == (503, ("TIMEOUT",), [])


async def test_a_cancelled_caller_is_not_answered() -> None:
    service = SmallService()
    asking = asyncio.create_task(ask('{wait(name:"w")}', service=service))
    await service.entered.get()

    asking.cancel()

    with pytest.raises(asyncio.CancelledError):
        await asking


@pytest.mark.parametrize(
    ("error", "status", "message", "extensions"),
    [
        (InvalidParameter(field="x"), 200, "Exception - Field x is invalid", {"code": "INVALID_PARAMETER"}),
        (
            InvalidFieldLength(field="name", low=1, high=2, length=3),
            200,
            "Exception - Invalid field length in form",
            {"code": "INVALID_FIELD_LENGTH", "field": "name", "minimum": 1, "maximum": 2, "length": 3},
        ),
        (Conflict(()), 200, "Exception - The data was changed by another operation, please try again", {"code": "CONFLICT"}),
        (TooLarge("item of 400 KB"), 200, "Exception - The data is too large to be stored", {"code": "TOO_LARGE"}),
        (Unavailable("disk"), 503, "Service unavailable, please retry", {"code": "UNAVAILABLE"}),
        (Throttled("later"), 503, "Exception - Too many requests", {"code": "THROTTLED"}),
    ],
)
async def test_an_expected_error_answers_its_text_and_code_and_is_not_logged(
    error: Exception, status: int, message: str, extensions: dict[str, object]
) -> None:
    service = SmallService(failures={"x": error})

    with structlog.testing.capture_logs() as lines:
        reply = await ask('{me{id} raise(case:"x")}', service=service)

    body = orjson.loads(reply.content)
    assert body["data"] == {"me": {"id": "1"}, "raise": None}
    assert body["errors"] == [{"message": message, "locations": [{"line": 1, "column": 9}], "path": ["raise"], "extensions": extensions}]
    assert (reply.status, lines) == (status, [])


async def test_an_unexpected_error_answers_an_id_alone_and_is_logged_under_it() -> None:
    error = RuntimeError("the password is hunter2")

    with structlog.testing.capture_logs() as lines:
        reply = await ask('{raise(case:"x")}', service=SmallService(failures={"x": error}))

    answered = orjson.loads(reply.content)["errors"][0]
    assert (reply.status, answered["message"]) == (200, "Internal error")
    assert lines == [
        {"event": "unexpected error", "log_level": "error", "error_id": answered["extensions"]["errorId"], "exc_info": error},
    ]
    assert b"hunter2" not in reply.content


@pytest.mark.parametrize("query", ["{me{bigNumber}}", "{strict{id}}"])
async def test_a_result_that_does_not_fit_the_schema_is_an_unexpected_error(query: str) -> None:
    with structlog.testing.capture_logs() as lines:
        reply = await ask(query)

    assert (reply.error_codes, len(lines)) == (("INTERNAL_ERROR",), 1)
    assert str(2**40).encode() not in reply.content


async def test_an_argument_that_does_not_fit_at_execution_is_the_callers_fault() -> None:
    reply = await ask('query($n:String="w"){wait(name:$n)}', n=None)

    assert (reply.status, reply.error_codes) == (200, ("BAD_REQUEST",))


async def test_a_call_over_the_budget_is_refused_with_the_wait_and_takes_nothing() -> None:
    purse = Purse(2)

    reply = await ask("{me{id name}}", purse=purse)

    assert (reply.status, reply.retry_after, reply.error_codes, purse.taken) == (429, 7, ("TOO_MANY_REQUESTS",), [])
    assert orjson.loads(reply.content)["extensions"]["cost"] == {"cost": 3, "limit": 50_000, "remaining": 2}


async def test_a_call_over_the_limit_of_one_call_takes_nothing_from_the_budget() -> None:
    purse = Purse(1_000_000)

    reply = await ask("query($n:Int){peopleConnection(first:$n){total}}", purse=purse, n=50_000)

    assert (reply.status, reply.error_codes, purse.taken) == (400, ("COST_LIMIT",), [])


async def test_introspection_is_executed_once() -> None:
    documents = Documents(1_000_000)
    query = "query I{__schema{queryType{name}}}"

    first = await ask(query, documents=documents)
    second = await ask(query, documents=documents)

    assert first.content == second.content
    assert orjson.loads(first.content)["data"] == {"__schema": {"queryType": {"name": "Query"}}}
    prepared = documents.get(query, schema=SCHEMA, limits=Limits())
    assert documents.get_answer(prepared) == b'{"__schema":{"queryType":{"name":"Query"}}}'
