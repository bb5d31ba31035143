"""Attack: a request names a host of the attacker's, to have links made to it or to talk to us under a foreign name."""

import pytest

import factories
from browser import browsing, link_for, signed_in
from harness import Api

ADA = "ada@okada.test"
EVIL = "evil.example"


@pytest.mark.parametrize("host", [EVIL, f"{EVIL}:8001", f"localhost.{EVIL}", f"localhost@{EVIL}", "", "["])
async def test_hostile_host(api: Api, host: str) -> None:
    await api.given(factories.person(ADA))
    path = await link_for(api, ADA)

    async with browsing(api) as browser:
        refused = await browser.send(path, Host=host)
        rebound = await browser.send(path, Host=host, Origin=f"http://{host}")
        looks = [await browser.open(each, Host=host) for each in ("/", path, "/api", "/nowhere")]
        await signed_in(api, browser, ADA)
        looks += [await browser.open(each, Host=host) for each in ("/", "/sessions")]
        asked = await browser.ask("{ me { userEmail } }", Host=host)
        cookies = browser.client.cookies.jar

    assert [each.status_code for each in (refused, rebound)] == [421, 421]
    assert (asked.status, asked.codes) == (421, ("UNKNOWN_HOST",))
    # Nothing that is shown or set is made of the name.
    assert [each for each in (refused, rebound, *looks) if EVIL in each.text or EVIL in str(each.headers)] == []
    assert [cookie.name for cookie in cookies] == ["integrates_session"]
