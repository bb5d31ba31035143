import pytest

import factories
from db_model.vulnerabilities.types import StateReason, VulnerabilityStatus
from vulnerabilities.exclusion import excluded

LATER = factories.NOW + factories.MINUTE
OPEN = factories.vulnerability(factories.finding(factories.group()))
EXCLUSION = frozenset({StateReason.EXCLUSION})


def test_what_is_open_becomes_safe_as_excluded() -> None:
    state = OPEN.state._replace(status=VulnerabilityStatus.SAFE, modified_by="me", modified_at=LATER, reasons=EXCLUSION)

    assert excluded(OPEN, by="me", now=LATER) == OPEN._replace(state=state, closed_at=LATER)


@pytest.mark.parametrize("status", [VulnerabilityStatus.SUBMITTED, VulnerabilityStatus.REJECTED])
def test_a_draft_is_gone_and_never_counts_as_closed(status: VulnerabilityStatus) -> None:
    draft = OPEN._replace(state=OPEN.state._replace(status=status), released_at=None)
    state = draft.state._replace(status=VulnerabilityStatus.DELETED, modified_by="me", modified_at=LATER, reasons=EXCLUSION)

    assert excluded(draft, by="me", now=LATER) == draft._replace(state=state)


@pytest.mark.parametrize("status", [VulnerabilityStatus.SAFE, VulnerabilityStatus.DELETED])
def test_what_has_ended_stays_as_it_is(status: VulnerabilityStatus) -> None:
    ended = OPEN._replace(state=OPEN.state._replace(status=status))

    assert excluded(ended, by="me", now=LATER) is ended
