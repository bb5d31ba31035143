import asyncio

import pytest

from harness import Api
from roles import Operation, check_role
from world import ADMIN, CALLERS, OWNER, Caller, populate

OPERATION = Operation(
    'mutation { addGroup(groupName: "newgroup", description: "d", hasMachine: true, hasSquad: false, organizationName: "OKADA")'
    " { success } }",
    organization="customer_manager user_manager",
)


@pytest.mark.parametrize("caller", CALLERS, ids=str)
async def test_who_may_add_group(api: Api, caller: Caller) -> None:
    await check_role(api, OPERATION, caller)


def document(**changes: str) -> str:
    arguments = {
        "groupName": '"newgroup"',
        "description": '"A group"',
        "hasMachine": "true",
        "hasSquad": "true",
        "organizationName": '"okada"',
        **changes,
    }
    given = ", ".join(f"{name}: {value}" for name, value in arguments.items() if value)
    return f"mutation {{ addGroup({given}) {{ success }} }}"


@pytest.mark.parametrize("maker", [OWNER, ADMIN])
async def test_who_makes_a_group_is_its_user_manager_and_a_member_of_its_organization(api: Api, maker: str) -> None:
    await populate(api, Caller("organization", "user_manager"), Caller("platform", "admin"))

    assert (await api.ask(document(), as_=maker)).errors == ()

    read = await api.ask(
        """{ group(groupName: "newgroup") { name userRole organization description hasSquad hasMachine hasAsm hasForces managed tier service
             language sprintDuration tags } me { organizations { name groups { name } } } }""",
        as_=maker,
    )
    assert read.data["group"] == {
        "name": "newgroup",
        "userRole": "user_manager",
        "organization": "okada",
        "description": "A group",
        "hasSquad": True,
        "hasMachine": True,
        "hasAsm": True,
        "hasForces": True,
        "managed": "MANAGED",
        "tier": "FREE",
        "service": "WHITE",
        "language": "EN",
        "sprintDuration": 1,
        "tags": [],
    }
    assert {"name": "newgroup"} in read.data["me"]["organizations"][0]["groups"]


async def test_the_older_name_of_the_organization_argument_is_taken(api: Api) -> None:
    await populate(api, Caller("organization", "user_manager"))

    assert (await api.ask(document(organizationName="", organization='"okada"'), as_=OWNER)).errors == ()


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"groupName": '"unittesting"'}, "Exception - Error invalid group name"),
        ({"groupName": '"UnitTesting"'}, "Exception - Error invalid group name"),
        ({"groupName": '"zorgwerke"'}, "Exception - Error invalid group name"),
        ({"groupName": '"abc"'}, "Exception - Error invalid group name"),
        ({"groupName": '"with space"'}, "Exception - Error invalid group name"),
        ({"description": '""'}, "Exception - Invalid field length in form"),
        ({"description": '"a<b"'}, "Exception - Invalid characters in description"),
        ({"hasMachine": "false"}, "Exception - Squad is only available when Machine is too"),
        ({"organizationName": '"nothere"'}, "Access denied"),
        ({"organizationName": ""}, "Access denied"),
        ({"organizationName": '"zorgblatt"'}, "Access denied"),
    ],
)
async def test_a_bad_group_is_refused(api: Api, changes: dict[str, str], error: str) -> None:
    await populate(api, Caller("organization", "user_manager"))
    before = api.snapshot()

    assert (await api.ask(document(**changes), as_=OWNER)).errors == (error,)
    assert api.snapshot() == before


async def test_of_two_that_make_a_group_of_one_name_at_once_one_does(api: Api) -> None:
    await populate(api, Caller("organization", "user_manager"), Caller("organization", "customer_manager"))

    answers = await asyncio.gather(*(api.ask(document(), as_=email) for email in (OWNER, "customer_manager.organization@okada.test")))

    assert sorted(answer.errors for answer in answers) == [(), ("Exception - Error invalid group name",)]
