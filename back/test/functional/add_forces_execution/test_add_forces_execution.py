from typing import Any

import pytest

from harness import Answer, Api
from roles import INVALID, Operation, check_role
from world import CALLERS, MANAGER, Caller, populate

ADD = """mutation ($id: String, $date: DateTime!, $code: String!, $branch: String, $commit: String, $origin: String, $repo: String,
  $grace: Int, $kind: String, $log: Upload, $threshold: Float, $strictness: String!, $listed: ExecutionVulnerabilitiesInput!) {
  addForcesExecution(groupName: "unittesting", executionId: $id, date: $date, exitCode: $code, gitBranch: $branch, gitCommit: $commit,
    gitOrigin: $origin, gitRepo: $repo, gracePeriod: $grace, kind: $kind, log: $log, severityThreshold: $threshold,
    strictness: $strictness, vulnerabilities: $listed) { success } }"""
READ = """query ($id: String!) { forcesExecution(groupName: "UnitTesting", executionId: $id) {
  date executionId exitCode gitBranch gitCommit gitOrigin gitRepo gracePeriod groupName kind log severityThreshold strictness
  vulnerabilities { numOfOpenVulnerabilities numOfClosedVulnerabilities numOfAcceptedVulnerabilities
    open { exploitability kind state where who } closed { where } accepted { where } } } }"""
LEAST: dict[str, Any] = {"date": "2026-11-25T10:00:00+00:00", "code": "0", "strictness": "lax", "listed": {}}
FULL: dict[str, Any] = {
    "id": "0a1b2c",
    "date": "2026-11-25T10:00:00-05:00",
    "code": "1",
    "branch": "main",
    "commit": "a" * 40,
    "origin": "https://user:secret@git.test/okada/repo.git",
    "repo": "repo",
    "grace": 3,
    "kind": "static",
    "threshold": 4.0,
    "strictness": "strict",
    "listed": {
        "open": [{"kind": "SAST", "who": "7", "where": "src/search.py", "state": "OPEN", "exploitability": 0.94}],
        "closed": [{"where": "src/closed.py", "state": "CLOSED"}],
        "accepted": [{"where": "src/accepted.py", "state": "ACCEPTED"}, {}],
    },
}
OPERATION = Operation(ADD, variables=LEAST, group="service_forces user_manager vulnerability_manager", anonymous=INVALID)


async def add(api: Api, **changes: object) -> Answer:
    return await api.ask(ADD, {**LEAST, **changes}, as_=MANAGER)


async def read(api: Api, execution_id: str) -> Any:
    answer = await api.ask(READ, {"id": execution_id}, as_=MANAGER)
    assert answer.errors == ()
    return answer.data["forcesExecution"]


@pytest.mark.parametrize("caller", CALLERS, ids=str)
async def test_who_may_record_a_run(api: Api, caller: Caller) -> None:
    await check_role(api, OPERATION, caller)


async def test_a_run_is_recorded_with_all_that_the_agent_tells(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))

    answer = await api.upload(ADD, FULL, files={"log": "líne\n".encode() + b"\xff"}, as_=MANAGER)

    assert answer.data == {"addForcesExecution": {"success": True}}
    assert await read(api, "0a1b2c") == {
        "date": "2026-11-25T15:00:00+00:00",
        "executionId": "0a1b2c",
        "exitCode": "1",
        "gitBranch": "main",
        "gitCommit": "a" * 40,
        "gitOrigin": "https://git.test/okada/repo.git",
        "gitRepo": "repo",
        "gracePeriod": 3,
        "groupName": "unittesting",
        "kind": "STATIC",
        "log": "líne\n\N{REPLACEMENT CHARACTER}",
        "severityThreshold": 4.0,
        "strictness": "strict",
        "vulnerabilities": {
            "numOfOpenVulnerabilities": 1,
            "numOfClosedVulnerabilities": 1,
            "numOfAcceptedVulnerabilities": 2,
            "open": [{"exploitability": "Proof of concept", "kind": "SAST", "state": "OPEN", "where": "src/search.py", "who": "7"}],
            "closed": [{"where": "src/closed.py"}],
            "accepted": [{"where": "src/accepted.py"}, {"where": None}],
        },
    }


