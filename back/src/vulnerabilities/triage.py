"""What people decide about vulnerabilities of a finding: treatments, acceptances for good, claims of no risk.

Each function here checks what does not depend on a vulnerability and returns the decision, to be taken by `deciding.decide` or, in
bulk, by `bulk.decide_each`.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import NamedTuple

from db_model.findings.types import Finding
from db_model.vulnerabilities.types import TreatmentStatus, Vulnerability
from errors import AccessDenied, RepeatedValues
from loaders.bundle import Loaders
from policies.domain import EffectivePolicies, of_group
from vulnerabilities import treatment, zero_risk
from vulnerabilities.acceptance import Wanted, read_end
from vulnerabilities.assignment import find_assigned
from vulnerabilities.deciding import Decide, Decision, distinct
from vulnerabilities.errors import VulnNotFound, VulnNotInFinding
from vulnerabilities.justification import check_justification
from vulnerabilities.zero_risk import Command


class TreatmentRequest(NamedTuple):
    """The treatment that somebody asks for, as it was typed."""

    status: TreatmentStatus
    justification: str
    assigned: str | None = None
    accepted_until: str | None = None


async def treating(loaders: Loaders, finding: Finding, request: TreatmentRequest, *, staff_domains: Collection[str]) -> Decision:
    """Return the decision to treat; raises the errors of the texts and the date, and `InvalidAssigned`."""
    wanted = Wanted(
        status=request.status,
        justification=check_justification(request.justification),
        assigned=await find_assigned(loaders, finding.group_name, request.assigned, staff_domains=staff_domains),
        accepted_until=read_end(request.status, request.accepted_until),
    )
    policies = await _policies_of(loaders, finding)

    async def prepare(_ids: Sequence[str]) -> Decide:
        return partial(treatment.treated, wanted=wanted, policies=policies, by=_actor(loaders), now=loaders.clock.now())

    said = MappingProxyType({"treatment": wanted.status.value, "assigned": wanted.assigned})
    return Decision("updateVulnerabilitiesTreatment", finding, VulnNotFound, prepare, lambda _: said)


def judging_acceptances(
    loaders: Loaders, finding: Finding, *, accepted: Iterable[str | None], rejected: Iterable[str | None], justification: str
) -> Decision:
    """Return the decision on acceptances for good; raises the errors of the text, and `RepeatedValues` for an id in both lists."""
    reason = check_justification(justification)
    to_approve, to_reject = frozenset(distinct(accepted)), frozenset(distinct(rejected))
    if to_approve & to_reject:
        raise RepeatedValues

    async def prepare(ids: Sequence[str]) -> Decide:
        asked = tuple(identifier for identifier in ids if identifier in to_reject)
        histories = dict(zip(asked, await loaders.vulnerability_treatments.load_many(asked), strict=True))
        by, now = _actor(loaders), loaders.clock.now()

        def judge(vulnerability: Vulnerability) -> tuple[Vulnerability, ...]:
            history = histories.get(vulnerability.id)
            if history is None:
                return treatment.approved(vulnerability, justification=reason, by=by, now=now)
            return treatment.rejected(vulnerability, history, justification=reason, by=by, now=now)

        return judge

    def details(ids: Sequence[str]) -> Mapping[str, str]:
        return {"rejected": " ".join(identifier for identifier in ids if identifier in to_reject)}

    return Decision("handleVulnerabilitiesAcceptance", finding, VulnNotInFinding, prepare, details)


def claiming_zero_risk(loaders: Loaders, finding: Finding, command: Command, *, justification: str) -> Decision:
    """Return the decision to request, confirm or reject a claim of no risk; raises the errors of the text."""
    reason = check_justification(justification)

    async def prepare(_ids: Sequence[str]) -> Decide:
        return partial(zero_risk.claimed, command=command, justification=reason, by=_actor(loaders), now=loaders.clock.now())

    return Decision(f"{command}VulnerabilitiesZeroRisk", finding, VulnNotInFinding, prepare)


def _actor(loaders: Loaders) -> str:
    """Return who decides."""
    return loaders.viewer.email or treatment.SYSTEM


async def _policies_of(loaders: Loaders, finding: Finding) -> EffectivePolicies:
    """Return the policies that hold in the group of a finding; raises `AccessDenied` when that is gone by now."""
    group = await loaders.group.load(finding.group_name)
    organization = await loaders.organization.load(finding.organization_id)
    if group is None or organization is None:
        raise AccessDenied
    return of_group(group, organization)
