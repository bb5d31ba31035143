"""What a group tells of its vulnerabilities."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import factories
from db_model.vulnerabilities.types import Vulnerability, VulnerabilityStatus, ZeroRisk, ZeroRiskStatus
from harness import Api
from world import ADMIN, FINDING, GROUP, MANAGER, OKADA, RIVAL_FINDING, VULNERABILITY, Caller, populate

FIELDS = """openVulnerabilities closedVulnerabilities openFindings maxOpenSeverity maxOpenSeverityFinding { id }
  lastClosedVulnerability lastClosedVulnerabilityFinding { id }"""
READ = f'query {{ group(groupName: "unittesting") {{ {FIELDS} }} }}'
EMPTY = factories.group("emptygroup", of=OKADA)
CLAIM = ZeroRisk(status=ZeroRiskStatus.CONFIRMED, modified_by=factories.BY, modified_at=factories.NOW, justification="No risk")
SECOND = factories.finding(GROUP, "7", description="Second", threat="Second")
THIRD = factories.finding(GROUP, "8", description="Third", threat="Third")


def made(digit: str, score: str, *, closed_days_ago: int | None = None, **changes: Any) -> Vulnerability:
    finding = changes.pop("of", SECOND)
    status = VulnerabilityStatus.VULNERABLE if closed_days_ago is None else VulnerabilityStatus.SAFE
    closed_at = None if closed_days_ago is None else factories.NOW - timedelta(days=closed_days_ago)
    given = {"score": Decimal(score), "state": VULNERABILITY.state._replace(status=status), "closed_at": closed_at}
    return factories.vulnerability(finding, digit, **{**given, **changes})


async def fill(api: Api) -> None:
    await populate(api, Caller("platform", "admin"), Caller("group", "user_manager"))
    await api.given(
        EMPTY,
        SECOND,
        THIRD,
        made("1", "9.9"),
        made("2", "4.0"),
        made("3", "10.0", closed_days_ago=9),
        made("4", "3.0", closed_days_ago=5, of=THIRD),
        made("5", "10.0", zero_risk=CLAIM, of=THIRD),
        made("6", "10.0", closed_days_ago=1, zero_risk=CLAIM, of=FINDING),
        made("7", "10.0", state=VULNERABILITY.state._replace(status=VulnerabilityStatus.SUBMITTED), of=THIRD),
        factories.vulnerability(RIVAL_FINDING, "8", score=Decimal("10.0")),
    )


async def test_a_group_tells_of_what_counts_in_it(api: Api) -> None:
    await fill(api)
    api.time.move(timedelta(days=1))

    answer = await api.ask(READ, as_=MANAGER)

    assert answer.data["group"] == {
        "openVulnerabilities": 3,
        "closedVulnerabilities": 2,
        "openFindings": 2,
        "maxOpenSeverity": 9.9,
        "maxOpenSeverityFinding": {"id": SECOND.id},
        "lastClosedVulnerability": 6,
        "lastClosedVulnerabilityFinding": {"id": THIRD.id},
    }


async def test_a_group_without_vulnerabilities_tells_so(api: Api) -> None:
    await fill(api)

    answer = await api.ask(READ.replace("unittesting", EMPTY.name), as_=ADMIN)

    assert answer.data["group"] == {
        "openVulnerabilities": 0,
        "closedVulnerabilities": 0,
        "openFindings": 0,
        "maxOpenSeverity": 0.0,
        "maxOpenSeverityFinding": None,
        "lastClosedVulnerability": None,
        "lastClosedVulnerabilityFinding": None,
    }


async def test_numbers_follow_commands_at_once(api: Api) -> None:
    await fill(api)
    close = f'closeVulnerabilities(findingId: "{FINDING.id}", vulnerabilities: ["{VULNERABILITY.id}"]) {{ success }}'

    before = (await api.ask(READ, as_=ADMIN)).data["group"]
    done = await api.ask(f"mutation {{ {close} }}", as_=ADMIN)
    after = (await api.ask(READ, as_=ADMIN)).data["group"]

    assert done.errors == ()
    assert (before["openVulnerabilities"], before["openFindings"]) == (3, 2)
    assert (after["openVulnerabilities"], after["closedVulnerabilities"], after["openFindings"]) == (2, 3, 1)
    assert (after["lastClosedVulnerability"], after["lastClosedVulnerabilityFinding"]) == (0, {"id": FINDING.id})


async def test_the_groups_of_an_organization_are_counted_together(api: Api) -> None:
    await fill(api)
    document = f'query {{ organization(organizationId: "{OKADA.id}") {{ groups {{ name {FIELDS} }} }} }}'

    answer = await api.ask(document, as_=ADMIN)

    numbers = {group["name"]: group["openVulnerabilities"] for group in answer.data["organization"]["groups"]}
    assert numbers == {"emptygroup": 0, "unittesting": 3}
    assert (api.calls.search, api.calls.aggregate) == (1, 1)
