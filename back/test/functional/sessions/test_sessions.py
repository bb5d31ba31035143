"""`/sessions`: the person's own, and their end."""

import re
from datetime import timedelta

import factories
from browser import browsing, signed_in, text_of
from harness import Api

ADA, BOB = "ada@okada.test", "bob@okada.test"


def ids_in(text: str) -> list[str]:
    return re.findall(r'name="session" value="([0-9a-f-]{36})"', text)


async def test_own_sessions_are_listed_with_the_newest_first_and_this_one_marked(api: Api) -> None:
    await api.given(factories.person(ADA), factories.person(BOB))

    async with browsing(api) as here, browsing(api) as there, browsing(api) as bobs:
        await signed_in(api, here, ADA)
        await signed_in(api, bobs, BOB)
        api.time.move(timedelta(minutes=5))
        await signed_in(api, there, ADA)
        response = await here.open("/sessions")

    assert text_of(response).partition("What to do ")[2] == (
        "2026-11-25 12:05 UTC 2026-11-25 12:05 UTC 2026-11-25 20:05 UTC End "
        "2026-11-25 12:00 UTC this one 2026-11-25 12:05 UTC 2026-11-25 20:00 UTC End End all others"
    )


async def test_one_session_is_ended(api: Api) -> None:
    await api.given(factories.person(ADA))

    async with browsing(api) as here, browsing(api) as there:
        await signed_in(api, there, ADA)
        api.time.move(timedelta(minutes=1))
        await signed_in(api, here, ADA)
        own, other = ids_in((await here.open("/sessions")).text)
        response = await here.send("/sessions", {"session": other})
        who = (await here.me(), await there.me())

    assert (response.status_code, response.headers["location"], who) == (303, "/sessions", (ADA, None))
    assert own != other


async def test_ending_the_session_of_this_browser_signs_it_out(api: Api) -> None:
    await api.given(factories.person(ADA))

    async with browsing(api) as browser:
        await signed_in(api, browser, ADA)
        (own,) = ids_in((await browser.open("/sessions")).text)
        response = await browser.send("/sessions", {"session": own})

    assert (response.headers["location"], browser.session) == ("/", None)


async def test_all_others_are_ended_at_once(api: Api) -> None:
    await api.given(factories.person(ADA))

    async with browsing(api) as here, browsing(api) as there, browsing(api) as elsewhere:
        for browser in (here, there, elsewhere):
            await signed_in(api, browser, ADA)
        response = await here.send("/sessions", {"session": "others"})
        who = [await browser.me() for browser in (here, there, elsewhere)]
        nothing_left = await here.send("/sessions", {"session": "others"})

    assert (response.status_code, who, nothing_left.status_code) == (303, [ADA, None, None], 303)


async def test_the_session_of_somebody_else_is_as_if_it_were_not_there(api: Api) -> None:
    await api.given(factories.person(ADA), factories.person(BOB))

    async with browsing(api) as adas, browsing(api) as bobs:
        await signed_in(api, adas, ADA)
        await signed_in(api, bobs, BOB)
        (bobs_id,) = ids_in((await bobs.open("/sessions")).text)
        theirs = await adas.send("/sessions", {"session": bobs_id})
        none = await adas.send("/sessions", {"session": "00000000-0000-4000-8000-000000000000"})
        who = await bobs.me()

    assert (theirs.status_code, none.status_code, theirs.text == none.text, who) == (404, 404, True, BOB)


async def test_nobody_known_has_sessions_and_a_token_is_nobody_here(api: Api) -> None:
    await api.given(factories.person(ADA))

    async with browsing(api) as browser:
        anonymous = await browser.open("/sessions")
        with_token = await browser.open("/sessions", Authorization=f"Bearer {api.secrets[ADA]}")

    assert [(each.status_code, "LOGIN_REQUIRED" in each.text) for each in (anonymous, with_token)] == [(401, True)] * 2


async def test_the_list_takes_as_many_calls_for_many_sessions_as_for_one(api: Api) -> None:
    await api.given(factories.person(ADA))
    counts = []

    async with browsing(api) as browser:
        for _ in range(3):
            await signed_in(api, browser, ADA)
            browser.client.cookies.clear()
            await signed_in(api, browser, ADA)
            before = api.calls.total
            await browser.open("/sessions")
            counts.append(api.calls.total - before)

    assert len(set(counts)) == 1
