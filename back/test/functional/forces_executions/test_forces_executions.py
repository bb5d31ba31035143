from datetime import datetime, timedelta
from decimal import Decimal

import pytest

import factories
from db_model import commit as model_commit
from db_model.executions import writes as executions_model
from db_model.executions.types import Execution, Kind, Numbers, Repository, Strictness
from harness import Api
from roles import Operation, check_role
from world import CALLERS, GROUP, MANAGER, RIVAL_GROUP, Caller, populate

PAGE = """query ($first: Int, $after: String, $from: DateTime, $to: DateTime, $repo: String, $search: String, $status: String,
  $strictness: String, $type: String) { group(groupName: "unittesting") { executionsConnections(first: $first, after: $after,
    fromDate: $from, toDate: $to, gitRepo: $repo, search: $search, status: $status, strictness: $strictness, type: $type) {
      total pageInfo { hasNextPage endCursor } edges { node { executionId } } } } }"""
WHOLE = """{ forcesExecutions(groupName: "unittesting") { groupName executions { executionId }
  executionsConnections(search: "fe") { edges { node { executionId } } } } }"""
PEOPLE = "architect customer_manager hacker reattacker resourcer reviewer user user_manager vulnerability_manager"
OPERATION = Operation('{ forcesExecutions(groupName: "unittesting") { groupName } }', group=PEOPLE)
PAGE_OPERATION = Operation(PAGE, group=PEOPLE)
DAY = timedelta(days=1)


def execution(identifier: str, *, at: datetime, of: str = GROUP.name, **changes: object) -> Execution:
    made = Execution(
        id=identifier,
        group_name=of,
        organization_id=GROUP.organization_id,
        date=at,
        exit_code="0",
        strictness=Strictness.LAX,
        created_by=factories.BY,
        created_at=at,
        severity_threshold=Decimal("4.0"),
    )
    return made._replace(**changes)  # type: ignore[arg-type]  # fields by name


OLD = execution("old", at=factories.NOW - 3 * DAY, strictness=Strictness.STRICT)
MIDDLE = execution(
    "middle", at=factories.NOW - 2 * DAY, numbers=Numbers(open=1), repository=Repository(repo="api", branch="feature/login", commit="abc")
)
NEW = execution("new", at=factories.NOW - DAY, kind=Kind.STATIC, numbers=Numbers(closed=9), repository=Repository(repo="web"))
RIVALS = execution("rivals", at=factories.NOW, of=RIVAL_GROUP.name)


async def fill(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    await model_commit.write(api.store.table, tuple(map(executions_model.add, (MIDDLE, RIVALS, NEW, OLD))))


@pytest.mark.parametrize("caller", CALLERS, ids=str)
async def test_who_may_list_the_runs(api: Api, caller: Caller) -> None:
    await check_role(api, OPERATION, caller)


@pytest.mark.parametrize("caller", CALLERS, ids=str)
async def test_who_may_page_through_the_runs(api: Api, caller: Caller) -> None:
    await check_role(api, PAGE_OPERATION, caller)


async def test_the_whole_list_begins_with_the_newest(api: Api) -> None:
    await fill(api)

    answer = await api.ask(WHOLE, as_=MANAGER)

    assert answer.data["forcesExecutions"] == {
        "groupName": "unittesting",
        "executions": [{"executionId": name} for name in ("new", "middle", "old")],
        "executionsConnections": {"edges": [{"node": {"executionId": "middle"}}]},
    }


@pytest.mark.parametrize(
    ("variables", "found"),
    [
        ({}, ["new", "middle", "old"]),
        ({"from": (factories.NOW - 2 * DAY).isoformat()}, ["new", "middle"]),
        ({"to": (factories.NOW - 2 * DAY).isoformat()}, ["middle", "old"]),
        ({"from": (factories.NOW - 2 * DAY).isoformat(), "to": (factories.NOW - 2 * DAY).isoformat()}, ["middle"]),
        ({"repo": "web"}, ["new"]),
        ({"search": "abc log"}, ["middle"]),
        ({"search": "rivals"}, []),
        ({"status": "Vulnerable"}, ["middle"]),
        ({"status": "secure"}, ["new", "old"]),
        ({"strictness": "strict"}, ["old"]),
        ({"type": "static"}, ["new"]),
    ],
)
async def test_runs_are_found_by_what_they_are(api: Api, variables: dict[str, object], found: list[str]) -> None:
    await fill(api)

    page = (await api.ask(PAGE, variables, as_=MANAGER)).data["group"]["executionsConnections"]

    assert ([edge["node"]["executionId"] for edge in page["edges"]], page["total"]) == (found, len(found))


@pytest.mark.parametrize("size", [1, 2, 3])
async def test_pages_visit_each_run_once(api: Api, size: int) -> None:
    await fill(api)
    seen: list[str] = []
    after, has_more = None, True
    while has_more:
        page = (await api.ask(PAGE, {"first": size, "after": after}, as_=MANAGER)).data["group"]["executionsConnections"]
        seen += [edge["node"]["executionId"] for edge in page["edges"]]
        after, has_more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]

    assert seen == ["new", "middle", "old"]


@pytest.mark.parametrize(
    ("variables", "text"),
    [
        ({"status": "x"}, "Exception - Invalid status in form"),
        ({"strictness": "x"}, "Exception - Invalid strictness in form"),
        ({"type": "x"}, "Exception - Invalid type in form"),
        ({"search": "x" * 257}, "Exception - Invalid field length in form"),
        ({"repo": "x" * 2_001}, "Exception - Invalid field length in form"),
        ({"first": 1_001}, "Exception - Value must be between 1 (inclusive) and 1000 (inclusive)"),
    ],
)
async def test_a_filter_that_is_none_is_refused(api: Api, variables: dict[str, object], text: str) -> None:
    await fill(api)

    assert (await api.ask(PAGE, variables, as_=MANAGER)).errors == (text,)
