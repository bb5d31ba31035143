"""`/link/<secret>`: what it shows, and who is signed in by it."""

import hashlib
from datetime import timedelta

import factories
from browser import browsing, link_for, signed_in, text_of
from db_model.attempts.facet import TAG
from harness import Api
from identity import links

ADA, BOB = "ada@okada.test", "bob@okada.test"


def without_attempts(api: Api) -> frozenset[tuple[object, ...]]:
    return frozenset(row for row in api.snapshot() if not str(row[1]).startswith(f"{TAG}#"))


async def test_a_look_at_a_link_shows_whose_it_is_and_changes_nothing(api: Api) -> None:
    await api.given(factories.person(ADA))
    path = await link_for(api, ADA)
    before = without_attempts(api)

    async with browsing(api) as browser:
        shown = [await browser.open(path) for _ in range(3)]

    assert {(each.status_code, text_of(each)) for each in shown} == {
        (200, f"Sign in This link signs you in as {ADA} . It works once, until 2026-11-25 12:15 UTC. Sign in as {ADA}")
    }
    assert without_attempts(api) == before


async def test_the_form_of_a_link_signs_its_person_in_and_leads_home(api: Api) -> None:
    await api.given(factories.person(ADA))
    path = await link_for(api, ADA)

    async with browsing(api) as browser:
        response = await browser.send(path)
        who = await browser.me()

    assert (response.status_code, response.headers["location"], who) == (303, "/", ADA)
    person = await api.loaders().stakeholder.load(ADA)
    assert person is not None
    assert person.last_login_at == api.time.now


async def test_a_link_works_for_fifteen_minutes(api: Api) -> None:
    await api.given(factories.person(ADA))
    early, late = [await link_for(api, ADA) for _ in range(2)]

    async with browsing(api) as browser:
        api.time.move(timedelta(minutes=15) - timedelta(seconds=1))
        first = await browser.send(early)
        api.time.move(timedelta(seconds=1))
        second, look = await browser.send(late), await browser.open(late)

    assert (first.status_code, second.status_code, look.status_code) == (303, 404, 404)
    assert text_of(second).startswith("This link does not work")


async def test_what_no_link_has_is_answered_alike(api: Api) -> None:
    async with browsing(api) as browser:
        answers = [await browser.open(f"/link/{secret}") for secret in ("A" * 43, "short", "A" * 300, "%00", "FIRST")]

    assert {(each.status_code, text_of(each)) for each in answers} == {(404, text_of(answers[0]))}


async def test_the_link_of_a_person_who_was_removed_signs_nobody_in(api: Api) -> None:
    path = await link_for(api, ADA)

    async with browsing(api) as browser:
        response = await browser.send(path)

    assert (response.status_code, browser.session) == (404, None)


async def test_the_link_of_the_first_person_asks_for_an_address_and_makes_an_admin(api: Api) -> None:
    path = await link_for(api, None)

    async with browsing(api) as browser:
        look = await browser.open(path)
        response = await browser.send(path, {"email": " Ada@Okada.test "})
        role = (await browser.ask("{ me { userEmail role } }")).data["me"]

    assert '<label for="email">Your e-mail address</label>' in look.text
    assert response.status_code == 303
    assert role == {"userEmail": ADA, "role": "admin"}


async def test_a_wrong_address_of_the_first_person_is_told_and_the_link_still_works(api: Api) -> None:
    path = await link_for(api, None)

    async with browsing(api) as browser:
        wrong = await browser.send(path, {"email": '<b>"no address'})
        nothing = await browser.send(path)
        no_form = await browser.send(path, **{"Content-Type": "text/plain"})
        right = await browser.send(path, {"email": ADA})

    assert [each.status_code for each in (wrong, nothing, no_form, right)] == [400, 400, 400, 303]
    assert 'value="&lt;b&gt;&#34;no address"' in wrong.text
    assert 'role="alert"' in wrong.text


async def test_there_is_only_one_first_person(api: Api) -> None:
    path = await link_for(api, None)
    await api.given(factories.person(BOB))

    async with browsing(api) as browser:
        response = await browser.send(path, {"email": ADA})

    assert (response.status_code, await api.loaders().stakeholder.load(ADA)) == (404, None)


async def test_a_newer_link_of_the_first_person_replaces_the_one_before(api: Api) -> None:
    old, new = [await link_for(api, None) for _ in range(2)]

    async with browsing(api) as browser:
        statuses = [(await browser.send(path, {"email": ADA})).status_code for path in (old, new)]

    assert statuses == [404, 303]


async def test_who_is_signed_in_as_somebody_else_is_told_that_this_ends(api: Api) -> None:
    await api.given(factories.person(ADA), factories.person(BOB))

    async with browsing(api) as browser:
        await signed_in(api, browser, BOB)
        look = await browser.open(await link_for(api, ADA))

    assert f"You are signed in as {BOB}; that session ends." in text_of(look)


async def test_the_store_holds_the_hash_of_a_link_alone(api: Api) -> None:
    secret = await links.add(api.loaders(), ADA)

    stored = str(api.snapshot())

    assert secret not in stored
    assert hashlib.sha256(secret.encode()).hexdigest() in stored
