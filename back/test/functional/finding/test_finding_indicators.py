"""What a finding tells of its vulnerabilities."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

import factories
from db_model.vulnerabilities.types import Vulnerability, VulnerabilityStatus, ZeroRisk, ZeroRiskStatus
from harness import Api
from world import ADMIN, DRAFT, FINDING, GROUP, VULNERABILITY, Caller, populate

READ = 'query {{ finding(identifier: "{}") {{ age openAge lastVulnerability reportDate state status where }} }}'
CLAIM = ZeroRisk(status=ZeroRiskStatus.REQUESTED, modified_by=factories.BY, modified_at=factories.NOW, justification="No risk")
OTHER = factories.finding(GROUP, "8", description="Other", threat="Other")


def made(of: int, days: int, *, where: str = "src/a.py", **changes: Any) -> Vulnerability:
    """Return a vulnerability that was reported so many days before the tests' now."""
    status = VulnerabilityStatus(changes.pop("status", "VULNERABLE"))
    at = factories.NOW - timedelta(days=days)
    given = {"released_at": at, "created_at": at, "state": VULNERABILITY.state._replace(status=status, where=where)}
    return factories.vulnerability(FINDING, str(of), **{**given, **changes})


async def read(api: Api, identifier: str = FINDING.id) -> dict[str, Any]:
    answer = await api.ask(READ.format(identifier), as_=ADMIN)
    assert answer.errors == ()
    return dict(answer.data["finding"])


async def test_ages_are_those_of_the_reports_that_count(api: Api) -> None:
    await populate(api, Caller("platform", "admin"))
    await api.given(
        made(1, 40, status="SAFE"),
        made(2, 30),
        made(3, 90, zero_risk=CLAIM),
        made(4, 80, status="SUBMITTED", released_at=None),
        made(5, 70, status="DELETED"),
        made(6, 35, zero_risk=CLAIM._replace(status=ZeroRiskStatus.REJECTED)),
    )
    api.time.move(timedelta(days=2))

    found = await read(api)

    assert (found["age"], found["openAge"], found["lastVulnerability"]) == (42, 37, 2)
    assert (found["status"], found["state"], found["reportDate"]) == ("VULNERABLE", "open", "2026-11-25 12:00:00")


@pytest.mark.parametrize(
    ("reported", "now", "days"),
    [
        (datetime(2026, 11, 24, 23, 59, 59, tzinfo=UTC), datetime(2026, 11, 25, 0, 0, 0, tzinfo=UTC), 1),
        (datetime(2026, 11, 24, 0, 0, 0, tzinfo=UTC), datetime(2026, 11, 24, 23, 59, 59, tzinfo=UTC), 0),
        (datetime(2025, 11, 25, 12, 0, 0, tzinfo=UTC), datetime(2026, 11, 25, 11, 0, 0, tzinfo=UTC), 365),
    ],
)
async def test_days_are_whole_ones_in_utc(api: Api, reported: datetime, now: datetime, days: int) -> None:
    await populate(api, Caller("platform", "admin"))
    await api.given(OTHER, factories.vulnerability(OTHER, "1", released_at=reported))
    api.time.now = now

    found = await read(api, OTHER.id)

    assert [found[name] for name in ("age", "openAge", "lastVulnerability")] == [days] * 3


async def test_a_finding_without_vulnerabilities_that_count_has_no_age(api: Api) -> None:
    await populate(api, Caller("platform", "admin"))

    found = await read(api, DRAFT.id)

    assert found == {
        "age": 0,
        "openAge": 0,
        "lastVulnerability": None,
        "reportDate": "2026-11-25 12:00:00",
        "state": "draft",
        "status": "DRAFT",
        "where": "",
    }


async def test_a_finding_whose_vulnerabilities_are_all_safe_has_an_age_but_is_open_nowhere(api: Api) -> None:
    await populate(api, Caller("platform", "admin"))
    await api.given(OTHER, factories.vulnerability(OTHER, "1", state=VULNERABILITY.state._replace(status=VulnerabilityStatus.SAFE)))
    api.time.move(timedelta(days=3))

    found = await read(api, OTHER.id)

    assert (found["age"], found["openAge"], found["state"], found["where"]) == (3, 0, "closed", "")


async def test_where_names_open_locations_once_and_in_order(api: Api) -> None:
    await populate(api, Caller("platform", "admin"))
    await api.given(
        made(1, 1, where="src/z.py"),
        made(2, 1, where="src/Z.py"),
        made(3, 1, where="src/z.py"),
        made(4, 1, where="src/closed.py", status="SAFE"),
        made(5, 1, where="src/claimed.py", zero_risk=CLAIM),
        made(6, 1, where="src/draft.py", status="SUBMITTED"),
    )

    assert (await read(api))["where"] == "src/Z.py, src/search.py, src/z.py"


@pytest.mark.parametrize("crowd", [1, 19, 20, 21, 45])
async def test_where_names_at_most_twenty_however_many_are_at_one(api: Api, crowd: int) -> None:
    await populate(api, Caller("platform", "admin"))
    places = [f"src/{number:02}.py" for number in range(25)]
    await api.given(
        OTHER,
        *(
            factories.vulnerability(OTHER, str(number), state=VULNERABILITY.state._replace(where="src/05.py"))
            for number in range(40, 40 + crowd)
        ),
        *(
            factories.vulnerability(OTHER, str(number), state=VULNERABILITY.state._replace(where=where))
            for number, where in enumerate(places)
        ),
    )

    assert (await read(api, OTHER.id))["where"] == ", ".join(places[:20])
