import pytest

import factories
from harness import Api
from roles import Operation, check_role
from world import CALLERS, GROUP, MANAGER, OKADA, Caller, populate

OPERATION = Operation(
    'mutation { addUrlRoot(groupName: "unittesting", url: "https://okada.test", nickname: "new") { success } }',
    group="customer_manager user user_manager",
)
ADD = """mutation ($url: String!, $nickname: String!) {
  addUrlRoot(groupName: "unittesting", url: $url, nickname: $nickname) { rootId } }"""
READ = """query ($id: ID!) { root(groupName: "unittesting", rootId: $id) {
  __typename ... on URLRoot { id host path port protocol query nickname state } } }"""
REPEATED = "Exception - Root with the same URL/branch already exists"


@pytest.mark.parametrize("caller", CALLERS, ids=str)
async def test_who_may_add_url_root(api: Api, caller: Caller) -> None:
    await check_role(api, OPERATION, caller)


async def test_everything_of_a_site(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))

    answer = await api.ask(ADD, {"url": "http://Okada.test:8080/a?b=c#/d", "nickname": "site"}, as_=MANAGER)

    root_id = answer.data["addUrlRoot"]["rootId"]
    assert (await api.ask(READ, {"id": root_id}, as_=MANAGER)).data["root"] == {
        "__typename": "URLRoot",
        "id": root_id,
        "host": "okada.test",
        "path": "/a#/d",
        "port": 8080,
        "protocol": "HTTP",
        "query": "b=c",
        "nickname": "site",
        "state": "ACTIVE",
    }


@pytest.mark.parametrize(
    ("url", "nickname", "error"),
    [
        ("okada.test", "new", "Exception - Error value is not valid"),
        ("ftp://okada.test", "new", "Exception - Error value is not valid"),
        ("https://user:secret@okada.test", "new", "Exception - Error value is not valid"),
        ("file://app.apk", "new", "Exception - The file has not been found"),
        ("https://okada.test", "a b", "Exception - Invalid characters in nickname"),
        ("https://okada.test", "site", "Exception - Root with the same nickname already exists"),
        ("https://okada.test", "host", "Exception - Root with the same nickname already exists"),
        ("https://site.test:443", "new", REPEATED),
        ("https://theirs.test/", "new", REPEATED),
    ],
)
async def test_a_bad_site_is_refused(api: Api, url: str, nickname: str, error: str) -> None:
    sibling = factories.group("sibling", of=OKADA)
    await populate(api, Caller("group", "user_manager"))
    await api.given(
        sibling,
        factories.url_root("site", of=GROUP),
        factories.ip_root("host", of=GROUP),
        factories.url_root("theirs", of=sibling, host="theirs.test"),
    )
    before = api.snapshot()

    assert (await api.ask(ADD, {"url": url, "nickname": nickname}, as_=MANAGER)).errors == (error,)
    assert api.snapshot() == before


@pytest.mark.parametrize(
    "url", ["http://site.test", "https://site.test:8443", "https://site.test/a", "https://site.test/?a", "https://site.test/#a"]
)
async def test_a_site_that_differs_in_any_part_is_another(api: Api, url: str) -> None:
    await populate(api, Caller("group", "user_manager"))
    await api.given(factories.url_root("site", of=GROUP))

    assert (await api.ask(ADD, {"url": url, "nickname": "new"}, as_=MANAGER)).errors == ()
