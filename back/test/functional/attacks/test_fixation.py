"""Attack: a session that the attacker knows is planted in the browser of somebody who then signs in."""

import factories
from browser import browsing, link_for, signed_in
from harness import Api
from invitations import invited_to_group
from world import MANAGER, Caller, populate

VICTIM, EVIL = "victim@okada.test", "evil@okada.test"


async def test_fixation(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    await api.given(factories.person(VICTIM), factories.person(EVIL))
    made_up = f"int_{'0' * 32}_{'A' * 43}"

    async with browsing(api) as attacker, browsing(api) as victim, browsing(api) as newcomer:
        await signed_in(api, attacker, EVIL)
        planted = attacker.session or ""
        issued = []
        for value in (planted, made_up):
            victim.client.cookies.clear()
            victim.client.cookies.set("integrates_session", value)
            response = await victim.client.post(await link_for(api, VICTIM), headers={"Origin": victim.origin})
            issued.append(response.headers["set-cookie"].partition("=")[2].partition(";")[0])
        invitation = await invited_to_group(api, "new@okada.test", by=MANAGER)
        newcomer.client.cookies.set("integrates_session", issued[1])
        response = await newcomer.client.post(invitation, headers={"Origin": newcomer.origin})
        issued.append(response.headers["set-cookie"].partition("=")[2].partition(";")[0])

        seen = {}
        for value in (planted, made_up, *issued):
            attacker.client.cookies.clear()
            attacker.client.cookies.set("integrates_session", value)
            seen[value] = await attacker.me()

    # Each sign-in has a new secret, and what the browser had before ends with it.
    assert len({planted, made_up, *issued}) == 5
    assert [seen[value] for value in (planted, made_up, *issued)] == [None, None, VICTIM, None, "new@okada.test"]
