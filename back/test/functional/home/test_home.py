"""`GET /`: the person's groups and scans, or how to sign in."""

from datetime import timedelta

import factories
from browser import browsing, signed_in, text_of
from harness import Api
from sarif_files import SAMPLES
from scan_documents import imported
from world import GROUP, GROUP_ROLES, MANAGER, OKADA, RIVAL_GROUP, Caller, member_of_group, populate

ADA = "ada@okada.test"


async def test_nobody_known_is_told_how_to_get_a_link(api: Api) -> None:
    async with browsing(api) as browser:
        response = await browser.open("/")

    assert response.status_code == 200
    assert "integrates link --email you@example.org" in response.text
    assert "set-cookie" not in response.headers


async def test_a_person_sees_own_groups_with_what_is_open(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))

    async with browsing(api) as browser:
        await signed_in(api, browser, MANAGER)
        response = await browser.open("/")

    assert f"{GROUP.name} user manager 1 CSV SARIF" in text_of(response)
    assert RIVAL_GROUP.name not in response.text
    assert "No scan was handed in yet." in response.text


async def test_the_last_scans_are_shown_with_what_came_of_them(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    scan = await imported(api, SAMPLES / "bandit-1.9.4_paramiko-2.4.0.sarif", as_=MANAGER, group=GROUP.name, createRoot=True)

    async with browsing(api) as browser:
        await signed_in(api, browser, MANAGER)
        response = await browser.open("/")

    assert f"2026-11-25 12:00 UTC {GROUP.name} repo done {scan['counts']['created']} 0" in text_of(response)


async def test_every_role_of_a_group_has_a_home(api: Api) -> None:
    callers = [Caller("group", role) for role in GROUP_ROLES]
    await populate(api, *callers)
    found = {}

    async with browsing(api) as browser:
        for caller in callers:
            api.time.move(timedelta(minutes=1))
            await signed_in(api, browser, str(caller.email))
            found[caller.role] = f"{GROUP.name} {caller.role.replace('_', ' ')} 1" in text_of(await browser.open("/"))

    assert found == dict.fromkeys(GROUP_ROLES, True)


async def test_many_groups_are_cut_and_take_as_many_calls_as_one(api: Api) -> None:
    groups = [factories.group(f"group{number:02}", of=OKADA) for number in range(53)]
    first, *others = [member_of_group(ADA, "user", group, OKADA) for group in groups]
    await api.given(OKADA, groups[0], *first)

    async with browsing(api) as browser:
        await signed_in(api, browser, ADA)
        before = api.calls.total
        await browser.open("/")
        with_one = api.calls.total - before
        await api.given(*groups[1:], *(entity for entities in others for entity in entities[1:2]))
        before = api.calls.total
        response = await browser.open("/")
        with_many = api.calls.total - before

    assert with_many == with_one
    assert ("group49" in response.text, "group50" in response.text) == (True, False)
    assert "And 3 more" in text_of(response)


async def test_a_session_that_is_over_is_forgotten_by_the_browser(api: Api) -> None:
    await api.given(factories.person(ADA))

    async with browsing(api) as browser:
        await signed_in(api, browser, ADA)
        api.time.move(timedelta(minutes=30))
        response = await browser.open("/")

    assert (response.status_code, browser.session) == (200, None)
    assert text_of(response).startswith("Sign in")


async def test_an_address_that_leads_nowhere_is_not_repeated(api: Api) -> None:
    async with browsing(api) as browser:
        response = await browser.open("/<script>alert(1)</script>")

    assert response.status_code == 404
    assert "<script>" not in response.text
