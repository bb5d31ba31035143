"""Two tenants: whatever members of one ask with every id and name of the other, nothing leaks and nothing changes."""

import random
import re
from collections.abc import Callable, Sequence
from datetime import timedelta

import orjson
import pytest

import factories
import rival_findings
from api.schema import build_schema
from harness import Api
from rival_findings import OWN, THEIRS, WORD
from world import (
    CALLERS,
    GROUP,
    MANAGER,
    OKADA,
    OWNER,
    RIVAL,
    RIVAL_FINDING,
    RIVAL_GROUP,
    RIVAL_VULNERABILITY,
    TARGET,
    Caller,
    member_of_group,
    member_of_organization,
    populate,
)

REQUESTS = 800
FIELDS = 13
"""Root fields in each request: each is an operation."""
END = int((factories.NOW + timedelta(days=60)).timestamp())
PEOPLE = ("zed@zorgblatt.test", "zoe@zorgblatt.test", "boss@zorgblatt.test")
MEMBERS = tuple(caller for caller in CALLERS if caller.level in {"group", "organization"})

ORGANIZATIONS: Sequence[str] = (RIVAL.id, RIVAL.id.lower(), RIVAL.id.removeprefix("ORG#"), f"{RIVAL.id}#", "ORG#%")
NAMES: Sequence[str] = ("zorgblatt", "ZorgBlatt", " zorgblatt ")
GROUPS: Sequence[str] = ("zorgwerke", "ZORGWERKE", " zorgwerke", "zorgwerke ")
RIVAL_ROOT = factories.git_root(WORD, of=RIVAL_GROUP, url="https://git.test/theirs/repo")
RIVAL_HOST = factories.ip_root(f"{WORD}-host", of=RIVAL_GROUP)
RIVAL_SITE = factories.inactive(factories.url_root(f"{WORD}-site", of=RIVAL_GROUP))
ROOTS: Sequence[str] = (RIVAL_ROOT.id, RIVAL_ROOT.id.upper(), RIVAL_HOST.id, RIVAL_SITE.id, f"{RIVAL_ROOT.id} ", "ROOT#%")
NEAR: Sequence[str] = (*GROUPS, GROUP.name)
REPOSITORY = 'url: "https://git.test/theirs/repo", branch: "main", environment: "x", gitignore: [], includesHealthCheck: false'
THIEVES: Sequence[str] = (MANAGER, OWNER, TARGET, "thief@okada.test")

