"""What tests of triage send and look at: the mutations of one finding, and the treatment that a vulnerability shows."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

import factories
from db_model.vulnerabilities import reads as vulnerabilities_model
from db_model.vulnerabilities.types import (
    AcceptanceStatus,
    Treatment,
    TreatmentStatus,
    Vulnerability,
    VulnerabilityStatus,
    ZeroRisk,
    ZeroRiskStatus,
)
from harness import Api
from world import FINDING, VULNERABILITY, Caller

USER, MANAGER, SECOND_MANAGER = (str(Caller("group", role).email) for role in ("user", "user_manager", "vulnerability_manager"))
FINDING_OF_ANOTHER = factories.finding(factories.group(), "7", description="Seven", threat="Seven")
OF_ANOTHER = factories.vulnerability(FINDING_OF_ANOTHER)
"""A vulnerability of another finding in the same group."""
TREAT = """mutation ($finding: String!, $id: ID!, $treatment: UpdateClientDescriptionTreatment!, $justification: String!, $assigned: String,
  $date: String) { updateVulnerabilitiesTreatment(findingId: $finding, vulnerabilityId: $id, treatment: $treatment,
  justification: $justification, assigned: $assigned, acceptanceDate: $date) { success } }"""
OUTCOMES = "{ success outcomes { id success code message } }"
TREAT_BULK = f"""mutation ($finding: String!, $ids: [ID!]!, $treatment: UpdateClientDescriptionTreatment!, $justification: String!,
  $assigned: String, $date: String) {{ updateVulnerabilitiesTreatmentBulk(findingId: $finding, vulnerabilities: $ids,
  treatment: $treatment, justification: $justification, assigned: $assigned, acceptanceDate: $date) {OUTCOMES} }}"""
JUDGE = """mutation ($finding: String!, $accepted: [String]!, $rejected: [String]!, $justification: String!) {
  handleVulnerabilitiesAcceptance(findingId: $finding, acceptedVulnerabilities: $accepted, rejectedVulnerabilities: $rejected,
  justification: $justification) { success } }"""
JUDGE_BULK = f"""mutation ($finding: String!, $accepted: [ID!]!, $rejected: [ID!]!, $justification: String!) {{
  handleVulnerabilitiesAcceptanceBulk(findingId: $finding, acceptedVulnerabilities: $accepted, rejectedVulnerabilities: $rejected,
  justification: $justification) {OUTCOMES} }}"""
HELD = """treatmentStatus treatmentAcceptanceDate treatmentAcceptanceStatus treatmentAssigned treatmentJustification treatmentUser
  lastTreatmentDate treatmentChanges"""
HISTORY = "historicTreatmentStatus { treatment acceptanceStatus acceptanceDate assigned justification user date }"
UNTREATED = {
    "treatmentStatus": "UNTREATED",
    "treatmentAcceptanceDate": None,
    "treatmentAcceptanceStatus": None,
    "treatmentAssigned": None,
    "treatmentJustification": None,
    "treatmentUser": None,
}


def zero_risk(verb: str) -> str:
    """Return the mutation of claims: `request`, `confirm` or `reject`."""
    return f"""mutation ($finding: String!, $ids: [String]!, $justification: String!) {{
      {verb}VulnerabilitiesZeroRisk(findingId: $finding, vulnerabilities: $ids, justification: $justification) {{ success }} }}"""


def zero_risk_bulk(verb: str) -> str:
    """Return the bulk form of the mutation of claims."""
    return f"""mutation ($finding: String!, $ids: [ID!]!, $justification: String!) {{
      {verb}VulnerabilitiesZeroRiskBulk(findingId: $finding, vulnerabilities: $ids, justification: $justification) {OUTCOMES} }}"""


def treating(treatment: str, **changes: Any) -> dict[str, Any]:
    """Return the variables that treat the vulnerability of the world."""
    made = {"finding": FINDING.id, "id": VULNERABILITY.id, "treatment": treatment, "justification": "Why", "assigned": None, "date": None}
    return {**made, **changes}


def claiming(ids: Iterable[str | None] = (VULNERABILITY.id,), **changes: Any) -> dict[str, Any]:
    """Return the variables of a claim about vulnerabilities of the finding of the world."""
    return {"finding": FINDING.id, "ids": list(ids), "justification": "Because", **changes}


def judging(accepted: Iterable[str | None] = (), rejected: Iterable[str | None] = (), **changes: Any) -> dict[str, Any]:
    """Return the variables of a decision on acceptances for good."""
    return {"finding": FINDING.id, "accepted": list(accepted), "rejected": list(rejected), "justification": "Decided", **changes}


def submitted(vulnerability: Vulnerability) -> Vulnerability:
    """Return a vulnerability whose acceptance for good waits for a decision."""
    return vulnerability._replace(
        treatment=Treatment(
            status=TreatmentStatus.ACCEPTED_UNDEFINED,
            modified_at=factories.NOW,
            modified_by=USER,
            assigned=USER,
            justification="Please",
            acceptance=AcceptanceStatus.SUBMITTED,
        )
    )


def accepted(vulnerability: Vulnerability, *, until: timedelta) -> Vulnerability:
    """Return a vulnerability that is accepted until a while after the tests' now."""
    return vulnerability._replace(
        treatment=Treatment(
            status=TreatmentStatus.ACCEPTED,
            modified_at=factories.NOW,
            modified_by=USER,
            assigned=USER,
            justification="For now",
            accepted_until=factories.NOW + until,
            acceptances=1,
        )
    )


def claimed(vulnerability: Vulnerability, status: ZeroRiskStatus) -> Vulnerability:
    """Return a vulnerability that is claimed to be no risk."""
    return vulnerability._replace(zero_risk=ZeroRisk(status, USER, factories.NOW, "No risk"))


def in_state(vulnerability: Vulnerability, status: VulnerabilityStatus) -> Vulnerability:
    """Return a vulnerability in another state."""
    return vulnerability._replace(state=vulnerability.state._replace(status=status))


def several(number: int, first: int = 1) -> list[Vulnerability]:
    """Return so many vulnerabilities of the finding of the world, besides the one that it has."""
    return [factories.vulnerability(FINDING, str(each))._replace(id=_id(each)) for each in range(first, first + number)]


def _id(number: int) -> str:
    return f"{number:08x}-0000-4000-8000-{FINDING.id[-12:]}"


async def seen(api: Api, identifier: str, selection: str, *, as_: str) -> Mapping[str, Any]:
    """Ask for fields of a vulnerability."""
    answer = await api.ask(f'{{ vulnerability(uuid: "{identifier}") {{ {selection} }} }}', as_=as_)
    assert answer.errors == ()
    return dict(answer.data["vulnerability"])


async def stored(api: Api, *ids: str) -> list[Vulnerability]:
    """Read vulnerabilities as they are stored."""
    found = await vulnerabilities_model.get_many(api.store.table, ids, now=api.time.now)
    return [found[identifier] for identifier in ids]