async def test_what_is_not_told_has_a_default(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))

    assert (await add(api, id="x")).errors == ()

    found = await read(api, "x")
    nothing: dict[str, list[object]] = {"open": [], "closed": [], "accepted": []}
    numbers = {f"numOf{name}Vulnerabilities": 0 for name in ("Open", "Closed", "Accepted")}
    assert (found["kind"], found["gracePeriod"], found["severityThreshold"], found["log"]) == ("ALL", 0, 0.0, "")
    assert found["vulnerabilities"] == {**numbers, **nothing}


async def test_a_run_without_an_id_gets_one(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))

    answers = [await add(api) for _ in range(2)]
    listed = await api.ask('{ forcesExecutions(groupName: "unittesting") { executions { executionId } } }', as_=MANAGER)

    assert [answer.errors for answer in answers] == [(), ()]
    assert len({each["executionId"] for each in listed.data["forcesExecutions"]["executions"]}) == 2


async def test_a_list_that_is_cut_does_not_hide_how_many_there_are(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    listed = {"open": [{"where": str(number)} for number in range(1_000)], "closed": [{}], "numOfOpenVulnerabilities": 5_000}

    assert (await add(api, id="x", listed={**listed, "numOfClosedVulnerabilities": 0})).errors == ()

    found = (await read(api, "x"))["vulnerabilities"]
    assert (found["numOfOpenVulnerabilities"], found["numOfClosedVulnerabilities"], len(found["open"])) == (5_000, 1, 1_000)


async def test_an_id_is_taken_once_in_a_group(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    await add(api, id="same", code="0")
    before = api.snapshot()

    answer = await add(api, id="same", code="1")

    assert (answer.errors, answer.codes) == (("This execution has already exists",), ("EXECUTION_ALREADY_CREATED",))
    assert api.snapshot() == before


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"id": ""}, "Exception - Invalid executionId in form"),
        ({"id": "a#b"}, "Exception - Invalid executionId in form"),
        ({"id": "x" * 129}, "Exception - Invalid executionId in form"),
        ({"code": "one"}, "Exception - Invalid exitCode in form"),
        ({"code": "1234"}, "Exception - Invalid exitCode in form"),
        ({"kind": "some"}, "Exception - Invalid kind in form"),
        ({"strictness": "very"}, "Exception - Invalid strictness in form"),
        ({"grace": -1}, "Exception - Vulnerability grace period value should be a positive integer"),
        ({"threshold": -0.1}, "Exception - Severity value must be between 0.0 and 10.0"),
        ({"threshold": 10.1}, "Exception - Severity value must be between 0.0 and 10.0"),
        ({"branch": "x" * 2_001}, "Exception - Invalid field length in form"),
        ({"listed": {"open": [{"where": "x" * 2_001}]}}, "Exception - Invalid field length in form"),
        ({"listed": {"closed": [{}] * 1_001}}, "Exception - Value must be between 0 (inclusive) and 1000 (inclusive)"),
        ({"listed": {"numOfOpenVulnerabilities": -1}}, "Exception - Value must be between 0 (inclusive) and 1000000000 (inclusive)"),
        ({"date": "yesterday"}, "Exception - The date format is invalid"),
    ],
)
async def test_what_cannot_be_is_refused(api: Api, changes: dict[str, Any], text: str) -> None:
    await populate(api, Caller("group", "user_manager"))
    before = api.snapshot()

    answer = await add(api, **changes)

    assert text in answer.body["errors"][0]["message"]
    assert api.snapshot() == before


async def test_a_log_that_is_too_large_is_refused(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    before = api.snapshot()

    answer = await api.upload(ADD, LEAST, files={"log": b"x" * (1024 * 1024 + 1)}, as_=MANAGER)

    assert answer.errors == ("Exception - The log is larger than 1048576 bytes",)
    assert api.snapshot() == before
