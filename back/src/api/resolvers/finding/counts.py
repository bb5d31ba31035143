"""What follows from the numbers of a finding's vulnerabilities."""

from collections.abc import Callable, Mapping

from api.context import Info
from api.guards import of_parent
from db_model.findings.types import Finding
from db_model.vulnerabilities.counts import Counts
from db_model.vulnerabilities.types import TreatmentStatus


def counted(read: Callable[[Counts], object]) -> Callable[..., object]:
    """Return a resolver that reads something of the numbers."""

    @of_parent
    async def resolve(parent: Finding, info: Info) -> object:
        return read(await info.context.loaders.vulnerability_counts.load(parent.id))

    return resolve


def status_of(counts: Counts) -> str:
    """Return whether a finding is a draft, vulnerable or safe."""
    if counts.open:
        return "VULNERABLE"
    return "SAFE" if counts.closed else "DRAFT"


def legacy_status_of(counts: Counts) -> str:
    """Return the status in the words of older clients."""
    return {"VULNERABLE": "open", "SAFE": "closed"}.get(status_of(counts), "draft")


def treatments_of(counts: Counts) -> Mapping[str, int]:
    """Return how many open vulnerabilities have which treatment."""
    return {
        "accepted": counts.treatments.get(TreatmentStatus.ACCEPTED, 0),
        "accepted_undefined": counts.treatments.get(TreatmentStatus.ACCEPTED_UNDEFINED, 0),
        "in_progress": counts.treatments.get(TreatmentStatus.IN_PROGRESS, 0),
        "new": counts.treatments.get(TreatmentStatus.UNTREATED, 0),
    }
