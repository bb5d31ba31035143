from datetime import timedelta
from typing import Any

import pytest

import factories
from harness import Api
from roles import DENIED, INVALID, Operation, check_role
from world import CALLERS, GROUP, MANAGER, OKADA, RIVAL_GROUP, TARGET, Caller, populate

UPDATE = 'mutation { updateForcesAccessToken(groupName: "unittesting") { success sessionJwt } }'
READ = '{ group(groupName: "unittesting") { forcesToken } }'
AGENT = "forces.unittesting@integrates.local"
MEMBERS = "customer_manager user user_manager vulnerability_manager"
OPERATION = Operation(UPDATE, group=MEMBERS, anonymous=INVALID)
READ_OPERATION = Operation(READ, group=MEMBERS)


async def issue(api: Api, *, as_: str = MANAGER) -> str:
    answer = await api.ask(UPDATE, as_=as_)
    assert answer.errors == ()
    token: str = answer.data["updateForcesAccessToken"]["sessionJwt"]
    return token


@pytest.mark.parametrize("caller", CALLERS, ids=str)
async def test_who_may_make_the_token_of_the_agent(api: Api, caller: Caller) -> None:
    await check_role(api, OPERATION, caller)


@pytest.mark.parametrize("caller", CALLERS, ids=str)
async def test_who_may_read_whether_the_agent_has_a_token(api: Api, caller: Caller) -> None:
    await check_role(api, READ_OPERATION, caller)


