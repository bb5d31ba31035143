import pytest

import factories
from harness import Api
from roles import Operation, check_role
from world import CALLERS, GROUP, MANAGER, OKADA, TARGET, Caller, populate

OPERATION = Operation(
    'mutation { removeStakeholderAccess(groupName: "unittesting", userEmail: "target@okada.test") { success } }',
    group="customer_manager user_manager",
)


@pytest.mark.parametrize("caller", CALLERS, ids=str)
async def test_who_may_remove_stakeholder_access(api: Api, caller: Caller) -> None:
    await check_role(api, OPERATION, caller)


OUT = 'mutation { removeStakeholderAccess(groupName: "unittesting", userEmail: "%s") { removedEmail success } }'


async def test_who_leaves_the_last_group_leaves_the_organization_and_the_service(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))

    answer = await api.ask(OUT % TARGET.upper(), as_=MANAGER)

    assert answer.data == {"removeStakeholderAccess": {"removedEmail": TARGET, "success": True}}
    loaders = api.loaders()
    assert await loaders.group_access.load((TARGET, GROUP.name)) is None
    assert await loaders.organization_access.load((TARGET, OKADA.id)) is None
    assert await loaders.stakeholder.load(TARGET) is None
    assert (await api.ask("{ me { userEmail } }", as_=TARGET)).errors == ("Login required",)


async def test_who_has_another_group_there_stays_in_the_organization(api: Api) -> None:
    other = factories.group("another", of=OKADA)
    await populate(api, Caller("group", "user_manager"))
    await api.given(
        other,
        factories.person("two@okada.test", organizations=frozenset({OKADA.id})),
        factories.in_group("two@okada.test", GROUP, factories.access("user")),
        factories.in_group("two@okada.test", other, factories.access("user")),
        factories.in_organization("two@okada.test", OKADA, factories.access("user"), GROUP, other),
    )

    await api.ask(OUT % "two@okada.test", as_=MANAGER)

    left = await api.ask("{ me { organizations { name groups { name } } } }", as_="two@okada.test")
    assert left.data == {"me": {"organizations": [{"name": "okada", "groups": [{"name": "another"}]}]}}


async def test_an_invitation_is_taken_back(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    before = {row[1:3] for row in api.snapshot()}
    await api.ask(
        'mutation { grantStakeholderAccess(groupName: "unittesting", email: "new@okada.test", role: USER) { success } }', as_=MANAGER
    )

    assert (await api.ask(OUT % "new@okada.test", as_=MANAGER)).errors == ()

    left = {" ".join(str(part).partition("#")[0] for part in row[1:3]) for row in api.snapshot() if row[1:3] not in before}
    assert left == {"AUDIT ", "MESSAGE ", "PERSON HIST"}


async def test_a_platform_admin_keeps_the_profile_after_the_last_organization(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    await api.given(
        factories.person("root@okada.test", role="admin", organizations=frozenset({OKADA.id})),
        factories.in_group("root@okada.test", GROUP, factories.access("user")),
        factories.in_organization("root@okada.test", OKADA, factories.access("user"), GROUP),
    )

    await api.ask(OUT % "root@okada.test", as_=MANAGER)

    assert (await api.ask("{ me { role organizations { name } } }", as_="root@okada.test")).data == {
        "me": {"role": "admin", "organizations": []}
    }


@pytest.mark.parametrize("email", ["nobody@okada.test", "", "no address", "x" * 3_000, "boss@zorgblatt.test"])
async def test_who_is_not_in_the_group_cannot_be_taken_out(api: Api, email: str) -> None:
    await populate(api, Caller("group", "user_manager"))
    before = api.snapshot()

    assert (await api.ask(OUT % email, as_=MANAGER)).errors == ("Access denied",)
    assert api.snapshot() == before
