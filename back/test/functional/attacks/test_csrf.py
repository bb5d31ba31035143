"""Attack: a page of another site lets the browser of a signed-in person do something here."""

import pytest

import factories
from browser import browsing, link_for, signed_in
from harness import Api
from invitations import invited_to_group
from world import MANAGER, Caller, populate

FOREIGN = ("", "null", "https://evil.example", "http://localhost:8002", "https://localhost:8001", "http://localhost:8001.evil.example")
MUTATION = 'mutation { addStakeholder(email: "evil@evil.example", role: ADMIN) { success } }'


def headers_of(origin: str) -> dict[str, str]:
    return {"Origin": origin} if origin else {}


@pytest.mark.parametrize("origin", FOREIGN)
async def test_csrf(api: Api, origin: str) -> None:
    await populate(api, Caller("group", "user_manager"), Caller("platform", "admin"))
    admin = str(Caller("platform", "admin").email)
    new, link = await invited_to_group(api, "new@okada.test", by=MANAGER), await link_for(api, MANAGER)

    async with browsing(api) as browser:
        await signed_in(api, browser, admin)
        before, client = api.snapshot(), browser.client
        foreign = headers_of(origin)
        answers = [
            await client.post("/api", json={"query": MUTATION}, headers=foreign),
            await client.post("/api", data={"operations": "{}", "map": "{}"}, files={"0": b""}, headers=foreign),
            await client.post("/api", content='{"query": "{__typename}"}', headers={"Content-Type": "text/plain", **foreign}),
            await client.post("/sign-out", headers=foreign),
            await client.post("/sessions", data={"session": "others"}, headers=foreign),
            await client.post(new, headers=foreign),
            await client.post(link, headers=foreign),
        ]
        # The forms of pages need no cookie to be worth forging: the victim would be signed in as somebody else.
        client.cookies.clear()
        answers += [await client.post(path, headers=foreign) for path in (new, link, "/sign-out", "/sessions")]
        for path in ("/sign-out", new, link):
            await client.get(path, headers=foreign)

    assert {(each.status_code, each.json()["errors"][0]["extensions"]["code"]) for each in answers} == {(403, "CSRF")}
    kept = {row for row in api.snapshot() if not str(row[1]).startswith("ATTEMPTS#")}
    assert kept == {row for row in before if not str(row[1]).startswith("ATTEMPTS#")}


async def test_a_refused_browser_is_told_where_to_open_the_service(api: Api) -> None:
    await api.given(factories.person("ada@okada.test"))
    link = await link_for(api, "ada@okada.test")

    async with browsing(api) as browser:
        response = await browser.send(link, Origin="http://127.0.0.1:8001")

    assert response.status_code == 403
    assert "open the service under that address" in response.text
    assert api.settings.public_url in response.text
