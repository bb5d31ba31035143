from datetime import timedelta

import pytest

import factories
from harness import Api
from roles import Operation, check_role
from world import CALLERS, OUTSIDER, TARGET, Caller, populate

OPERATION = Operation(
    "mutation { invalidateAccessToken { success } }",
    group="*",
    organization="customer_manager user user_manager",
    platform="admin hacker user",
)
END = int((factories.NOW + timedelta(days=30)).timestamp())


@pytest.mark.parametrize("caller", [caller for caller in CALLERS if caller.level != "other tenant"], ids=str)
async def test_who_may_revoke_tokens(api: Api, caller: Caller) -> None:
    await check_role(api, OPERATION, caller)


async def add(api: Api, email: str) -> str:
    document = f'mutation {{ addAccessToken(name: "ci", expirationTime: {END}) {{ sessionJwt }} }}'
    return str((await api.ask(document, as_=email)).data["addAccessToken"]["sessionJwt"])


async def ids(api: Api, email: str) -> list[str]:
    answer = await api.ask("{ me { accessTokens { id } } }", as_=email)
    return [token["id"] for token in answer.data["me"]["accessTokens"]]


async def test_one_token_is_revoked_and_the_others_stay(api: Api) -> None:
    await populate(api)
    secret = await add(api, TARGET)
    first, second = await ids(api, TARGET)

    assert (await api.ask(f'mutation {{ invalidateAccessToken(id: "{second}") {{ success }} }}', as_=TARGET)).errors == ()

    assert (await api.ask("{ me { userEmail } }", secret=secret)).errors == ("Login required",)
    assert await ids(api, TARGET) == [first]


async def test_all_tokens_are_revoked_at_once(api: Api) -> None:
    await populate(api)
    secret = await add(api, TARGET)

    assert (await api.ask("mutation { invalidateAccessToken { success } }", secret=secret)).errors == ()

    for bearer in (secret, api.secrets[TARGET]):
        assert (await api.ask("{ me { userEmail } }", secret=bearer)).errors == ("Login required",)


@pytest.mark.parametrize("identifier", ["another's", "no id", ""])
async def test_only_an_own_token_can_be_revoked(api: Api, identifier: str) -> None:
    await populate(api)
    wanted = (await ids(api, OUTSIDER))[0] if identifier == "another's" else identifier
    before = api.snapshot()

    answer = await api.ask("mutation ($id: ID) { invalidateAccessToken(id: $id) { success } }", {"id": wanted}, as_=TARGET)

    assert answer.errors == ("Exception - Access denied or token not found",)
    assert api.snapshot() == before
