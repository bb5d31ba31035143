import pytest

from harness import Api
from roles import Operation, check_role
from world import CALLERS, MANAGER, Caller, populate

OPERATION = Operation(
    'mutation { updateGroupInfo(groupName: "unittesting", description: "new", language: ES) { success } }',
    group="customer_manager user_manager",
)


@pytest.mark.parametrize("caller", CALLERS, ids=str)
async def test_who_may_update_group_info(api: Api, caller: Caller) -> None:
    await check_role(api, OPERATION, caller)


async def test_a_group_is_described_anew_and_what_is_not_given_stays(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    first = (
        'mutation { updateGroupInfo(groupName: "unittesting", description: "new", language: ES, businessId: "14-1", businessName: "Okada",'
        ' sprintDuration: 10, sprintStartDate: "2026-12-01T10:30:00-05:00") { success } }'
    )
    second = 'mutation { updateGroupInfo(groupName: "unittesting", description: "newer", language: EN) { success } }'
    for document in (first, second):
        assert (await api.ask(document, as_=MANAGER)).errors == ()

    read = await api.ask(
        '{ group(groupName: "unittesting") { description language businessId businessName sprintDuration sprintStartDate } }', as_=MANAGER
    )
    assert read.data["group"] == {
        "description": "newer",
        "language": "EN",
        "businessId": "14-1",
        "businessName": "Okada",
        "sprintDuration": 10,
        "sprintStartDate": "2026-12-01T00:00:00+00:00",
    }


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ('description: ""', "Exception - Invalid field length in form"),
        ('description: "  "', "Exception - Field cannot fill with blank characters"),
        ('description: "a<b"', "Exception - Invalid characters in description"),
        ('description: "=1"', "Exception - Invalid characters in description"),
        ('description: "a", sprintDuration: 11', "Exception - Value must be between 1 (inclusive) and 10 (inclusive)"),
        (f'description: "a", businessId: "{"x" * 61}"', "Exception - Invalid field length in form"),
        ('description: "a", sprintStartDate: "soon"', "Exception - The date format is invalid"),
    ],
)
async def test_a_bad_description_is_refused(api: Api, arguments: str, error: str) -> None:
    await populate(api, Caller("group", "user_manager"))
    before = api.snapshot()

    answer = await api.ask(
        f'mutation {{ updateGroupInfo(groupName: "unittesting", language: EN, {arguments}) {{ success }} }}', as_=MANAGER
    )

    assert error in answer.errors[0]
    assert api.snapshot() == before
