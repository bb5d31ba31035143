"""What each operation asks of the store: so many calls, however many rows there are."""

from datetime import timedelta

import pytest

import factories
from harness import Api
from world import ADMIN, CALLERS, GROUP, MANAGER, OKADA, OWNER, TARGET, populate

END = int((factories.NOW + timedelta(days=30)).timestamp())
IN_GROUP = 'groupName: "unittesting"'
IN_ORGANIZATION = f'organizationId: "{OKADA.id}"'

GIT, HOST, SITE = factories.git_root(of=GROUP), factories.ip_root(of=GROUP), factories.url_root(of=GROUP)
OFF = factories.inactive(factories.git_root("off", of=GROUP))
REPOSITORY = 'branch: "main", environment: "e", gitignore: [], includesHealthCheck: false'

# The token's read, the person's and, but for who is in nothing, that of what the accesses lead to are counted too.
CALLS: tuple[tuple[str, str, int], ...] = (
    (MANAGER, "query { me { userEmail role permissions } }", 4),
    (MANAGER, "query { me { organizations { name groups { name userRole organization } } } }", 6),
    (MANAGER, f"query {{ group({IN_GROUP}) {{ name }} }}", 4),
    (MANAGER, f"query {{ group({IN_GROUP}) {{ stakeholders {{ email role firstLogin invitationState groups {{ name }} }} }} }}", 7),
    (MANAGER, f"query {{ group({IN_GROUP}) {{ stakeholdersConnection(first: 50) {{ total edges {{ node {{ firstLogin }} }} }} }} }}", 7),
    (OWNER, f"query {{ organization({IN_ORGANIZATION}) {{ stakeholders {{ email firstLogin groups {{ name }} }} }} }}", 7),
    (ADMIN, f"query {{ organization({IN_ORGANIZATION}) {{ groups {{ name }} groupsConnection(first: 50) {{ total }} }} }}", 5),
    (OWNER, 'query { organizationId(organizationName: "okada") { name } }', 5),
    (MANAGER, f'query {{ stakeholder(entity: GROUP, {IN_GROUP}, userEmail: "{TARGET}") {{ email firstLogin groups {{ name }} }} }}', 7),
    (ADMIN, f'query {{ listUserGroups(userEmail: "{MANAGER}") {{ name }} }}', 4),
    (MANAGER, f"query {{ group({IN_GROUP}) {{ roots {{ ... on IRoot {{ id nickname state }} }} }} }}", 5),
    (
        MANAGER,
        f"query {{ group({IN_GROUP}) {{ rootsConnection(first: 50) {{ total edges {{ node {{ ... on IRoot {{ id }} }} }} }} }} }}",
        6,
    ),
    (MANAGER, f'query {{ root({IN_GROUP}, rootId: "{GIT.id}") {{ ... on GitRoot {{ url }} }} }}', 5),
    (MANAGER, f'mutation {{ addGitRoot({IN_GROUP}, url: "https://new.test/a", {REPOSITORY}) {{ success }} }}', 6),
    (MANAGER, f'mutation {{ addIpRoot({IN_GROUP}, address: "10.9.9.9", nickname: "new") {{ success }} }}', 6),
    (MANAGER, f'mutation {{ addUrlRoot({IN_GROUP}, url: "https://new.test", nickname: "new") {{ success }} }}', 6),
    (
        MANAGER,
        f'mutation {{ updateGitRoot({IN_GROUP}, id: "{GIT.id}", url: "https://git.test/okada/repo", {REPOSITORY}) {{ success }} }}',
        6,
    ),
    (MANAGER, f'mutation {{ updateGitRoot({IN_GROUP}, id: "{GIT.id}", url: "https://new.test/a", {REPOSITORY}) {{ success }} }}', 8),
    (MANAGER, f'mutation {{ updateIpRoot({IN_GROUP}, rootId: "{HOST.id}", nickname: "new") {{ success }} }}', 7),
    (MANAGER, f'mutation {{ updateUrlRoot({IN_GROUP}, rootId: "{SITE.id}", nickname: "new") {{ success }} }}', 7),
    (MANAGER, f'mutation {{ activateRoot({IN_GROUP}, id: "{OFF.id}") {{ success }} }}', 7),
    (MANAGER, f'mutation {{ deactivateRoot({IN_GROUP}, id: "{GIT.id}", reason: OTHER) {{ success }} }}', 6),
    (MANAGER, "mutation { acceptLegal { success } }", 7),
    (MANAGER, "mutation { updateTours(tours: {newGroup: true, newRiskExposure: true, newRoot: true, welcome: true}) { success } }", 7),
    (MANAGER, f'mutation {{ addAccessToken(name: "ci", expirationTime: {END}) {{ success }} }}', 8),
    (MANAGER, "mutation { invalidateAccessToken { success } }", 8),
    (OWNER, 'mutation { addOrganization(name: "second", country: "x") { success } }', 10),
    (
        OWNER,
        """mutation { addGroup(groupName: "second", description: "d", hasMachine: true, hasSquad: true, organizationName: "okada") {
             success } }""",
        12,
    ),
    (MANAGER, f'mutation {{ updateGroupInfo({IN_GROUP}, description: "d", language: EN) {{ success }} }}', 7),
    (
        ADMIN,
        f"""mutation {{ updateGroup({IN_GROUP}, comments: "", hasAsm: true, hasMachine: true, hasSquad: true, reason: NONE,
             subscription: CONTINUOUS) {{ success }} }}""",
        5,
    ),
    (MANAGER, f"mutation {{ updateGroupPolicies({IN_GROUP}, maxAcceptanceDays: 1) {{ success }} }}", 7),
    (
        OWNER,
        f'mutation {{ updateOrganizationPolicies({IN_ORGANIZATION}, organizationName: "okada", maxAcceptanceDays: 1) {{ success }} }}',
        7,
    ),
    (MANAGER, f'mutation {{ addGroupTags({IN_GROUP}, tagsData: ["a"]) {{ success }} }}', 7),
    (MANAGER, f'mutation {{ grantStakeholderAccess({IN_GROUP}, email: "new@okada.test", role: USER) {{ success }} }}', 9),
    (
        MANAGER,
        f'mutation {{ updateGroupStakeholder({IN_GROUP}, email: "{TARGET}", responsibility: "x", role: USER) {{ success }} }}',
        8,
    ),
    (MANAGER, f'mutation {{ removeStakeholderAccess({IN_GROUP}, userEmail: "{TARGET}") {{ success }} }}', 12),
    (
        OWNER,
        f'mutation {{ grantStakeholderOrganizationAccess({IN_ORGANIZATION}, userEmail: "new@okada.test", role: USER) {{ success }} }}',
        9,
    ),
    (OWNER, f'mutation {{ updateOrganizationStakeholder({IN_ORGANIZATION}, userEmail: "{TARGET}", role: USER) {{ success }} }}', 8),
    (OWNER, f'mutation {{ removeStakeholderOrganizationAccess({IN_ORGANIZATION}, userEmail: "{TARGET}") {{ success }} }}', 16),
    (ADMIN, 'mutation { addStakeholder(email: "new@okada.test", role: USER) { success } }', 6),
    (MANAGER, "mutation { removeStakeholder { success } }", 9),
    (MANAGER, f"mutation {{ removeGroup({IN_GROUP}, reason: OTHER) {{ success }} }}", 7),
)


async def fill(api: Api, number: int) -> None:
    """Store the world with so many more members, groups and roots."""
    groups = [factories.group(f"group{count:03}", of=OKADA) for count in range(number)]
    emails = [f"member{count:03}@okada.test" for count in range(number)]
    await populate(api, *CALLERS)
    await api.given(
        *groups,
        GIT,
        HOST,
        SITE,
        OFF,
        *(factories.git_root(f"root{count:03}", of=GROUP) for count in range(number)),
        *(factories.person(email, organizations=frozenset({OKADA.id})) for email in emails),
        *(factories.in_group(email, GROUP, factories.access("user")) for email in emails),
        *(factories.in_organization(email, OKADA, factories.access("user"), GROUP) for email in emails),
    )


@pytest.mark.parametrize("number", [1, 45])
@pytest.mark.parametrize(("email", "document", "calls"), CALLS, ids=[document[:40] for _, document, _ in CALLS])
async def test_an_operation_makes_so_many_calls(api: Api, email: str, document: str, calls: int, number: int) -> None:
    await fill(api, number)
    await api.ask("{ me { userEmail } }", as_=email)
    before = api.calls.total

    answer = await api.ask(document, as_=email)

    assert answer.errors == ()
    assert api.calls.total - before == calls
