import pytest

import factories
from harness import Api
from roles import INVALID, NO_ORGANIZATION, Operation, check_role
from world import CALLERS, GROUP, OKADA, OWNER, TARGET, Caller, populate

OPERATION = Operation(
    'mutation ($id: String!) { removeStakeholderOrganizationAccess(organizationId: $id, userEmail: "target@okada.test") { success } }',
    organization="customer_manager user_manager",
    outside=NO_ORGANIZATION,
    anonymous=INVALID,
    variables={"id": OKADA.id},
)


@pytest.mark.parametrize("caller", CALLERS, ids=str)
async def test_who_may_remove_stakeholder_organization_access(api: Api, caller: Caller) -> None:
    await check_role(api, OPERATION, caller)


OUT = "mutation ($id: String!, $email: String!) { removeStakeholderOrganizationAccess(organizationId: $id, userEmail: $email) { success } }"


async def test_who_leaves_an_organization_leaves_its_groups_and_with_the_last_one_the_service(api: Api) -> None:
    await populate(api, Caller("organization", "user_manager"))

    assert (await api.ask(OUT, {"id": OKADA.id, "email": TARGET}, as_=OWNER)).errors == ()

    loaders = api.loaders()
    assert await loaders.group_access.load((TARGET, GROUP.name)) is None
    assert await loaders.organization_access.load((TARGET, OKADA.id)) is None
    assert await loaders.stakeholder.load(TARGET) is None


async def test_more_groups_than_one_transaction_takes_are_left(api: Api) -> None:
    groups = [factories.group(f"group{number:03}", of=OKADA) for number in range(130)]
    await populate(api, Caller("organization", "user_manager"))
    await api.given(
        *groups,
        factories.person("many@okada.test", organizations=frozenset({OKADA.id})),
        *(factories.in_group("many@okada.test", group, factories.access("user")) for group in groups),
        factories.in_organization("many@okada.test", OKADA, factories.access("user"), *groups),
    )

    assert (await api.ask(OUT, {"id": OKADA.id, "email": "many@okada.test"}, as_=OWNER)).errors == ()

    left = [row for row in api.snapshot() if row[1] == "PERSON#many@okada.test" and not str(row[2]).startswith("HIST#")]
    assert left == []


async def test_who_is_in_another_organization_keeps_the_profile(api: Api) -> None:
    second = factories.organization("second")
    await populate(api, Caller("organization", "user_manager"))
    await api.given(
        second,
        factories.person("two@okada.test", organizations=frozenset({OKADA.id, second.id})),
        factories.in_organization("two@okada.test", OKADA, factories.access("user")),
        factories.in_organization("two@okada.test", second, factories.access("user")),
    )

    await api.ask(OUT, {"id": OKADA.id, "email": "two@okada.test"}, as_=OWNER)

    assert (await api.ask("{ me { organizations { name } } }", as_="two@okada.test")).data == {
        "me": {"organizations": [{"name": "second"}]}
    }


async def test_who_is_not_in_the_organization_cannot_be_taken_out(api: Api) -> None:
    await populate(api, Caller("organization", "user_manager"))
    before = api.snapshot()

    assert (await api.ask(OUT, {"id": OKADA.id, "email": "nobody@okada.test"}, as_=OWNER)).errors == ("Access denied",)
    assert api.snapshot() == before
