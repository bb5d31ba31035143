"""Attack: a link that was used is used again, or by two at once."""

import asyncio

import factories
from browser import browsing, link_for
from composition.applications import create_app
from harness import Api

ADA = "ada@okada.test"


async def test_replayed_link(api: Api) -> None:
    await api.given(factories.person(ADA))
    replayed, raced = await link_for(api, ADA), await link_for(api, ADA)
    other_process = create_app(api.settings, api.store, api.keys, clock=api.time.clock())

    async with browsing(api) as ada, browsing(api, other_process) as thief:
        first = await ada.send(replayed)
        again = await thief.send(replayed)
        look = await thief.open(replayed)
        at_once = await asyncio.gather(ada.send(raced), thief.send(raced), thief.send(raced))

    assert (first.status_code, again.status_code, look.status_code) == (303, 404, 404)
    assert sorted(each.status_code for each in at_once) == [303, 404, 404]
    assert [each.headers.get("set-cookie") is None for each in (again, look)] == [True, True]


async def test_of_two_first_persons_at_once_one_is(api: Api) -> None:
    link = await link_for(api, None)

    async with browsing(api) as one, browsing(api) as other:
        answers = await asyncio.gather(one.send(link, {"email": ADA}), other.send(link, {"email": "evil@evil.example"}))
        people = [person for person in (await one.me() if one.session else None, await other.me() if other.session else None) if person]

    assert sorted(each.status_code for each in answers) == [303, 404]
    assert len(people) == 1
    loaders = api.loaders()
    found = [await loaders.stakeholder.load(email) for email in (ADA, "evil@evil.example")]
    assert [person.email for person in found if person] == people
