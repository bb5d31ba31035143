"""The findings of the other tenant, all of whose texts hold one word, and operations that ask for them or try to change them."""

from collections.abc import Callable, Sequence

import factories
from db_model.findings.types import Finding
from db_model.roots.types import Root
from db_model.vulnerabilities.types import Vulnerability, VulnerabilityStatus, ZeroRisk, ZeroRiskStatus
from finding_documents import WEIGHTS
from harness import Entity
from world import FINDING, GROUP, RIVAL_GROUP, VULNERABILITY

Pick = Callable[[Sequence[str]], str]
Template = Callable[[Pick], str]
WORD = "Quizzaciously"


def _finding(digit: str, **changes: object) -> Finding:
    texts = dict.fromkeys(("description", "threat", "attack_vector_description", "recommendation"), f"{WORD} {digit}")
    return factories.finding(RIVAL_GROUP, digit, **{**texts, **changes})


def _vulnerability(digit: str, root: Root, status: VulnerabilityStatus, claim: ZeroRiskStatus | None = None) -> Vulnerability:
    """Return a vulnerability in whose place, rule, message, code and tags the word is."""
    made = factories.vulnerability(THEIRS, digit, root, tags=frozenset({WORD}))
    zero_risk = ZeroRisk(status=claim, modified_by=factories.BY, modified_at=factories.NOW, justification=WORD) if claim else None
    return made._replace(
        state=made.state._replace(where=f"src/{WORD}.py", status=status),
        treatment=made.treatment._replace(justification=WORD),
        scanned=made.scanned and made.scanned._replace(rule=WORD, message=WORD, snippet=WORD, help_uri=WORD),
        zero_risk=zero_risk,
    )


THEIRS = _finding("4")
THEIR_DRAFT = _finding("5", released_at=None)


def rival_findings(root: Root) -> tuple[Entity, ...]:
    """Return both findings of the other tenant and a vulnerability in each state."""
    return (
        THEIRS,
        THEIR_DRAFT,
        *(_vulnerability(str(number), root, status) for number, status in enumerate(VulnerabilityStatus)),
        *(_vulnerability(str(number), root, VulnerabilityStatus.VULNERABLE, claim) for number, claim in enumerate(ZeroRiskStatus, 10)),
    )


OWN: tuple[Entity, ...] = (FINDING, VULNERABILITY)
_IDS = tuple(f"{number:02}aa0000-0000-4000-8000-{THEIRS.id[-12:]}" for number in (*range(5), *range(10, 13)))
_SEARCHES = (WORD, WORD[:4].lower(), f"src {WORD} py", f'{WORD}" OR scope : g', "* OR group : zorgwerke", f"body : {WORD}")
_GROUPS = ("zorgwerke", "ZORGWERKE", GROUP.name)
_FINDINGS = (THEIRS.id, THEIRS.id.upper(), f" {THEIRS.id}", THEIR_DRAFT.id, f"FIN#{THEIRS.id}", "FIN#%")
_EITHER = (*_FINDINGS, FINDING.id)
_VULNERABILITIES = (*_IDS, _IDS[0].upper(), f"VULN#{_IDS[0]}", f"{_IDS[0]}\\u0000")
_WORDS_OF_A_PLACE = "where message rule rootNickname tags snippet { content } treatmentJustification finding { description }"
_WORDS_OF_A_FINDING = "description threat attackVectorDescription recommendation where"
_PAGE = f"{{ total edges {{ node {{ {_WORDS_OF_A_PLACE} }} }} }}"
_WEIGHTS = ", ".join(f"{name}: {weight}" for name, weight in WEIGHTS.items())
_TEXT_WEIGHTS = ", ".join(f'{name}: "{weight}"' for name, weight in WEIGHTS.items())
_REQUIREMENTS = ", ".join(f'"{each}"' for each in factories.requirements(factories.TEXTS.title)[:1])
_TEXTS = (
    f'title: "{factories.TEXTS.title}", description: "d", attackVectorDescription: "a", threat: "t", recommendation: "r",'
    f" unfulfilledRequirements: [{_REQUIREMENTS}]"
)


def _of_many(mutation: str, selection: str = "success") -> Template:
    """Return a template of a mutation of several vulnerabilities of a finding."""
    return lambda pick: (
        f'{mutation}(findingId: "{pick(_EITHER)}", justification: "j", vulnerabilities: ["{pick(_VULNERABILITIES)}"]) {{ {selection} }}'
    )


