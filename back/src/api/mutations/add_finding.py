"""`addFinding`."""

from api.context import Info
from api.guards import group_action
from api.mutations.payloads import SimplePayload
from api.mutations.severity_arguments import chosen_vector
from findings import domain as findings_domain
from findings.rules import FindingRequest, Texts
from groups import domain as groups_domain


@group_action("api_mutations_add_finding_mutate", attributes=("has_asm", "can_report_vulnerabilities"))
async def resolve(
    _parent: None,
    info: Info,
    /,
    *,
    group_name: str,
    title: str,
    description: str,
    attack_vector_description: str,
    threat: str,
    recommendation: str,
    unfulfilled_requirements: list[str],
    min_time_to_remediate: int | None = None,
    cvss_vector: str | None = None,
    **weights: float,
) -> SimplePayload:
    """Report a finding."""
    loaders = info.context.loaders
    request = FindingRequest(
        texts=Texts(
            title=title,
            description=description,
            attack_vector_description=attack_vector_description,
            threat=threat,
            recommendation=recommendation,
        ),
        unfulfilled_requirements=unfulfilled_requirements,
        vector=chosen_vector(cvss_vector, weights),
        min_time_to_remediate=min_time_to_remediate,
    )
    await findings_domain.add(loaders, group=await groups_domain.get(loaders, group_name), request=request)
    return SimplePayload()
