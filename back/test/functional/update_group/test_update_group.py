import pytest

from harness import Api
from roles import Operation, check_role
from world import ADMIN, CALLERS, GROUP, Caller, populate

OPERATION = Operation(
    'mutation { updateGroup(groupName: "unittesting", comments: "", hasAsm: true, hasMachine: true, hasSquad: false, reason: NONE,'
    " subscription: CONTINUOUS) { success } }",
    group="customer_manager",
)


@pytest.mark.parametrize("caller", CALLERS, ids=str)
async def test_who_may_update_group(api: Api, caller: Caller) -> None:
    await check_role(api, OPERATION, caller)


def document(arguments: str) -> str:
    return f'mutation {{ updateGroup(groupName: "unittesting", comments: "why", reason: BUDGET, {arguments}) {{ success }} }}'


async def test_services_are_changed(api: Api) -> None:
    await populate(api, Caller("platform", "admin"))

    answer = await api.ask(
        document('hasAsm: true, hasMachine: true, hasSquad: false, subscription: CONTINUOUS, tier: OTHER, service: BLACK, language: "es"'),
        as_=ADMIN,
    )

    assert answer.errors == ()
    read = await api.ask('{ group(groupName: "unittesting") { hasMachine hasSquad tier service language subscription } }', as_=ADMIN)
    assert read.data["group"] == {
        "hasMachine": True,
        "hasSquad": False,
        "tier": "FREE",
        "service": "BLACK",
        "language": "ES",
        "subscription": "CONTINUOUS",
    }


async def test_a_group_without_the_platform_is_removed(api: Api) -> None:
    await populate(api, Caller("platform", "admin"))

    assert (await api.ask(document("hasAsm: false, hasMachine: false, hasSquad: false, subscription: CONTINUOUS"), as_=ADMIN)).errors == ()

    assert await api.loaders().group.load(GROUP.name) is None


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (
            "hasAsm: false, hasMachine: true, hasSquad: true, subscription: CONTINUOUS",
            "Exception - Squad is only available when ASM is too",
        ),
        (
            "hasAsm: true, hasMachine: false, hasSquad: true, subscription: CONTINUOUS",
            "Exception - Squad is only available when Machine is too",
        ),
        ("hasAsm: true, hasMachine: true, hasSquad: true, subscription: ONESHOT", "Exception - OneShot service is no longer provided"),
        (
            'hasAsm: true, hasMachine: true, hasSquad: true, subscription: CONTINUOUS, language: "fr"',
            "Exception - Invalid language in form",
        ),
    ],
)
async def test_services_that_do_not_go_together_are_refused(api: Api, arguments: str, error: str) -> None:
    await populate(api, Caller("platform", "admin"))
    before = api.snapshot()

    assert (await api.ask(document(arguments), as_=ADMIN)).errors == (error,)
    assert api.snapshot() == before
