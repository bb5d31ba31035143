from datetime import timedelta
from pathlib import Path

import pytest

import factories
from harness import Answer, Api, serving
from roles import Operation, check_role
from settings import Limits
from world import CALLERS, GROUP, TARGET, Caller, populate

END = int((factories.NOW + timedelta(days=30)).timestamp())
OPERATION = Operation(
    f'mutation {{ addAccessToken(name: "ci", expirationTime: {END}) {{ success }} }}',
    group="*",
    organization="customer_manager user user_manager",
    platform="admin hacker user",
)


@pytest.mark.parametrize("caller", [caller for caller in CALLERS if caller.level != "other tenant"], ids=str)
async def test_who_may_add_a_token(api: Api, caller: Caller) -> None:
    await check_role(api, OPERATION, caller)


async def add(api: Api, arguments: str = "", *, end: int = END, name: str = "ci", as_: str = TARGET, secret: str | None = None) -> Answer:
    document = f'mutation {{ addAccessToken(name: "{name}", expirationTime: {end} {arguments}) {{ sessionJwt }} }}'
    return await api.ask(document, as_=as_, secret=secret)


async def made(api: Api, arguments: str = "") -> str:
    return str((await add(api, arguments)).data["addAccessToken"]["sessionJwt"])


async def test_a_token_asks_as_its_person_and_is_stored_as_a_hash_only(api: Api) -> None:
    await populate(api)

    secret = await made(api)

    assert (await api.ask("{ me { userEmail callerOrigin } }", secret=secret)).data == {"me": {"userEmail": TARGET, "callerOrigin": "API"}}
    assert secret.split("_", 2)[2] not in str(api.snapshot())


@pytest.mark.parametrize(
    ("name", "end", "arguments", "error"),
    [
        ("", END, "", "Exception - Invalid field length in form"),
        ("x" * 21, END, "", "Exception - Invalid field length in form"),
        ("   ", END, "", "Exception - Field cannot fill with blank characters"),
        ("a<b", END, "", "Exception - Invalid characters in name"),
        ("ci", int(factories.NOW.timestamp()), "", "Exception - Invalid Expiration Time"),
        ("ci", int((factories.NOW + timedelta(weeks=26)).timestamp()), "", "Exception - Invalid Expiration Time"),
        ("ci", -(2**31), "", "Exception - Invalid Expiration Time"),
        ("ci", END, 'groupName: "unittesting"', "Exception - Field scopes is invalid"),
        ("ci", END, 'scopes: [READ], groupName: "zorgwerke"', "Access denied or group not found"),
        ("ci", END, 'scopes: [READ], groupName: "nothere"', "Access denied or group not found"),
    ],
)
async def test_a_bad_token_is_refused(api: Api, name: str, end: int, arguments: str, error: str) -> None:
    await populate(api)
    before = api.snapshot()

    assert (await add(api, arguments, end=end, name=name)).errors == (error,)
    assert api.snapshot() == before


async def test_the_last_second_within_26_weeks_is_good(api: Api) -> None:
    await populate(api)

    assert (await add(api, end=int((factories.NOW + timedelta(weeks=26)).timestamp()) - 1)).errors == ()


async def test_a_person_has_as_many_tokens_as_the_limit_says_those_that_ended_not_counted(tmp_path: Path) -> None:
    async with serving(tmp_path, limits=Limits(tokens_per_person=2)) as api:
        await populate(api)
        first, second = await add(api), await add(api)
        api.time.move(timedelta(days=31))
        third = await add(api, end=END + 40 * 86_400)

    assert (first.errors, second.errors, third.errors) == (
        (),
        ("Exception - Could not add token, maximum number of tokens at the same time is 2",),
        (),
    )


async def test_a_token_ends_at_its_time(api: Api) -> None:
    await populate(api)
    secret = await made(api)

    api.time.move(timedelta(days=30) - timedelta(seconds=1))
    assert (await api.ask("{ me { userEmail } }", secret=secret)).errors == ()
    api.time.move(timedelta(seconds=1))
    assert (await api.ask("{ me { userEmail } }", secret=secret)).errors == ("Login required",)


async def test_a_token_to_read_reads_and_does_nothing_else(api: Api) -> None:
    await populate(api)
    secret = await made(api, "scopes: [READ]")

    read = await api.ask('{ me { userEmail permissions } group(groupName: "unittesting") { name } }', secret=secret)
    assert read.data == {"me": {"userEmail": TARGET, "permissions": []}, "group": {"name": GROUP.name}}
    for document in (
        "mutation { acceptLegal { success } }",
        "mutation { removeStakeholder { success } }",
        "mutation { invalidateAccessToken { success } }",
        'mutation { addOrganization(name: "mine", country: "x") { success } }',
        'mutation { addGroupTags(groupName: "unittesting", tagsData: ["a"]) { success } }',
        "{ me { accessTokens { id } } }",
    ):
        assert (await api.ask(document, secret=secret)).errors == ("Access denied",)
    assert (await add(api, secret=secret)).errors == ("Access denied",)


@pytest.mark.parametrize("scope", ["IMPORT", "GATE"])
async def test_a_token_to_import_or_for_the_gate_reads_its_group_alone(api: Api, scope: str) -> None:
    await populate(api)
    secret = await made(api, f'scopes: [{scope}], groupName: "unittesting"')

    assert (await api.ask('{ group(groupName: "unittesting") { name minBreakingSeverity organization } }', secret=secret)).errors == ()
    for document in (
        "{ me { userEmail } }",
        '{ group(groupName: "zorgwerke") { name } }',
        '{ organizationId(organizationName: "okada") { id } }',
    ):
        assert (await api.ask(document, secret=secret)).errors == ("Access denied",)


async def test_a_token_of_an_admin_that_is_limited_to_a_group_leads_nowhere_else(api: Api) -> None:
    await populate(api, Caller("platform", "admin"))
    answer = await add(api, 'scopes: [READ], groupName: "unittesting"', as_="admin.platform@okada.test")
    secret = str(answer.data["addAccessToken"]["sessionJwt"])

    assert (await api.ask('{ group(groupName: "unittesting") { name userRole } }', secret=secret)).data == {
        "group": {"name": "unittesting", "userRole": "admin"}
    }
    assert (await api.ask('{ group(groupName: "zorgwerke") { name } }', secret=secret)).errors == ("Access denied",)
    assert (await api.ask("{ me { role organizations { name } } }", secret=secret)).data == {"me": {"role": "user", "organizations": []}}


@pytest.mark.parametrize("secret", ["", "nonsense", "int_x_y", f"int_{'0' * 32}_{'A' * 43}"])
async def test_a_token_that_was_never_made_opens_nothing(api: Api, secret: str) -> None:
    await populate(api)

    assert (await api.ask("{ me { userEmail } }", secret=secret or " ")).errors == ("Login required",)


async def test_a_token_with_another_end_opens_nothing(api: Api) -> None:
    await populate(api)
    secret = await made(api)

    assert (await api.ask("{ me { userEmail } }", secret=secret[:-1] + ("A" if secret[-1] != "A" else "B"))).errors == ("Login required",)
