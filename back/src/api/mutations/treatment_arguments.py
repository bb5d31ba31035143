"""What the mutations of treatments take."""

from collections.abc import Mapping

from api.context import Info
from db_model.vulnerabilities.types import TreatmentStatus
from findings import domain as findings_domain
from vulnerabilities import triage
from vulnerabilities.deciding import Decision
from vulnerabilities.triage import TreatmentRequest


async def treating(
    info: Info, finding_id: str, status: TreatmentStatus, justification: str, optional: Mapping[str, str | None]
) -> Decision:
    """Return the decision that the arguments of a mutation say; older clients name who is assigned the manager."""
    context = info.context
    request = TreatmentRequest(
        status=status,
        justification=justification,
        assigned=optional.get("assigned") or optional.get("treatment_manager"),
        accepted_until=optional.get("acceptance_date"),
    )
    finding = await findings_domain.get(context.loaders, finding_id)
    return await triage.treating(context.loaders, finding, request, staff_domains=context.settings.staff_domains)
