"""`Group.scans`, `Group.scan` and `Scan.rows`: who may read them, page by page, and how little the store is asked."""

from datetime import timedelta
from typing import Any

import pytest

import factories
from harness import Api
from roles import DENIED, Operation, check_role
from sarif_files import location, result, run, sarif
from scan_documents import ask_for_scan, imported
from world import CALLERS, GROUP, MANAGER, OUTSIDER, RIVAL_GROUP, Caller, populate

SCANS = """query ($first: Int, $after: String) {{ group(groupName: "{}") {{ scans(first: $first, after: $after) {{
    total edges {{ node {{ id isDryRun status }} }} pageInfo {{ hasNextPage endCursor }} }} }} }}"""
ROWS = """query ($id: ID!, $outcome: ScanOutcome, $first: Int, $after: String) { group(groupName: "%s") { scan(id: $id) {
    rows(outcome: $outcome, first: $first, after: $after) {
      total edges { node { outcome result } } pageInfo { hasNextPage endCursor } } } } }"""
# Whoever may resolve the group; the others are told so of the group itself.
READERS = "architect customer_manager hacker reattacker resourcer reviewer service_forces user user_manager vulnerability_manager"
OPERATION = Operation(SCANS.format(GROUP.name), group=READERS)


@pytest.mark.parametrize("caller", CALLERS, ids=str)
async def test_who_may_read_the_scans_of_a_group(api: Api, caller: Caller) -> None:
    await check_role(api, OPERATION, caller)


def found(number: int, **changes: object) -> dict[str, object]:
    return result(locations=[location(line=number + 1, snippet={"text": f"f({number})"})], **changes)


async def pages(api: Api, document: str, variables: Any, path: tuple[str, ...]) -> list[list[Any]]:
    """Return the nodes of each page of a connection."""
    after, has_next, seen = None, True, list[list[Any]]()
    while has_next:
        answer = await api.ask(document, {**variables, "after": after}, as_=MANAGER)
        assert answer.errors == ()
        page = answer.data
        for name in path:
            page = page[name]
        seen.append([edge["node"] for edge in page["edges"]])
        has_next, after = page["pageInfo"]["hasNextPage"], page["pageInfo"]["endCursor"]
    return seen


async def test_scans_come_newest_first_and_page_by_page(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    await api.given(factories.git_root(of=GROUP))
    ids = []
    for number in range(5):
        api.time.move(timedelta(seconds=1))
        asked = await ask_for_scan(api, sarif(run([found(number)])), as_=MANAGER, group=GROUP.name, dryRun=number == 3)
        ids.append(asked.data["importScan"]["scan"]["id"])

    seen = await pages(api, SCANS.format(GROUP.name), {"first": 2}, ("group", "scans"))

    assert [[node["id"] for node in page] for page in seen] == [[ids[4], ids[3]], [ids[2], ids[1]], [ids[0]]]
    assert [node["isDryRun"] for page in seen for node in page] == [False, True, False, False, False]


@pytest.mark.parametrize("first", [1, 7, 50])
async def test_every_row_comes_once_by_outcome_in_the_order_of_the_file(api: Api, first: int) -> None:
    await populate(api, Caller("group", "user_manager"))
    await api.given(factories.git_root(of=GROUP))
    results = [found(number, **({"kind": "pass"} if number % 3 == 0 else {})) for number in range(60)]
    scan = await imported(api, sarif(run(results)), as_=MANAGER, group=GROUP.name)
    scan_id = (await pages(api, SCANS.format(GROUP.name), {"first": 1}, ("group", "scans")))[0][0]["id"]

    seen = await pages(api, ROWS % GROUP.name, {"id": scan_id, "first": first}, ("group", "scan", "rows"))
    created = await pages(api, ROWS % GROUP.name, {"id": scan_id, "first": first, "outcome": "CREATED"}, ("group", "scan", "rows"))

    assert scan["rows"]["total"] == 60
    assert all(len(page) == first for page in seen[:-1])
    wanted = [number for number in range(60) if number % 3], [number for number in range(60) if number % 3 == 0]
    assert [node["result"] for page in seen for node in page] == [*wanted[0], *wanted[1]]
    assert [node["result"] for page in created for node in page] == wanted[0]


async def test_a_scan_of_another_tenant_is_not_found(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    await api.given(factories.git_root(of=GROUP), factories.git_root(of=RIVAL_GROUP))
    asked = await ask_for_scan(api, sarif(run([found(1)])), as_=MANAGER, group=GROUP.name)
    scan_id = asked.data["importScan"]["scan"]["id"]
    read = '{{ group(groupName: "{}") {{ scan(id: "{}") {{ status }} }} }}'

    own = await api.ask(read.format(RIVAL_GROUP.name, scan_id), as_=OUTSIDER)
    theirs = await api.ask(read.format(GROUP.name, scan_id), as_=OUTSIDER)
    none = await api.ask(read.format(GROUP.name, "no id"), as_=MANAGER)

    assert own.errors == none.errors == ("Exception - Access denied or scan not found",)
    assert theirs.errors == (DENIED,)


@pytest.mark.parametrize("more", [1, 30])
async def test_a_page_of_scans_costs_the_same_however_long_it_is(api: Api, more: int) -> None:
    await populate(api, Caller("group", "user_manager"))
    await api.given(factories.git_root(of=GROUP))
    for number in range(more):
        await ask_for_scan(api, sarif(run([found(number)])), as_=MANAGER, group=GROUP.name)
    before = api.calls.total

    answer = await api.ask(SCANS.format(GROUP.name), as_=MANAGER)

    assert len(answer.data["group"]["scans"]["edges"]) == more
    assert api.calls.total - before == 6


async def test_a_token_that_may_import_reads_how_far_its_scans_are(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    await api.given(factories.git_root(of=GROUP))
    made = await api.ask(
        f"""mutation {{ addAccessToken(expirationTime: {int(api.time.now.timestamp()) + 1_000}, name: "ci", scopes: [IMPORT],
            groupName: "{GROUP.name}") {{ sessionJwt }} }}""",
        as_=MANAGER,
    )
    secret = made.data["addAccessToken"]["sessionJwt"]

    answer = await api.ask(SCANS.format(GROUP.name), secret=secret)
    refused = await api.ask("{ me { userEmail } }", secret=secret)

    assert answer.data == {"group": {"scans": {"total": 0, "edges": [], "pageInfo": {"hasNextPage": False, "endCursor": None}}}}
    assert refused.errors == (DENIED,)


@pytest.mark.parametrize("more", [1, 90])
async def test_a_page_of_rows_costs_the_same_however_long_it_is(api: Api, more: int) -> None:
    await populate(api, Caller("group", "user_manager"))
    await api.given(factories.git_root(of=GROUP))
    asked = await ask_for_scan(api, sarif(run([found(number) for number in range(more)])), as_=MANAGER, group=GROUP.name)
    await api.work()
    variables = {"id": asked.data["importScan"]["scan"]["id"], "first": 100}
    before = api.calls.total

    answer = await api.ask(ROWS % GROUP.name, variables, as_=MANAGER)

    assert len(answer.data["group"]["scan"]["rows"]["edges"]) == more
    assert api.calls.total - before == 6