Pick = Callable[[Sequence[str]], str]
TEMPLATES: tuple[Callable[[Pick], str], ...] = (
    lambda pick: f'organization(organizationId: "{pick(ORGANIZATIONS)}") {{ id name country stakeholders {{ email }} groups {{ name }} }}',
    lambda pick: f'organizationId(organizationName: "{pick(NAMES)}") {{ id name country }}',
    lambda pick: f'group(groupName: "{pick(GROUPS)}") {{ name description tags organization stakeholders {{ email }} }}',
    lambda pick: f'group(groupName: "{pick(GROUPS)}") {{ roots {{ ... on IRoot {{ nickname }} }} rootsConnection {{ total }} }}',
    lambda pick: f'stakeholder(entity: GROUP, groupName: "{pick(GROUPS)}", userEmail: "{pick(PEOPLE)}") {{ email responsibility }}',
    lambda pick: f'stakeholder(entity: GROUP, groupName: "{GROUP.name}", userEmail: "{pick(PEOPLE)}") {{ email responsibility }}',
    lambda pick: (
        f'stakeholder(entity: ORGANIZATION, organizationId: "{pick((*ORGANIZATIONS, OKADA.id))}", userEmail: "{pick(PEOPLE)}")'
        " { email responsibility groups { name description } }"
    ),
    lambda pick: f'listUserGroups(userEmail: "{pick(PEOPLE)}") {{ name description }}',
    lambda pick: f'listUserGroupsConnection(userEmail: "{pick(PEOPLE)}", first: 2) {{ total edges {{ node {{ name description }} }} }}',
    lambda pick: f'forcesExecution(groupName: "{pick(GROUPS)}", executionId: "first") {{ groupName gitRepo log }}',
    lambda pick: f'forcesExecutions(groupName: "{pick(GROUPS)}") {{ groupName executions {{ gitRepo }} }}',
    lambda pick: f'group(groupName: "{pick(GROUPS)}") {{ forcesToken hasForces gate {{ verdict roots }} scans {{ total }} }}',
    lambda _: "me { organizations { name country groups { name description } } accessTokens { id name } }",
)
MUTATIONS: tuple[Callable[[Pick], str], ...] = (
    lambda pick: f'addGroupTags(groupName: "{pick(GROUPS)}", tagsData: ["stolen"]) {{ group {{ description }} }}',
    lambda pick: f'removeGroupTag(groupName: "{pick(GROUPS)}", tag: "quizzaciously-tag") {{ group {{ description }} }}',
    lambda pick: f'removeGroup(groupName: "{pick(GROUPS)}", reason: OTHER) {{ success }}',
    lambda pick: (
        f'updateGroup(groupName: "{pick(GROUPS)}", comments: "x", hasAsm: false, hasMachine: false, hasSquad: false, reason: NONE,'
        " subscription: CONTINUOUS) { success }"
    ),
    lambda pick: f'updateGroupInfo(groupName: "{pick(GROUPS)}", description: "stolen", language: EN) {{ success }}',
    lambda pick: f'updateGroupPolicies(groupName: "{pick(GROUPS)}", maxAcceptanceDays: 1) {{ success }}',
    lambda pick: (
        f'grantStakeholderAccess(groupName: "{pick(GROUPS)}", email: "{pick(THIEVES)}", role: USER_MANAGER)'
        " { grantedStakeholder { email groups { description } } }"
    ),
    lambda pick: (
        f'updateGroupStakeholder(groupName: "{pick(GROUPS)}", email: "{pick(PEOPLE)}", responsibility: "x", role: USER_MANAGER)'
        " { modifiedStakeholder { responsibility } }"
    ),
    lambda pick: f'removeStakeholderAccess(groupName: "{pick(GROUPS)}", userEmail: "{pick(PEOPLE)}") {{ success }}',
    lambda pick: f'removeStakeholderAccess(groupName: "{GROUP.name}", userEmail: "{pick(PEOPLE)}") {{ success }}',
    lambda pick: (
        f'grantStakeholderOrganizationAccess(organizationId: "{pick(ORGANIZATIONS)}", role: USER_MANAGER, userEmail: "{pick(THIEVES)}")'
        " { grantedStakeholder { email } }"
    ),
    lambda pick: (
        f'updateOrganizationStakeholder(organizationId: "{pick(ORGANIZATIONS)}", role: USER, userEmail: "{pick(PEOPLE)}")'
        " { modifiedStakeholder { responsibility } }"
    ),
    lambda pick: (
        f'removeStakeholderOrganizationAccess(organizationId: "{pick((*ORGANIZATIONS, OKADA.id))}", userEmail: "{pick(PEOPLE)}")'
        " { success }"
    ),
    lambda pick: (
        f'updateOrganizationPolicies(organizationId: "{pick(ORGANIZATIONS)}", organizationName: "{pick(NAMES)}", maxAcceptanceDays: 1)'
        " { success }"
    ),
    lambda pick: (
        f'addGroup(groupName: "stolengroup", description: "d", hasMachine: true, hasSquad: false, organizationName: "{pick(NAMES)}")'
        " { success }"
    ),
    lambda pick: f'addGroup(groupName: "{pick(GROUPS)}", description: "d", hasMachine: true, hasSquad: false) {{ success }}',
    lambda pick: f'addStakeholder(email: "{pick(PEOPLE)}", role: HACKER) {{ email }}',
    lambda pick: f'addAccessToken(name: "t", expirationTime: {END}, scopes: [READ], groupName: "{pick(GROUPS)}") {{ success }}',
    lambda pick: f'addOrganization(name: "{pick(NAMES)}", country: "x") {{ organization {{ country }} }}',
    lambda pick: f'addGitRoot(groupName: "{pick(NEAR)}", {REPOSITORY}) {{ success }}',
    lambda pick: f'addIpRoot(groupName: "{pick(NEAR)}", address: "10.0.0.1", nickname: "host") {{ success }}',
    lambda pick: f'addUrlRoot(groupName: "{pick(GROUPS)}", url: "https://site.test", nickname: "stolen") {{ success }}',
    lambda pick: f'updateGitRoot(groupName: "{pick(NEAR)}", id: "{pick(ROOTS)}", {REPOSITORY}) {{ success }}',
    lambda pick: f'updateIpRoot(groupName: "{pick(NEAR)}", rootId: "{pick(ROOTS)}", nickname: "stolen") {{ success }}',
    lambda pick: f'updateUrlRoot(groupName: "{pick(NEAR)}", rootId: "{pick(ROOTS)}", nickname: "stolen") {{ success }}',
    lambda pick: f'activateRoot(groupName: "{pick(NEAR)}", id: "{pick(ROOTS)}") {{ success }}',
    lambda pick: f'deactivateRoot(groupName: "{pick(NEAR)}", id: "{pick(ROOTS)}", reason: OTHER) {{ success }}',
)


