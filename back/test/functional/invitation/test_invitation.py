"""`/invitation/<secret>`: shown by GET, accepted by POST, once."""

import asyncio
from datetime import timedelta

import factories
from authz.roles import GroupRole
from browser import browsing, signed_in, text_of
from harness import Api
from invitations import invited_to_group, invited_to_organization
from world import GROUP, MANAGER, OKADA, OWNER, TARGET, Caller, populate

NEW = "new@okada.test"
KNOWN = "known@okada.test"
GROUP_MANAGER = Caller("group", "user_manager")
ORGANIZATION_MANAGER = Caller("organization", "user_manager")


async def role_of(api: Api, email: str) -> str | None:
    access = await api.loaders().group_access.load((email, GROUP.name))
    return access.state.role if access else None


async def test_a_look_shows_the_offer_and_accepts_nothing(api: Api) -> None:
    await populate(api, GROUP_MANAGER)
    path = await invited_to_group(api, NEW, by=MANAGER)

    async with browsing(api) as browser:
        response = await browser.open(path)

    offer = f"{NEW} is invited to the group {GROUP.name} as vulnerability manager , until 2026-12-02 12:00 UTC."
    assert text_of(response) == f"Invitation to {GROUP.name} {offer} Accept and sign in"
    assert (await role_of(api, NEW), browser.session) == (None, None)


async def test_a_new_person_accepts_and_is_signed_in(api: Api) -> None:
    await populate(api, GROUP_MANAGER)
    path = await invited_to_group(api, NEW, by=MANAGER)

    async with browsing(api) as browser:
        response = await browser.send(path)
        who = await browser.me()
        again = await browser.send(path)

    assert (response.status_code, response.headers["location"], who, again.status_code) == (303, "/", NEW, 404)
    assert await role_of(api, NEW) == GroupRole.VULNERABILITY_MANAGER


async def test_a_new_person_is_let_into_an_organization(api: Api) -> None:
    await populate(api, ORGANIZATION_MANAGER)
    path = await invited_to_organization(api, NEW, by=OWNER)

    async with browsing(api) as browser:
        look = text_of(await browser.open(path))
        response = await browser.send(path)

    access = await api.loaders().organization_access.load((NEW, OKADA.id))
    assert access is not None
    assert (response.status_code, access.state.role) == (303, "user")
    assert f"is invited to the organization {OKADA.name} as user" in look


async def test_who_is_there_already_accepts_with_the_own_session_alone(api: Api) -> None:
    await populate(api, GROUP_MANAGER)
    await api.given(factories.person(KNOWN))
    path = await invited_to_group(api, KNOWN, by=MANAGER)

    async with browsing(api) as browser:
        nobody = (await browser.open(path), await browser.send(path))
        await signed_in(api, browser, TARGET)
        other = (await browser.open(path), await browser.send(path))
        before = await role_of(api, KNOWN)
        await signed_in(api, browser, KNOWN)
        session = browser.session
        look, accepted = await browser.open(path), await browser.send(path)

    assert [each.status_code for each in (*nobody, *other)] == [200, 403, 200, 403]
    assert all("<form method" not in look.text.partition("<main")[2] for look in (nobody[0], other[0]))
    assert (before, accepted.status_code, await role_of(api, KNOWN)) == (None, 303, GroupRole.VULNERABILITY_MANAGER)
    assert (browser.session, text_of(look).endswith("Accept")) == (session, True)


async def test_a_token_of_the_invited_person_accepts_nothing(api: Api) -> None:
    await populate(api, GROUP_MANAGER)
    await api.given(factories.person(KNOWN))
    path = await invited_to_group(api, KNOWN, by=MANAGER)

    async with browsing(api) as browser:
        response = await browser.send(path, Authorization=f"Bearer {api.secrets[KNOWN]}")

    assert (response.status_code, await role_of(api, KNOWN)) == (403, None)


async def test_an_invitation_lasts_a_week(api: Api) -> None:
    await populate(api, GROUP_MANAGER)
    path = await invited_to_group(api, NEW, by=MANAGER)

    async with browsing(api) as browser:
        api.time.move(timedelta(weeks=1) - timedelta(seconds=1))
        early = await browser.open(path)
        api.time.move(timedelta(seconds=1))
        late, used = await browser.open(path), await browser.send(path)

    assert [each.status_code for each in (early, late, used)] == [200, 404, 404]


async def test_an_invitation_that_was_taken_back_lets_nobody_in(api: Api) -> None:
    await populate(api, GROUP_MANAGER)
    path = await invited_to_group(api, NEW, by=MANAGER)
    removed = await api.ask(
        'mutation { removeStakeholderAccess(groupName: "unittesting", userEmail: "new@okada.test") { success } }', as_=MANAGER
    )

    async with browsing(api) as browser:
        response = await browser.send(path)

    assert (removed.errors, response.status_code, browser.session) == ((), 404, None)


async def test_of_two_who_accept_at_once_one_is_let_in(api: Api) -> None:
    await populate(api, GROUP_MANAGER)
    path = await invited_to_group(api, NEW, by=MANAGER)

    async with browsing(api) as one, browsing(api) as other:
        answers = await asyncio.gather(one.send(path), other.send(path))

    # The other one sees that the invitation is spent, or that its person is there by now.
    assert sorted(each.status_code for each in answers) in ([303, 403], [303, 404])
    assert sorted(session is None for session in (one.session, other.session)) == [False, True]