def _acceptance(mutation: str) -> Template:
    return lambda pick: (
        f'{mutation}(findingId: "{pick(_EITHER)}", justification: "j", acceptedVulnerabilities: ["{pick(_VULNERABILITIES)}"],'
        f' rejectedVulnerabilities: ["{pick(_VULNERABILITIES)}"]) {{ success }}'
    )


QUERIES: tuple[Template, ...] = (
    lambda pick: f'finding(identifier: "{pick(_FINDINGS)}") {{ {_WORDS_OF_A_FINDING} vulnerabilitiesConnection {_PAGE} }}',
    lambda pick: (
        f'finding(identifier: "{pick(_FINDINGS)}") {{ zeroRiskConnection {_PAGE} draftsConnection {_PAGE} age openVulnerabilities }}'
    ),
    lambda pick: (
        f'finding(identifier: "{FINDING.id}") {{ vulnerabilitiesConnection(where: "src/{WORD}.py") {_PAGE} {pick(["age", "where"])} }}'
    ),
    lambda pick: f'vulnerability(uuid: "{pick(_VULNERABILITIES)}") {{ {_WORDS_OF_A_PLACE} historicState {{ hacker }} }}',
    lambda pick: f'group(groupName: "{pick(_GROUPS)}") {{ vulnerabilities(search: "{_quoted(pick(_SEARCHES))}") {_PAGE} }}',
    lambda pick: (
        f'group(groupName: "{pick(_GROUPS)}") {{ vulnerabilities(root: "{WORD}", zeroRisk: CONFIRMED) {_PAGE} openVulnerabilities }}'
    ),
    lambda pick: (
        f'group(groupName: "{pick(_GROUPS)}") {{ findings {{ {_WORDS_OF_A_FINDING} }} maxOpenSeverityFinding {{ description }}'
        " lastClosedVulnerabilityFinding { description } }"
    ),
    lambda pick: f'group(groupName: "{pick(_GROUPS)}") {{ drafts {{ {_WORDS_OF_A_FINDING} }} findingsConnection {{ total }} }}',
)
MUTATIONS: tuple[Template, ...] = (
    lambda pick: f'addFinding(groupName: "{pick(_GROUPS[:2])}", {_TEXTS}, {_WEIGHTS}) {{ success }}',
    lambda pick: f'updateDescription(findingId: "{pick(_FINDINGS)}", {_TEXTS}) {{ finding {{ {_WORDS_OF_A_FINDING} }} }}',
    lambda pick: (
        f'updateSeverity(findingId: "{pick(_FINDINGS)}", cvssVersion: "3.1", {_TEXT_WEIGHTS}) {{ finding {{ {_WORDS_OF_A_FINDING} }} }}'
    ),
    lambda pick: f'removeFinding(findingId: "{pick(_FINDINGS)}", justification: DUPLICATED) {{ success }}',
    lambda pick: f'closeVulnerabilities(findingId: "{pick(_EITHER)}", vulnerabilities: ["{pick(_VULNERABILITIES)}"]) {{ success }}',
    lambda pick: (
        f'removeVulnerability(id: "{pick(_VULNERABILITIES)}", findingId: "{pick(_EITHER)}", justification: DUPLICATED) {{ success }}'
    ),
    lambda pick: f'updateVulnerabilityDescription(vulnerabilityId: "{pick(_VULNERABILITIES)}", source: ANALYST) {{ success }}',
    lambda pick: (
        f'updateVulnerabilitiesSeverity(findingId: "{pick(_EITHER)}", vulnerabilityIds: ["{pick(_VULNERABILITIES)}"],'
        f' cvssVector: "{factories.VECTOR}") {{ finding {{ {_WORDS_OF_A_FINDING} }} }}'
    ),
    lambda pick: (
        f'updateVulnerabilitiesTreatment(findingId: "{pick(_EITHER)}", vulnerabilityId: "{pick(_VULNERABILITIES)}", justification: "j",'
        " treatment: IN_PROGRESS) { success }"
    ),
    lambda pick: (
        f'updateVulnerabilitiesTreatmentBulk(findingId: "{pick(_EITHER)}", vulnerabilities: ["{pick(_VULNERABILITIES)}"],'
        ' justification: "j", treatment: IN_PROGRESS) { success }'
    ),
    *map(_acceptance, ("handleVulnerabilitiesAcceptance", "handleVulnerabilitiesAcceptanceBulk")),
    *(_of_many(f"{verb}VulnerabilitiesZeroRisk{ending}") for verb in ("confirm", "reject", "request") for ending in ("", "Bulk")),
)


def _quoted(text: str) -> str:
    """Return a text as it stands between the quotes of a document."""
    return text.replace("\\", "\\\\").replace('"', '\\"')