FORCES: tuple[Callable[[Pick], str], ...] = (
    lambda pick: f'updateForcesAccessToken(groupName: "{pick(GROUPS)}") {{ success sessionJwt }}',
    lambda pick: (
        f'addForcesExecution(groupName: "{pick(GROUPS)}", date: "2026-11-25T12:00:00+00:00", exitCode: "0", executionId: "stolen",'
        ' strictness: "strict", vulnerabilities: {}) { success }'
    ),
)
ALL_QUERIES, ALL_MUTATIONS = (*TEMPLATES, *rival_findings.QUERIES), (*MUTATIONS, *FORCES, *rival_findings.MUTATIONS)
WITHOUT_A_NAME = frozenset({"acceptLegal", "invalidateAccessToken", "removeStakeholder", "updateTours"})
"""Mutations that are about nobody but the caller."""
ALONE = frozenset({"root"})
"""Queries whose refusal leaves nothing of the answer to others; they have a test of their own."""
WITH_A_FILE = frozenset({"importScan"})
"""Mutations that a JSON request cannot ask for."""


async def fill(api: Api) -> None:
    """Store both tenants; all that is the other's to know holds one unmistakable word."""
    rival = RIVAL._replace(country=WORD)
    group = RIVAL_GROUP._replace(description=WORD, context=WORD, state=RIVAL_GROUP.state._replace(tags=frozenset({f"{WORD.lower()}-tag"})))
    await api.given(
        rival,
        group,
        RIVAL_ROOT,
        RIVAL_HOST,
        RIVAL_SITE,
        *rival_findings.rival_findings(RIVAL_ROOT),
        *member_of_group("boss@zorgblatt.test", "user_manager", group, rival),
        *member_of_organization("zoe@zorgblatt.test", "user_manager", rival),
        factories.person("zed@zorgblatt.test", organizations=frozenset({rival.id})),
        factories.in_group("zed@zorgblatt.test", group, factories.access("hacker", WORD)),
        factories.in_organization("zed@zorgblatt.test", rival, factories.access("user", WORD), group),
        OKADA,
        GROUP,
        *OWN,
        *member_of_group(TARGET, "user", GROUP, OKADA),
        *(
            entity
            for caller in MEMBERS
            for entity in (
                member_of_group(str(caller.email), caller.role, GROUP, OKADA)
                if caller.level == "group"
                else member_of_organization(str(caller.email), caller.role, OKADA)
            )
        ),
    )


def of_rival(api: Api) -> frozenset[tuple[object, ...]]:
    """Return all that is stored of the other tenant, or that names it."""
    return frozenset(row for row in api.snapshot() if "zorg" in str(row).lower() or WORD in str(row))


async def test_ten_thousand_operations_with_the_names_of_another_tenant_leak_nothing_and_change_nothing(api: Api) -> None:
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    await fill(api)
    before, refused = of_rival(api), 0
    for _ in range(REQUESTS):
        caller = str(chance.choice(MEMBERS).email)
        is_mutation = chance.random() < 0.5
        # A mutation that fails ends its document's data but not the mutations after it: each is carried out.
        fields = [chance.choice(ALL_MUTATIONS if is_mutation else ALL_QUERIES)(chance.choice) for _ in range(FIELDS)]
        selection = " ".join(f"f{number}: {field}" for number, field in enumerate(fields))
        answer = await api.ask(f"{'mutation' if is_mutation else 'query'} {{ {selection} }}", as_=caller)

        assert answer.status == 200, answer.body
        assert WORD.lower() not in orjson.dumps(answer.body).decode().lower()
        assert "INTERNAL_ERROR" not in answer.codes
        refused += len(answer.errors)

    assert REQUESTS * FIELDS >= 10_000
    assert refused > REQUESTS
    assert of_rival(api) == before