async def test_the_agent_comes_with_its_token_and_does_what_its_role_may(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    token = await issue(api)

    seen = await api.ask("{ me { userEmail role } group(groupName: " + f'"{GROUP.name}"' + ") { userRole } }", secret=token)
    gate = await api.ask(f'{{ group(groupName: "{GROUP.name}") {{ userRole gate {{ verdict }} }} }}', secret=token)
    members = await api.ask(f'{{ group(groupName: "{GROUP.name}") {{ stakeholders {{ email role responsibility }} }} }}', as_=MANAGER)

    assert seen.errors == (DENIED,)
    assert gate.data == {"group": {"userRole": "service_forces", "gate": {"verdict": "UNDECIDED"}}}
    assert members.data["group"]["stakeholders"][0] == {
        "email": AGENT,
        "role": "service_forces",
        "responsibility": "Forces service user",
    }


async def test_only_one_token_holds_at_a_time_and_its_name_alone_is_told(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    before = await api.ask(READ, as_=MANAGER)
    tokens = [await issue(api) for _ in range(3)]

    answers = [await api.ask('{ group(groupName: "unittesting") { name } }', secret=token) for token in tokens]
    after = await api.ask(READ, as_=MANAGER)
    person = await api.loaders().stakeholder.load(AGENT)

    assert before.data == {"group": {"forcesToken": None}}
    assert [answer.errors for answer in answers] == [("Login required",), ("Login required",), ()]
    assert after.data == {"group": {"forcesToken": "Forces Token"}}
    assert person is not None
    assert len(person.access_tokens) == 1


async def test_a_token_ends_within_26_weeks_and_is_not_told_of_then(api: Api) -> None:
    await populate(api, Caller("platform", "admin"))
    admin = str(Caller("platform", "admin").email)
    token = await issue(api, as_=admin)
    # The admin's own token does not live as long.
    secret, longer = factories.token(admin, at=factories.NOW + timedelta(weeks=25))
    await api.given(longer)

    api.time.move(timedelta(weeks=26, minutes=-2))
    before = (await api.ask(READ, secret=secret)).data, (await api.ask('{ group(groupName: "unittesting") { name } }', secret=token)).errors
    api.time.move(timedelta(minutes=2))
    after = (await api.ask(READ, secret=secret)).data, (await api.ask('{ group(groupName: "unittesting") { name } }', secret=token)).errors

    assert before == ({"group": {"forcesToken": "Forces Token"}}, ())
    assert after == ({"group": {"forcesToken": None}}, ("Login required",))


async def test_the_use_of_it_is_not_noted(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    token = await issue(api)
    api.time.move(timedelta(hours=1))
    writes = api.calls.write

    await api.ask('{ group(groupName: "unittesting") { name } }', secret=token)

    person = await api.loaders().stakeholder.load(AGENT)
    assert person is not None
    stored = await api.loaders().access_token.load(person.access_tokens[0])
    assert api.calls.write == writes
    assert stored is not None
    assert stored.last_used_at is None


@pytest.mark.parametrize(
    "document",
    [
        f'{{ group(groupName: "{RIVAL_GROUP.name}") {{ name }} }}',
        f'{{ organization(organizationId: "{OKADA.id}") {{ name }} }}',
        UPDATE,
        'mutation { addAccessToken(name: "x", expirationTime: 1790000000) { success } }',
        'mutation { removeGroup(groupName: "unittesting", reason: MISTAKE) { success } }',
        (
            'mutation { addGitRoot(groupName: "unittesting", branch: "b", environment: "e", gitignore: [], includesHealthCheck: false, '
            'url: "https://git.test/a/b") { success } }'
        ),
        '{ forcesExecutions(groupName: "unittesting") { groupName } }',
    ],
)
async def test_it_opens_nothing_else(api: Api, document: str) -> None:
    await populate(api, Caller("group", "user_manager"))
    token = await issue(api)
    before = api.snapshot()

    answer = await api.ask(document, secret=token)

    assert len(answer.errors) == 1
    assert answer.errors[0].startswith((DENIED, INVALID))
    assert api.snapshot() == before


@pytest.mark.parametrize("role", ["user_manager", "hacker"])
async def test_an_agent_whom_somebody_gave_another_role_gets_its_own_back(api: Api, role: str) -> None:
    await populate(api, Caller("group", "user_manager"))
    await api.given(
        factories.person(AGENT, role="admin", organizations=frozenset({OKADA.id})),
        factories.in_group(AGENT, GROUP, factories.access(role)),
        factories.in_organization(AGENT, OKADA, factories.access("user_manager"), GROUP),
    )
    token = await issue(api)

    answer = await api.ask('{ group(groupName: "unittesting") { userRole permissions } }', secret=token)
    denied = await api.ask('mutation { removeGroup(groupName: "unittesting", reason: MISTAKE) { success } }', secret=token)

    assert answer.data["group"]["userRole"] == "service_forces"
    assert "api_mutations_add_forces_execution_mutate" in answer.data["group"]["permissions"]
    assert "api_mutations_remove_group_mutate" not in answer.data["group"]["permissions"]
    assert denied.errors == (DENIED,)


async def test_an_agent_who_was_taken_out_of_the_group_comes_back_with_a_new_token(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    former = await issue(api)
    removal = f'mutation {{ removeStakeholderAccess(groupName: "unittesting", userEmail: "{AGENT}") {{ success }} }}'
    removed = await api.ask(removal, as_=MANAGER)
    gone = await api.ask('{ group(groupName: "unittesting") { name } }', secret=former)
    token = await issue(api)

    assert removed.errors == ()
    assert gone.errors == ("Login required",)
    assert (await api.ask('{ group(groupName: "unittesting") { userRole } }', secret=token)).data == {
        "group": {"userRole": "service_forces"}
    }


async def test_others_and_their_tokens_stay_as_they_are(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    await issue(api)

    assert (await api.ask("{ me { userEmail } }", as_=TARGET)).data == {"me": {"userEmail": TARGET}}


@pytest.mark.parametrize("arguments", ["", '(groupName: "nowhere")', "(groupName: null)"])
async def test_a_group_that_is_not_there_is_refused(api: Api, arguments: str) -> None:
    await populate(api, Caller("group", "user_manager"))
    before = api.snapshot()

    answer: Any = await api.ask(f"mutation {{ updateForcesAccessToken{arguments} {{ success }} }}", as_=MANAGER)

    assert answer.errors == (DENIED,)
    assert api.snapshot() == before
