"""What each operation asks of the store: so many calls, however many rows there are."""

from datetime import timedelta

import pytest

import factories
from finding_documents import WEIGHTS
from harness import Api
from world import ADMIN, CALLERS, FINDING, GROUP, MANAGER, OKADA, OWNER, TARGET, VULNERABILITY, Caller, populate

END = int((factories.NOW + timedelta(days=30)).timestamp())
IN_GROUP = 'groupName: "unittesting"'
IN_ORGANIZATION = f'organizationId: "{OKADA.id}"'

GIT, HOST, SITE = factories.git_root(of=GROUP), factories.ip_root(of=GROUP), factories.url_root(of=GROUP)
SHELF = factories.git_root("shelf", of=GROUP)
OFF = factories.inactive(factories.git_root("off", of=GROUP))
REPOSITORY = 'branch: "main", environment: "e", gitignore: [], includesHealthCheck: false'

HACKER = str(Caller("group", "hacker").email)
OF_FINDING, OF_VULNERABILITY = f'findingId: "{FINDING.id}"', f'vulnerabilities: ["{VULNERABILITY.id}"]'
PLACES = f'identifier: "{FINDING.id}"'
TEXTS = (
    f'title: "{factories.TEXTS.title}", description: "New", attackVectorDescription: "New", threat: "New", recommendation: "New",'
    f' unfulfilledRequirements: ["{factories.requirements(factories.TEXTS.title)[0]}"]'
)
NUMBERS = ", ".join(f"{name}: {weight}" for name, weight in WEIGHTS.items())
TEXT_NUMBERS = ", ".join(f'{name}: "{weight}"' for name, weight in WEIGHTS.items())
COUNTED = "status openVulnerabilities closedVulnerabilities treatmentSummary { new } age openAge lastVulnerability where"
SEEN = "id where state finding { title } rootNickname historicTreatmentStatus { treatment } historicState { status }"
INDICATORS = """openVulnerabilities closedVulnerabilities openFindings maxOpenSeverity lastClosedVulnerability
  maxOpenSeverityFinding { title } lastClosedVulnerabilityFinding { title }"""

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
    (MANAGER, f"query {{ finding({PLACES}) {{ title severityScore status }} }}", 6),
    (MANAGER, f"query {{ finding({PLACES}) {{ {COUNTED} }} }}", 7),
    (MANAGER, f"query {{ finding({PLACES}) {{ vulnerabilitiesConnection(first: 50) {{ total edges {{ node {{ {SEEN} }} }} }} }} }}", 11),
    (ADMIN, f"query {{ finding({PLACES}) {{ draftsConnection {{ total }} zeroRiskConnection {{ edges {{ node {{ id }} }} }} }} }}", 6),
    (MANAGER, f'query {{ vulnerability(uuid: "{VULNERABILITY.id}") {{ {SEEN} }} }}', 9),
    (MANAGER, f"query {{ group({IN_GROUP}) {{ findings {{ title {COUNTED} }} }} }}", 7),
    (MANAGER, f"query {{ group({IN_GROUP}) {{ findingsConnection(first: 50) {{ total edges {{ node {{ {COUNTED} }} }} }} }} }}", 8),
    (HACKER, f"query {{ group({IN_GROUP}) {{ drafts {{ title }} draftsConnection(first: 50) {{ total }} }} }}", 6),
    (MANAGER, f"query {{ group({IN_GROUP}) {{ {INDICATORS} }} }}", 8),
    (
        MANAGER,
        f"""query {{ group({IN_GROUP}) {{ vulnerabilities(search: "src", root: "shelf", first: 50) {{
             total edges {{ node {{ {SEEN} }} }} }} }} }}""",
        12,
    ),
    (ADMIN, f"query {{ organization({IN_ORGANIZATION}) {{ groups {{ {INDICATORS} }} }} }}", 9),
    (HACKER, f"mutation {{ addFinding({IN_GROUP}, {TEXTS}, {NUMBERS}) {{ success }} }}", 5),
    (HACKER, f"mutation {{ updateDescription({OF_FINDING}, {TEXTS}) {{ finding {{ title }} }} }}", 7),
    (HACKER, f'mutation {{ updateSeverity({OF_FINDING}, cvssVersion: "3.1", {TEXT_NUMBERS}) {{ finding {{ title }} }} }}', 7),
    (HACKER, f"mutation {{ removeFinding({OF_FINDING}, justification: DUPLICATED) {{ success }} }}", 6),
    (HACKER, f"mutation {{ closeVulnerabilities({OF_FINDING}, {OF_VULNERABILITY}) {{ success }} }}", 7),
    (HACKER, f'mutation {{ removeVulnerability({OF_FINDING}, id: "{VULNERABILITY.id}", justification: DUPLICATED) {{ success }} }}', 7),
    (
        HACKER,
        f'mutation {{ updateVulnerabilityDescription(vulnerabilityId: "{VULNERABILITY.id}", source: ANALYST) {{ success }} }}',
        7,
    ),
    (
        HACKER,
        f"""mutation {{ updateVulnerabilitiesSeverity({OF_FINDING}, vulnerabilityIds: ["{VULNERABILITY.id}"],
             cvssVector: "{factories.VECTOR}") {{ finding {{ title }} }} }}""",
        6,
    ),
    (
        MANAGER,
        f"""mutation {{ updateVulnerabilitiesTreatment({OF_FINDING}, vulnerabilityId: "{VULNERABILITY.id}", justification: "j",
             treatment: IN_PROGRESS) {{ success }} }}""",
        10,
    ),
    (
        MANAGER,
        f"""mutation {{ updateVulnerabilitiesTreatmentBulk({OF_FINDING}, {OF_VULNERABILITY}, justification: "j",
             treatment: IN_PROGRESS) {{ success }} }}""",
        10,
    ),
    (MANAGER, f'mutation {{ requestVulnerabilitiesZeroRisk({OF_FINDING}, {OF_VULNERABILITY}, justification: "j") {{ success }} }}', 7),
    (MANAGER, f'mutation {{ requestVulnerabilitiesZeroRiskBulk({OF_FINDING}, {OF_VULNERABILITY}, justification: "j") {{ success }} }}', 7),
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
    """Store the world with so many more members, groups, roots, findings and vulnerabilities."""
    groups = [factories.group(f"group{count:03}", of=OKADA) for count in range(number)]
    emails = [f"member{count:03}@okada.test" for count in range(number)]
    await populate(api, *CALLERS)
    findings = [
        factories.finding(GROUP, id=f"7510{count:04}-0000-4000-8000-000000000000", description=f"d{count}", threat=f"t{count}")
        for count in range(number)
    ]
    drafts = [
        each._replace(id=each.id.replace("7510", "7511"), released_at=None, description=f"D{each.id}", threat=f"T{each.id}")
        for each in findings
    ]
    await api.given(
        *findings,
        *drafts,
        *groups,
        GIT,
        HOST,
        SITE,
        OFF,
        SHELF,
        *(factories.git_root(f"root{count:03}", of=GROUP) for count in range(number)),
        *(
            factories.vulnerability(
                of,
                root=SHELF,
                id=f"{prefix}aa{count:04}-0000-4000-8000-000000000000",
                state=VULNERABILITY.state._replace(where=f"src/{count:04}.py"),
            )
            for prefix, found in (("a0", findings), ("a1", [FINDING] * number))
            for count, of in enumerate(found)
        ),
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


@pytest.mark.parametrize("number", [1, 9])
async def test_the_locations_of_many_findings_take_as_many_calls_as_those_of_one(api: Api, number: int) -> None:
    await populate(api, Caller("group", "user_manager"))
    findings = [
        factories.finding(GROUP, str(digit), description=f"d{digit}", threat=f"t{digit}", released_at=factories.NOW)
        for digit in range(3, 3 + min(number, 7))
    ]
    crowds = [
        factories.vulnerability(of, str(place * 25 + count), state=VULNERABILITY.state._replace(where=f"src/{place}.py"))
        for of in findings
        for place in range(3)
        for count in range(25)
    ]
    await api.given(*findings, *crowds)

    answer = await api.ask(f"{{ group({IN_GROUP}) {{ findings {{ where }} }} }}", as_=MANAGER)

    places = [finding["where"] for finding in answer.data["group"]["findings"]]
    assert places == ["src/search.py", *["src/0.py, src/1.py, src/2.py"] * len(findings)]
    # Each goes on behind the location that its last page ended with.
    assert api.calls.search == 4
