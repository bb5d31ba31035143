"""How many released vulnerabilities findings have, by state and treatment; those that are claimed to be no risk do not count."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from db_model.vulnerabilities.projection import COLLECTION, COUNTED
from db_model.vulnerabilities.types import RELEASED, TreatmentStatus, VulnerabilityStatus
from store.index import Aggregate, AnyOf, Index, Scope


class Counts(NamedTuple):
    """The numbers of one finding; the treatments are those of open vulnerabilities."""

    open: int = 0
    closed: int = 0
    treatments: Mapping[TreatmentStatus, int] = MappingProxyType({})


async def of_findings(index: Index, scope: Scope, ids: Sequence[str]) -> Mapping[str, Counts]:
    """Count the vulnerabilities of findings in one call; a finding without any is absent."""
    request = Aggregate(
        COLLECTION.name,
        scope,
        (AnyOf("finding_id", frozenset(ids)), AnyOf("status", frozenset(map(str, RELEASED))), AnyOf("zero_risk", COUNTED)),
        group_by=("finding_id", "status", "treatment"),
    )
    numbers: defaultdict[str, Counts] = defaultdict(Counts)
    for bucket in await index.aggregate(request):
        finding_id, status, treatment = map(str, bucket.key)
        number = int(str(bucket.metrics[0]))
        numbers[finding_id] = _with(numbers[finding_id], VulnerabilityStatus(status), TreatmentStatus(treatment), number)
    return dict(numbers)


def _with(counts: Counts, status: VulnerabilityStatus, treatment: TreatmentStatus, number: int) -> Counts:
    """Add a number to those of a finding."""
    if status is VulnerabilityStatus.SAFE:
        return counts._replace(closed=counts.closed + number)
    treatments = {**counts.treatments, treatment: counts.treatments.get(treatment, 0) + number}
    return counts._replace(open=counts.open + number, treatments=treatments)
