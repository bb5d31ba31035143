"""`POST /sign-out`."""

import factories
from browser import browsing, signed_in
from harness import Api

ADA = "ada@okada.test"


async def test_signing_out_ends_the_session_of_this_browser_alone(api: Api) -> None:
    await api.given(factories.person(ADA))

    async with browsing(api) as here, browsing(api) as there:
        await signed_in(api, here, ADA)
        await signed_in(api, there, ADA)
        secret = here.session
        response = await here.send("/sign-out")
        kept = here.session
        here.client.cookies.set("integrates_session", secret or "")
        again = (await here.me(), await there.me())

    assert (response.status_code, response.headers["location"], kept, again) == (303, "/", None, (None, ADA))
    assert response.headers["clear-site-data"] == '"storage"'


async def test_a_browser_without_a_session_may_sign_out_too(api: Api) -> None:
    before = api.snapshot()

    async with browsing(api) as browser:
        response = await browser.send("/sign-out")

    assert (response.status_code, api.snapshot()) == (303, before)


async def test_nobody_is_signed_out_by_a_look(api: Api) -> None:
    await api.given(factories.person(ADA))

    async with browsing(api) as browser:
        await signed_in(api, browser, ADA)
        response = await browser.open("/sign-out")
        who = await browser.me()

    assert (response.status_code, response.headers["allow"], who) == (405, "POST", ADA)
