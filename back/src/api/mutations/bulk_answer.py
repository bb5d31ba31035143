"""What the mutations that decide about many vulnerabilities answer."""

from collections.abc import Sequence

from api.errors import describe
from api.mutations.payloads import BulkPayload, VulnerabilityOutcome
from vulnerabilities.bulk import Outcome


def answer_of(outcomes: Sequence[Outcome]) -> BulkPayload:
    """Tell what came of each, in the words in which errors are told."""
    return BulkPayload(outcomes=tuple(map(_told, outcomes)), success=all(outcome.error is None for outcome in outcomes))


def _told(outcome: Outcome) -> VulnerabilityOutcome:
    """Tell what came of one."""
    if outcome.error is None:
        return VulnerabilityOutcome(id=outcome.id, success=True)
    public = describe(outcome.error)
    return VulnerabilityOutcome(id=outcome.id, success=False, code=public.code, message=public.message)
