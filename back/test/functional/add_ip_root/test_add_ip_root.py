import asyncio

import pytest

import factories
from harness import Api
from roles import Operation, check_role
from world import CALLERS, GROUP, MANAGER, OKADA, Caller, populate

OPERATION = Operation(
    'mutation { addIpRoot(groupName: "unittesting", address: "10.0.0.9", nickname: "new") { success } }',
    group="customer_manager user user_manager",
)
ADD = """mutation ($address: String!, $nickname: String!) {
  addIpRoot(groupName: "unittesting", address: $address, nickname: $nickname) { rootId } }"""
READ = """query ($id: ID!) { root(groupName: "unittesting", rootId: $id) { __typename ... on IPRoot { id address nickname state } } }"""


@pytest.mark.parametrize("caller", CALLERS, ids=str)
async def test_who_may_add_ip_root(api: Api, caller: Caller) -> None:
    await check_role(api, OPERATION, caller)


async def test_everything_of_a_host(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))

    root_id = (await api.ask(ADD, {"address": "2001:0db8:0::1", "nickname": "host"}, as_=MANAGER)).data["addIpRoot"]["rootId"]

    assert (await api.ask(READ, {"id": root_id}, as_=MANAGER)).data["root"] == {
        "__typename": "IPRoot",
        "id": root_id,
        "address": "2001:db8::1",
        "nickname": "host",
        "state": "ACTIVE",
    }


@pytest.mark.parametrize(
    ("address", "nickname", "error"),
    [
        ("10.0.0.256", "new", "Exception - Error value is not valid"),
        ("okada.test", "new", "Exception - Error value is not valid"),
        ("10.0.0.9", "", "Exception - Invalid field length in form"),
        ("10.0.0.9", "a.b", "Exception - Invalid characters in nickname"),
        ("10.0.0.1", "new", "Exception - Root with the same URL/branch already exists"),
        ("10.0.0.2", "new", "Exception - Root with the same URL/branch already exists"),
        ("10.0.0.3", "new", "Exception - Root with the same URL/branch already exists"),
        ("10.0.0.9", "host", "Exception - Root with the same nickname already exists"),
        ("10.0.0.9", "site", "Exception - Root with the same nickname already exists"),
    ],
)
async def test_a_bad_host_is_refused(api: Api, address: str, nickname: str, error: str) -> None:
    sibling = factories.group("sibling", of=OKADA)
    await populate(api, Caller("group", "user_manager"))
    await api.given(
        sibling,
        factories.ip_root("host", of=GROUP),
        factories.inactive(factories.ip_root("off", of=GROUP, address="10.0.0.2")),
        factories.ip_root("theirs", of=sibling, address="10.0.0.3"),
        factories.url_root("site", of=GROUP),
    )
    before = api.snapshot()

    assert (await api.ask(ADD, {"address": address, "nickname": nickname}, as_=MANAGER)).errors == (error,)
    assert api.snapshot() == before


async def test_of_two_that_add_one_address_at_once_one_does(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))

    answers = await asyncio.gather(
        *(api.ask(ADD, {"address": "10.0.0.9", "nickname": nickname}, as_=MANAGER) for nickname in ("one", "two"))
    )

    assert sorted(answer.errors for answer in answers) == [(), ("Exception - Root with the same URL/branch already exists",)]
