from datetime import timedelta

import pytest

import factories
from harness import Api
from identity import sessions
from roles import Operation, check_role
from world import ADMIN, CALLERS, OKADA, TARGET, Caller, populate

OPERATION = Operation("{ me { userEmail } }", group="*", organization="customer_manager user user_manager", platform="admin hacker user")


@pytest.mark.parametrize("caller", [caller for caller in CALLERS if caller.level != "other tenant"], ids=str)
async def test_who_may_ask_who_they_are(api: Api, caller: Caller) -> None:
    await check_role(api, OPERATION, caller)


async def test_everything_of_the_caller(api: Api) -> None:
    await populate(api)

    answer = await api.ask(
        """{ me { userEmail userName role permissions remember callerOrigin isConcurrentSession sessionExpiration accessToken
             tours { newGroup newRiskExposure newRoot welcome } organizations { name userRole groups { name userRole } }
             accessTokens { name issuedAt expiresAt lastUse scopes groupName } } }""",
        as_=TARGET,
    )

    end = factories.NOW + timedelta(days=90)
    assert answer.data["me"] == {
        "userEmail": TARGET,
        "userName": TARGET,
        "role": "user",
        "permissions": [
            "api_mutations_add_organization_mutate",
            "api_mutations_update_stakeholder_phone_mutate",
            "api_mutations_verify_stakeholder_mutate",
        ],
        "remember": False,
        "callerOrigin": "API",
        "isConcurrentSession": False,
        "sessionExpiration": str(int(end.timestamp())),
        "accessToken": '{"hasAccessToken": true, "issuedAt": "2026-11-25 12:00:00"}',
        "tours": {"newGroup": False, "newRiskExposure": False, "newRoot": False, "welcome": False},
        "organizations": [{"name": "okada", "userRole": "user", "groups": [{"name": "unittesting", "userRole": "user"}]}],
        "accessTokens": [
            {
                "name": "test",
                "issuedAt": "2026-11-25T12:00:00+00:00",
                "expiresAt": "2027-02-23T12:00:00+00:00",
                "lastUse": "2026-11-25T12:00:00+00:00",
                "scopes": [],
                "groupName": None,
            }
        ],
    }


@pytest.mark.parametrize(("given", "origin"), [("FRONT", "FRONT"), ("api", "API")])
async def test_a_caller_may_say_where_it_comes_from(api: Api, given: str, origin: str) -> None:
    await populate(api)

    answer = await api.ask(f'{{ me(callerOrigin: "{given}") {{ callerOrigin }} }}', as_=TARGET)

    assert answer.data == {"me": {"callerOrigin": origin}}


async def test_another_origin_is_refused(api: Api) -> None:
    await populate(api)

    assert (await api.ask('{ me(callerOrigin: "MOON") { callerOrigin } }', as_=TARGET)).errors == (
        "Exception - Field callerOrigin is invalid",
    )


async def test_two_live_sessions_are_concurrent_and_idle_ones_are_not(api: Api) -> None:
    await populate(api)
    for _ in range(2):
        await sessions.open_session(api.loaders(), TARGET)

    assert (await api.ask("{ me { isConcurrentSession } }", as_=TARGET)).data == {"me": {"isConcurrentSession": True}}
    api.time.move(timedelta(minutes=30))
    assert (await api.ask("{ me { isConcurrentSession } }", as_=TARGET)).data == {"me": {"isConcurrentSession": False}}


async def test_the_last_use_of_a_token_is_noted_once_a_minute(api: Api) -> None:
    await populate(api)
    writes = []
    for seconds in (0, 59, 1, 1):
        api.time.move(timedelta(seconds=seconds))
        before = api.calls.write
        await api.ask("{ me { userEmail } }", as_=TARGET)
        writes.append(api.calls.write - before)

    assert writes == [1, 0, 1, 0]


async def test_organizations_are_paged_by_name(api: Api) -> None:
    organizations = [factories.organization(name) for name in ("delta", "alpha", "golf", "charlie", "echo")]
    await populate(api, Caller("platform", "admin"))
    await api.given(*organizations, *(factories.in_organization(ADMIN, each, factories.access("user")) for each in organizations))
    document = """query ($after: String) { me { organizationsConnection(first: 2, after: $after) {
      total edges { node { name } } pageInfo { hasNextPage endCursor } } } }"""
    names, after, more = [], None, True
    while more:
        page = (await api.ask(document, {"after": after}, as_=ADMIN)).data["me"]["organizationsConnection"]
        names += [edge["node"]["name"] for edge in page["edges"]]
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
        assert page["total"] == 5

    assert names == ["alpha", "charlie", "delta", "echo", "golf"]


@pytest.mark.parametrize("number", [1, 30])
async def test_the_calls_of_the_store_do_not_depend_on_how_many_there_are(api: Api, number: int) -> None:
    groups = [factories.group(f"group{count:03}", of=OKADA) for count in range(number)]
    await populate(api)
    await api.given(
        *groups,
        factories.person("many@okada.test", organizations=frozenset({OKADA.id})),
        *(factories.in_group("many@okada.test", group, factories.access("user")) for group in groups),
        factories.in_organization("many@okada.test", OKADA, factories.access("user"), *groups),
    )
    await api.ask("{ me { userEmail } }", as_="many@okada.test")
    before = api.calls.total

    answer = await api.ask("{ me { organizations { groups { name organization } } } }", as_="many@okada.test")

    assert len(answer.data["me"]["organizations"][0]["groups"]) == number
    # The token, the person with all accesses, what those lead to; the profile, the organization, the groups.
    assert api.calls.total - before == 6
