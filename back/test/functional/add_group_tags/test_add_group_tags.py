import pytest

from harness import Api
from roles import Operation, check_role
from world import CALLERS, GROUP, MANAGER, Caller, populate

OPERATION = Operation(
    'mutation { addGroupTags(groupName: "unittesting", tagsData: ["one-tag"]) { success } }',
    group="customer_manager user user_manager vulnerability_manager",
)


@pytest.mark.parametrize("caller", CALLERS, ids=str)
async def test_who_may_add_group_tags(api: Api, caller: Caller) -> None:
    await check_role(api, OPERATION, caller)


async def add(api: Api, arguments: str) -> tuple[object, tuple[str, ...]]:
    answer = await api.ask(
        f'mutation {{ addGroupTags(groupName: "UnitTesting", {arguments}) {{ success group {{ tags }} }} }}', as_=MANAGER
    )
    return answer.data and answer.data["addGroupTags"]["group"]["tags"], answer.errors


async def test_tags_are_added_and_texts_that_are_none_are_left_out(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))

    assert await add(api, 'tagsData: ["b-2", "No Tag", "a"]') == (["a", "b-2"], ())
    assert await add(api, 'tags: "[\\"c\\"]"') == (["a", "b-2", "c"], ())
    stored = await api.loaders().group.load(GROUP.name)
    assert stored is not None
    assert (stored.state.tags, stored.state.modified_by, stored.version) == (frozenset({"a", "b-2", "c"}), MANAGER, 3)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ('tagsData: ["a", "a"]', "Exception - One or more values already exist"),
        ('tags: "[1]"', "Exception - Field tagsData is invalid"),
        ('tags: "{"', "Exception - Field JSONString is invalid"),
        ("", "Exception - Field tagsData is invalid"),
        (f'tagsData: ["{"x" * 51}"]', "Exception - Invalid field length in form"),
    ],
)
async def test_bad_tags_are_refused_and_change_nothing(api: Api, arguments: str, error: str) -> None:
    await populate(api, Caller("group", "user_manager"))
    before = api.snapshot()

    answer = await api.ask(f'mutation {{ addGroupTags(groupName: "unittesting" {arguments}) {{ success }} }}', as_=MANAGER)

    assert error in answer.errors[0]
    assert api.snapshot() == before