@pytest.mark.parametrize(
    ("root", "templates", "without"), [("Query", ALL_QUERIES, ALONE), ("Mutation", ALL_MUTATIONS, WITHOUT_A_NAME | WITH_A_FILE)]
)
def test_every_operation_is_tried_with_the_names_of_another_tenant(
    root: str, templates: Sequence[Callable[[Pick], str]], without: frozenset[str]
) -> None:
    tried = {match[0] for each in templates if (match := re.match(r"\w+", each(lambda values: values[0])))}

    assert tried == set(build_schema().type_map[root].fields) - without  # type: ignore[attr-defined]


@pytest.mark.parametrize("caller", MEMBERS, ids=str)
async def test_no_vulnerability_of_another_tenant_is_found_by_any_text(api: Api, caller: Caller) -> None:
    await fill(api)
    document = "query ($text: String) { group(groupName: %s) { vulnerabilities(search: $text) { total edges { node { where } } } } }"
    texts = (WORD, WORD[:3], f'{WORD}" OR "', "zorgwerke", f'scope : "{WORD}"', "b608", "*", "")

    rival = [await api.ask(document % '"zorgwerke"', {"text": text}, as_=caller.email) for text in texts]
    own = [await api.ask(document % f'"{GROUP.name}"', {"text": text}, as_=caller.email) for text in texts]

    assert {answer.errors for answer in rival} == {("Access denied",)}
    found = [edge["node"]["where"] for answer in own if answer.data["group"] for edge in answer.data["group"]["vulnerabilities"]["edges"]]
    assert set(found) <= {"src/search.py"}
    assert bool(found) is (caller.level == "group")


@pytest.mark.parametrize("caller", MEMBERS, ids=str)
async def test_no_root_of_another_tenant_is_answered(api: Api, caller: Caller) -> None:
    await fill(api)
    document = "query ($group: String!, $id: ID!) { root(groupName: $group, rootId: $id) { ... on IRoot { id nickname state } } }"

    answers = [await api.ask(document, {"group": name, "id": root_id}, as_=caller.email) for name in NEAR for root_id in ROOTS]

    assert [answer.data for answer in answers] == [None] * len(NEAR) * len(ROOTS)
    assert {error for answer in answers for error in answer.errors} <= {"Access denied", "Exception - Access denied or root not found"}


async def test_the_word_would_be_found_if_it_leaked(api: Api) -> None:
    await fill(api)

    for field in (
        'group(groupName: "zorgwerke") { description tags }',
        f'group(groupName: "zorgwerke") {{ vulnerabilities(search: "{WORD}", root: "{WORD}") {{ edges {{ node {{ where }} }} }} }}',
        f'finding(identifier: "{THEIRS.id}") {{ where }}',
    ):
        answer = await api.ask(f"{{ {field} }}", as_="boss@zorgblatt.test")
        assert WORD.lower() in orjson.dumps(answer.body).decode().lower()


@pytest.mark.parametrize("role", ["user", "user_manager"])
async def test_the_text_for_what_is_there_is_the_text_for_what_is_not(api: Api, role: str) -> None:
    await populate(api, Caller("group", role))
    caller = Caller("group", role).email

    for document, there, nowhere in (
        ("query ($x: String!) { group(groupName: $x) { name } }", "zorgwerke", "nothere"),
        ("query ($x: String!) { organization(organizationId: $x) { name } }", RIVAL.id, f"{RIVAL.id[:-1]}0"),
        ("query ($x: String!) { organizationId(organizationName: $x) { name } }", "zorgblatt", "nothere"),
        ("query ($x: String!) { finding(identifier: $x) { title } }", RIVAL_FINDING.id, f"{RIVAL_FINDING.id[:-1]}9"),
        ("query ($x: String!) { vulnerability(uuid: $x) { where } }", RIVAL_VULNERABILITY.id, f"{RIVAL_VULNERABILITY.id[:-1]}9"),
        (
            "mutation ($x: String!) { removeFinding(findingId: $x, justification: DUPLICATED) { success } }",
            RIVAL_FINDING.id,
            f"{RIVAL_FINDING.id[:-1]}9",
        ),
        ("mutation ($x: String!) { removeGroup(groupName: $x, reason: OTHER) { success } }", "zorgwerke", "nothere"),
        (
            'mutation ($x: String!) { removeStakeholderOrganizationAccess(organizationId: $x, userEmail: "a@b.co") { success } }',
            RIVAL.id,
            f"{RIVAL.id[:-1]}0",
        ),
    ):
        answers = [await api.ask(document, {"x": value}, as_=caller) for value in (there, nowhere)]
        assert answers[0].body["errors"] == answers[1].body["errors"]
