import pytest

from harness import Api
from roles import Operation, check_role
from world import CALLERS, MANAGER, Caller, populate

OPERATION = Operation(
    'mutation { addGroupTags(groupName: "unittesting", tagsData: ["gone"]) { success }'
    ' removeGroupTag(groupName: "unittesting", tag: "gone") { success } }',
    group="customer_manager user user_manager vulnerability_manager",
)


@pytest.mark.parametrize("caller", CALLERS, ids=str)
async def test_who_may_remove_group_tag(api: Api, caller: Caller) -> None:
    await check_role(api, OPERATION, caller)


async def test_a_tag_is_taken_off(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    await api.ask('mutation { addGroupTags(groupName: "unittesting", tagsData: ["a", "b"]) { success } }', as_=MANAGER)

    answer = await api.ask('mutation { removeGroupTag(groupName: "unittesting", tag: "a") { group { tags } } }', as_=MANAGER)

    assert answer.data == {"removeGroupTag": {"group": {"tags": ["b"]}}}


async def test_a_tag_that_is_not_there_is_refused(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    before = api.snapshot()

    answer = await api.ask('mutation { removeGroupTag(groupName: "unittesting", tag: "a") { success } }', as_=MANAGER)

    assert answer.errors == ("Exception - Field tag is invalid",)
    assert api.snapshot() == before
