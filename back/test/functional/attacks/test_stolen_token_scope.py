"""Attack: somebody has stolen the token of a CI job, and tries what its person may do."""

import pytest

from browser import browsing
from harness import Api
from invitations import TO_GROUP
from world import FINDING, GROUP, MANAGER, OKADA, Caller, populate

LATER = 3_600
REFUSED = (
    "{ me { accessTokens { id } } }",
    f'{{ listUserGroups(userEmail: "{MANAGER}") {{ name }} }}',
    f'{{ organization(organizationId: "{OKADA.id}") {{ name }} }}',
    f'{{ stakeholder(entity: GROUP, groupName: "{GROUP.name}", userEmail: "{MANAGER}") {{ email }} }}',
    f'{{ group(groupName: "{GROUP.name}") {{ stakeholders {{ email }} }} }}',
    'mutation { addAccessToken(expirationTime: %(end)s, name: "mine") { sessionJwt } }',
    'mutation { addAccessToken(expirationTime: %(end)s, name: "mine", scopes: [READ, IMPORT, GATE]) { sessionJwt } }',
    "mutation { invalidateAccessToken { success } }",
    f'mutation {{ updateForcesAccessToken(groupName: "{GROUP.name}") {{ sessionJwt }} }}',
    f'mutation {{ removeStakeholderAccess(groupName: "{GROUP.name}", userEmail: "target@okada.test") {{ success }} }}',
    f'mutation {{ removeFinding(findingId: "{FINDING.id}", justification: DUPLICATED) {{ success }} }}',
    'mutation { addOrganization(name: "mine", country: "Colombia") { success } }',
)


@pytest.mark.parametrize("scope", ["GATE", "IMPORT"])
async def test_stolen_token_scope(api: Api, scope: str) -> None:
    await populate(api, Caller("group", "user_manager"))
    end = int(api.time.now.timestamp()) + LATER
    made = await api.ask(
        f'mutation {{ addAccessToken(expirationTime: {end}, name: "ci", scopes: [{scope}], groupName: "{GROUP.name}") {{ sessionJwt }} }}',
        as_=MANAGER,
    )
    secret = made.data["addAccessToken"]["sessionJwt"]
    before = api.snapshot()

    works = await api.ask(f'{{ group(groupName: "{GROUP.name}") {{ name }} }}', secret=secret)
    answers = [await api.ask(document % {"end": end} if "%(end)" in document else document, secret=secret) for document in REFUSED]
    invited = await api.ask(TO_GROUP, {"email": "evil@evil.example"}, secret=secret)
    async with browsing(api) as browser:
        bearer = {"Authorization": f"Bearer {secret}"}
        pages = [await browser.open(path, **bearer) for path in ("/sessions", "/")]
        as_cookie = await browser.ask("{ me { userEmail } }", Cookie=f"integrates_session={secret}")
        posted = await browser.send("/sessions", {"session": "others"}, **bearer)

    assert works.data["group"] == {"name": GROUP.name}
    assert [answer.errors != () for answer in answers] == [True] * len(REFUSED)
    assert {code for answer in (*answers, invited) for code in answer.codes} == {"ACCESS_DENIED"}
    assert [page.status_code for page in (*pages, posted)] == [401, 200, 401]
    assert MANAGER not in pages[1].text
    assert as_cookie.data["me"] is None
    assert api.snapshot() == before
