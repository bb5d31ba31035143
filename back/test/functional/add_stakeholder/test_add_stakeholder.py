import pytest

from harness import Api
from roles import Operation, check_role
from world import ADMIN, CALLERS, TARGET, Caller, populate

OPERATION = Operation('mutation { addStakeholder(email: "new@okada.test", role: HACKER) { success } }')


@pytest.mark.parametrize("caller", CALLERS, ids=str)
async def test_who_may_add_a_stakeholder(api: Api, caller: Caller) -> None:
    await check_role(api, OPERATION, caller)


ADD = "mutation ($email: String!, $role: StakeholderRole!) { addStakeholder(email: $email, role: $role) { success email } }"


@pytest.mark.parametrize("email", ["New@Okada.test", TARGET])
async def test_a_person_gets_a_platform_role_whether_known_before_or_not(api: Api, email: str) -> None:
    await populate(api, Caller("platform", "admin"))

    assert (await api.ask(ADD, {"email": email, "role": "HACKER"}, as_=ADMIN)).data == {
        "addStakeholder": {"success": True, "email": email.lower()}
    }

    person = await api.loaders().stakeholder.load(email.lower())
    assert person is not None
    assert (person.state.role, person.state.modified_by, person.is_registered) == ("hacker", ADMIN, True)


@pytest.mark.parametrize(
    ("email", "role", "error"),
    [
        ("new@okada.test", "REVIEWER", "Exception - Invalid role or not enough permissions to grant role: reviewer"),
        ("new@okada.test", "SERVICE_FORCES", "Exception - Invalid role or not enough permissions to grant role: service_forces"),
        ("no address", "USER", "Exception - Invalid email address in form"),
    ],
)
async def test_a_bad_person_is_refused(api: Api, email: str, role: str, error: str) -> None:
    await populate(api, Caller("platform", "admin"))
    before = api.snapshot()

    assert (await api.ask(ADD, {"email": email, "role": role}, as_=ADMIN)).errors == (error,)
    assert api.snapshot() == before
