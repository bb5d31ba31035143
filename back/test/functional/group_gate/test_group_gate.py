from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

import factories
from db_model.policies.types import Policies
from db_model.scan_rows.types import ScanRow
from db_model.scans.types import Outcome, ScanStatus
from db_model.vulnerabilities.types import (
    AcceptanceStatus,
    Treatment,
    TreatmentStatus,
    Vulnerability,
    VulnerabilityStatus,
    VulnerabilityType,
    ZeroRisk,
    ZeroRiskStatus,
)
from ended_scans import given_dry_run, given_scans, scan
from harness import Answer, Api
from roles import Operation, check_role
from world import CALLERS, FINDING, GROUP, MANAGER, OKADA, RIVAL_GROUP, VULNERABILITY, Caller, member_of_group

GATE = """query ($root: String, $kind: GateKind, $threshold: Float, $grace: Int, $strictness: GateStrictness = STRICT, $maxAge: Int,
  $scanId: ID, $first: Int, $after: String) { group(groupName: "unittesting") { gate(rootNickname: $root, kind: $kind,
  severityThreshold: $threshold, gracePeriod: $grace, strictness: $strictness, maxAge: $maxAge, scanId: $scanId) {
    verdict exitCode severityThreshold gracePeriod strictness scanId roots undecided reasons { kind rootNickname scanId }
    counts { open closed accepted compliant breaking }
    breaking(first: $first, after: $after) { total pageInfo { hasNextPage endCursor } edges { node { id where specific } } }
    breakingRows(first: $first, after: $after) { total pageInfo { hasNextPage endCursor } edges { node { where severity outcome } } }
  } } }"""
OPERATION = Operation('{ group(groupName: "unittesting") { gate { verdict } } }', group="*")
USER = str(Caller("group", "user_manager").email)
ROOT = factories.git_root("repo", of=GROUP)
OTHER_ROOT = factories.git_root("other", of=GROUP)
NOW = factories.NOW
HOUR = timedelta(hours=1)


def made(digit: str, score: str = "5.0", **changes: Any) -> Vulnerability:
    return factories.vulnerability(FINDING, digit, ROOT, **{"score": Decimal(score), **changes})


def treated(status: TreatmentStatus, *, until: datetime | None = None, acceptance: AcceptanceStatus | None = None) -> Treatment:
    return Treatment(status=status, modified_at=NOW, accepted_until=until, acceptance=acceptance)


def claimed(status: ZeroRiskStatus) -> ZeroRisk:
    return ZeroRisk(status=status, modified_by=factories.BY, modified_at=NOW, justification="No risk")


async def fill(api: Api, *vulnerabilities: Vulnerability) -> None:
    """Store a scanned repository and these vulnerabilities in it, in a group whose own vulnerability is closed."""
    closed = VULNERABILITY.state._replace(status=VulnerabilityStatus.SAFE)
    await api.given(
        OKADA,
        GROUP,
        FINDING,
        ROOT,
        factories.vulnerability(FINDING, "0", ROOT, state=closed, closed_at=NOW),
        *member_of_group(MANAGER, "user_manager", GROUP, OKADA),
        *vulnerabilities,
    )
    await given_scans(api, scan(GROUP, ROOT))


async def gate(api: Api, **variables: object) -> Answer:
    return await api.ask(GATE, variables, as_=MANAGER)


def decision(answer: Answer) -> Any:
    assert answer.errors == ()
    return answer.data["group"]["gate"]


@pytest.mark.parametrize("caller", CALLERS, ids=str)
async def test_who_may_ask_the_gate(api: Api, caller: Caller) -> None:
    await check_role(api, OPERATION, caller)


async def test_what_breaks_is_named_with_file_and_line_the_worst_first(api: Api) -> None:
    low, high = made("1", "4.0"), made("2", "9.8")
    await fill(api, low, high)

    found = decision(await gate(api))

    assert found == {
        "verdict": "BROKEN",
        "exitCode": 1,
        "severityThreshold": 0.0,
        "gracePeriod": 0,
        "strictness": "STRICT",
        "scanId": None,
        "roots": 1,
        "undecided": 0,
        "reasons": [],
        "counts": {"open": 2, "closed": 1, "accepted": 0, "compliant": 0, "breaking": 2},
        "breaking": {
            "total": 2,
            "pageInfo": {"hasNextPage": False, "endCursor": found["breaking"]["pageInfo"]["endCursor"]},
            "edges": [{"node": {"id": each.id, "where": "src/search.py", "specific": "7"}} for each in (high, low)],
        },
        "breakingRows": {"total": 0, "pageInfo": {"hasNextPage": False, "endCursor": None}, "edges": []},
    }


async def test_an_accepted_treatment_lets_the_build_pass_until_its_last_moment(api: Api) -> None:
    until = NOW + timedelta(days=10)
    await fill(api, made("1", treatment=treated(TreatmentStatus.ACCEPTED, until=until)))

    verdicts = []
    for moment in (NOW, until - timedelta(microseconds=1), until, until + timedelta(days=1)):
        api.time.now = moment
        found = decision(await gate(api))
        verdicts.append((found["verdict"], found["exitCode"], found["counts"]["accepted"], found["breaking"]["total"]))

    assert verdicts == [("PASSED", 0, 1, 0), ("PASSED", 0, 1, 0), ("BROKEN", 1, 0, 1), ("BROKEN", 1, 0, 1)]


@pytest.mark.parametrize(
    ("changes", "does_break"),
    [
        ({}, True),
        ({"state": VULNERABILITY.state._replace(status=VulnerabilityStatus.SAFE)}, False),
        ({"state": VULNERABILITY.state._replace(status=VulnerabilityStatus.SUBMITTED)}, False),
        ({"state": VULNERABILITY.state._replace(status=VulnerabilityStatus.DELETED)}, False),
        ({"zero_risk": claimed(ZeroRiskStatus.REQUESTED)}, False),
        ({"zero_risk": claimed(ZeroRiskStatus.CONFIRMED)}, False),
        ({"zero_risk": claimed(ZeroRiskStatus.REJECTED)}, True),
        ({"treatment": treated(TreatmentStatus.IN_PROGRESS)}, True),
        ({"treatment": treated(TreatmentStatus.ACCEPTED, until=NOW + HOUR)}, False),
        ({"treatment": treated(TreatmentStatus.ACCEPTED, until=NOW)}, True),
        ({"treatment": treated(TreatmentStatus.ACCEPTED_UNDEFINED, acceptance=AcceptanceStatus.SUBMITTED)}, True),
        ({"treatment": treated(TreatmentStatus.ACCEPTED_UNDEFINED, acceptance=AcceptanceStatus.REJECTED)}, True),
        ({"treatment": treated(TreatmentStatus.ACCEPTED_UNDEFINED, acceptance=AcceptanceStatus.APPROVED)}, False),
    ],
)
async def test_the_index_and_the_rule_agree_on_what_breaks(api: Api, changes: dict[str, Any], does_break: bool) -> None:
    await fill(api, made("1", **changes))

    found = decision(await gate(api))

    assert (found["verdict"], found["counts"]["breaking"]) == (("BROKEN", 1) if does_break else ("PASSED", 0))


@pytest.mark.parametrize(
    ("policy", "threshold", "held", "breaking"),
    [
        (None, None, 0.0, 3),
        (None, 7.0, 7.0, 2),
        ("7.0", None, 7.0, 2),
        ("7.0", 9.8, 7.0, 2),
        ("9.8", 3.9, 3.9, 3),
        ("10.0", None, 10.0, 0),
        (None, 6.91, 7.0, 2),
    ],
)
async def test_the_lower_threshold_of_policy_and_argument_holds(
    api: Api, policy: str | None, threshold: float | None, held: float, breaking: int
) -> None:
    policies = Policies(modified_by="", modified_at=NOW, min_breaking_severity=None if policy is None else Decimal(policy))
    await api.given(OKADA, GROUP._replace(policies=policies), FINDING, ROOT, *member_of_group(MANAGER, "user_manager", GROUP, OKADA))
    await api.given(made("1", "3.9"), made("2", "7.0"), made("3", "9.8"))
    await given_scans(api, scan(GROUP, ROOT))

    found = decision(await gate(api, threshold=threshold))

    assert (found["severityThreshold"], found["counts"]["breaking"]) == (held, breaking)


async def test_the_policy_of_the_organization_holds_where_the_group_has_none(api: Api) -> None:
    policies = Policies(modified_by="", modified_at=NOW, min_breaking_severity=Decimal("6.0"), vulnerability_grace_period=2)
    await api.given(OKADA._replace(policies=policies), GROUP, FINDING, ROOT, *member_of_group(MANAGER, "user_manager", GROUP, OKADA))
    await given_scans(api, scan(GROUP, ROOT))

    found = decision(await gate(api, grace=5))

    assert (found["severityThreshold"], found["gracePeriod"]) == (6.0, 2)


async def test_whole_utc_days_of_a_grace_period_are_waited_for(api: Api) -> None:
    await fill(api, made("1", released_at=datetime(2026, 11, 25, 23, 59, 59, tzinfo=UTC)))

    verdicts = []
    for moment in (datetime(2026, 11, 26, 23, 59, 59, tzinfo=UTC), datetime(2026, 11, 27, tzinfo=UTC)):
        api.time.now = moment
        verdicts.append(decision(await gate(api, grace=2))["verdict"])

    assert verdicts == ["PASSED", "BROKEN"]


async def test_a_kind_judges_the_places_of_it(api: Api) -> None:
    await fill(api, made("1"), made("2", type=VulnerabilityType.INPUTS), made("3", type=VulnerabilityType.PORTS))

    numbers = {kind: decision(await gate(api, kind=kind))["counts"] for kind in ("ALL", "STATIC", "DYNAMIC")}

    assert {kind: (counts["open"], counts["closed"], counts["breaking"]) for kind, counts in numbers.items()} == {
        "ALL": (3, 1, 3),
        "STATIC": (1, 1, 1),
        "DYNAMIC": (2, 0, 2),
    }


async def test_what_is_not_strict_never_breaks(api: Api) -> None:
    await fill(api, made("1"))

    found = decision(await gate(api, strictness="LAX"))

    assert (found["verdict"], found["exitCode"], found["counts"]["breaking"], found["breaking"]["total"]) == ("PASSED", 0, 1, 1)


async def test_one_root_is_judged_alone(api: Api) -> None:
    elsewhere = factories.vulnerability(FINDING, "5", OTHER_ROOT)
    await fill(api, made("1", treatment=treated(TreatmentStatus.ACCEPTED, until=NOW + HOUR)), elsewhere)
    await api.given(OTHER_ROOT)
    await given_scans(api, scan(GROUP, OTHER_ROOT))

    one, other, both = [decision(await gate(api, root=root)) for root in ("repo", "other", None)]

    assert [(each["verdict"], each["roots"], each["counts"]["open"]) for each in (one, other, both)] == [
        ("PASSED", 1, 1),
        ("BROKEN", 1, 1),
        ("BROKEN", 2, 2),
    ]


@pytest.mark.parametrize("root", ["nowhere", "", "rivals", "x" * 3_000])
async def test_an_unknown_root_is_told_apart(api: Api, root: str) -> None:
    await fill(api)
    await api.given(factories.organization("zorgblatt"), RIVAL_GROUP, factories.git_root("rivals", of=RIVAL_GROUP))

    assert (await gate(api, root=root)).errors == ("Exception - Access denied or root not found",)


async def test_without_a_scan_nothing_can_be_decided(api: Api) -> None:
    await api.given(OKADA, GROUP, FINDING, ROOT, *member_of_group(MANAGER, "user_manager", GROUP, OKADA))
    await given_scans(api, scan(GROUP, ROOT, dry_run=True), scan(GROUP, ROOT, status=ScanStatus.RUNNING, ended_at=None))

    whole, one = decision(await gate(api)), decision(await gate(api, root="repo"))

    assert [(each["verdict"], each["exitCode"], each["roots"], each["undecided"]) for each in (whole, one)] == [
        ("UNDECIDED", 2, 0, 1),
        ("UNDECIDED", 2, 1, 1),
    ]
    assert whole["reasons"] == [{"kind": "NO_SCAN", "rootNickname": None, "scanId": None}]
    assert one["reasons"] == [{"kind": "NO_SCAN", "rootNickname": "repo", "scanId": None}]


async def test_each_root_has_to_be_decided_on(api: Api) -> None:
    failed, old = scan(GROUP, OTHER_ROOT, status=ScanStatus.FAILED), factories.git_root("old", of=GROUP)
    of_old = scan(GROUP, old, ended_at=NOW - timedelta(days=3, seconds=1))
    await fill(api)
    await api.given(OTHER_ROOT, old, factories.git_root("unscanned", of=GROUP))
    await given_scans(api, failed, of_old)

    found, younger = decision(await gate(api, maxAge=3)), decision(await gate(api, maxAge=4))

    assert (found["verdict"], found["roots"], found["undecided"]) == ("UNDECIDED", 3, 2)
    assert found["reasons"] == [
        {"kind": "SCAN_TOO_OLD", "rootNickname": "old", "scanId": of_old.id},
        {"kind": "SCAN_FAILED", "rootNickname": "other", "scanId": failed.id},
    ]
    assert younger["reasons"] == [{"kind": "SCAN_FAILED", "rootNickname": "other", "scanId": failed.id}]


async def test_a_newer_scan_that_was_applied_makes_up_for_one_that_failed(api: Api) -> None:
    await fill(api)
    await given_scans(api, scan(GROUP, ROOT, at=NOW + HOUR, status=ScanStatus.FAILED))
    before = decision(await gate(api))["verdict"]
    await given_scans(api, scan(GROUP, ROOT, at=NOW + 2 * HOUR))

    assert (before, decision(await gate(api))["verdict"]) == ("UNDECIDED", "PASSED")


async def test_what_breaks_goes_before_what_cannot_be_decided(api: Api) -> None:
    await fill(api, made("1"))
    await given_scans(api, scan(GROUP, ROOT, at=NOW + HOUR, status=ScanStatus.FAILED))

    strict, lax = decision(await gate(api)), decision(await gate(api, strictness="LAX"))

    assert (strict["verdict"], strict["undecided"], lax["verdict"]) == ("BROKEN", 1, "UNDECIDED")


async def test_a_root_that_is_not_tested_any_more_is_told(api: Api) -> None:
    await fill(api)
    await api.given(factories.inactive(factories.git_root("gone", of=GROUP)))

    found = decision(await gate(api, root="gone"))

    assert (found["verdict"], found["reasons"]) == (
        "UNDECIDED",
        [{"kind": "ROOT_INACTIVE", "rootNickname": "gone", "scanId": None}],
    )


@pytest.mark.parametrize(
    ("variables", "text"),
    [
        ({"threshold": -0.1}, "Exception - Value must be between 0 (inclusive) and 10 (inclusive)"),
        ({"threshold": 10.1}, "Exception - Value must be between 0 (inclusive) and 10 (inclusive)"),
        ({"grace": -1}, "Exception - Value must be between 0 (inclusive) and 36500 (inclusive)"),
        ({"maxAge": 2_147_483_647}, "Exception - Value must be between 0 (inclusive) and 36500 (inclusive)"),
        ({"scanId": "x"}, "Exception - Access denied or scan not found"),
        ({"first": 0}, "Exception - Value must be between 1 (inclusive) and 1000 (inclusive)"),
    ],
)
async def test_a_question_out_of_bounds_is_refused(api: Api, variables: dict[str, object], text: str) -> None:
    await fill(api)

    assert text in (await gate(api, **variables)).errors


async def test_a_policy_of_very_many_days_lets_everything_pass(api: Api) -> None:
    policies = Policies(modified_by="", modified_at=NOW, vulnerability_grace_period=2_147_483_647)
    await api.given(OKADA, GROUP._replace(policies=policies), FINDING, ROOT, *member_of_group(MANAGER, "user_manager", GROUP, OKADA))
    await api.given(made("1"))
    await given_scans(api, scan(GROUP, ROOT))

    assert decision(await gate(api))["verdict"] == "PASSED"


async def test_pages_go_on_while_time_does_and_cost_as_many_calls_whatever_their_size(api: Api) -> None:
    everything = [made(str(number), f"{number % 10}.0") for number in range(10, 40)]
    await fill(api, *everything)

    async def page(first: int, after: str | None = None) -> tuple[Any, int]:
        calls = api.calls.total
        document = GATE.replace("breakingRows(first: $first, after: $after)", "breakingRows")
        found = decision(await api.ask(document, {"first": first, "after": after}, as_=MANAGER))["breaking"]
        return found, api.calls.total - calls

    first, small = await page(2)
    api.time.move(HOUR)
    second, large = await page(20, first["pageInfo"]["endCursor"])

    expected = [each.id for each in sorted(everything, key=lambda each: (each.score, each.id), reverse=True)]
    assert [edge["node"]["id"] for edge in (*first["edges"], *second["edges"])] == expected[:22]
    assert small == large == 13


def row(outcome: Outcome, where: str, severity: str) -> ScanRow:
    return ScanRow(outcome=outcome, rule="B608", message="A query", where=where, specific="1", severity=Decimal(severity), run=0, result=0)


ROWS = (
    *(row(Outcome.CREATED, f"src/{number}.py", f"{number}.0") for number in range(1, 6)),
    row(Outcome.REOPENED, "src/back.py", "8.0"),
    row(Outcome.DISMISSED, "src/dismissed.py", "9.9"),
    row(Outcome.CLOSED, "src/closed.py", "9.9"),
)


async def test_a_dry_run_is_judged_by_what_it_would_add(api: Api) -> None:
    await fill(api, made("1", "9.9"))
    run = scan(GROUP, ROOT, dry_run=True)
    await given_dry_run(api, run, *ROWS)

    found, of_all = decision(await gate(api, scanId=run.id, threshold=3.5)), decision(await gate(api, scanId=run.id.upper()))

    assert (found["verdict"], found["scanId"], found["breaking"]["total"]) == ("BROKEN", run.id, 0)
    assert found["counts"] == {"open": 6, "closed": 1, "accepted": 0, "compliant": 3, "breaking": 3}
    assert [edge["node"] for edge in found["breakingRows"]["edges"]] == [
        {"where": "src/4.py", "severity": 4.0, "outcome": "CREATED"},
        {"where": "src/5.py", "severity": 5.0, "outcome": "CREATED"},
        {"where": "src/back.py", "severity": 8.0, "outcome": "REOPENED"},
    ]
    assert of_all["breakingRows"]["total"] == len(of_all["breakingRows"]["edges"]) == 6


@pytest.mark.parametrize("size", [1, 2, 3])
async def test_pages_of_a_dry_run_visit_each_row_once(api: Api, size: int) -> None:
    document = GATE.replace("breaking(first: $first, after: $after)", "breaking")
    await fill(api)
    run = scan(GROUP, ROOT, dry_run=True)
    await given_dry_run(api, run, *ROWS)

    seen: list[str] = []
    after, has_more = None, True
    while has_more:
        variables = {"scanId": run.id, "threshold": 1.5, "first": size, "after": after}
        rows = decision(await api.ask(document, variables, as_=MANAGER))["breakingRows"]
        seen += [edge["node"]["where"] for edge in rows["edges"]]
        after, has_more = rows["pageInfo"]["endCursor"], rows["pageInfo"]["hasNextPage"]

    assert seen == ["src/2.py", "src/3.py", "src/4.py", "src/5.py", "src/back.py"]


@pytest.mark.parametrize(
    ("variables", "verdict"),
    [
        ({}, "BROKEN"),
        ({"grace": 1}, "PASSED"),
        ({"threshold": 8.1}, "PASSED"),
        ({"kind": "DYNAMIC"}, "PASSED"),
        ({"strictness": "LAX"}, "PASSED"),
    ],
)
async def test_what_is_new_is_within_any_grace_period(api: Api, variables: dict[str, object], verdict: str) -> None:
    await fill(api)
    run = scan(GROUP, None, dry_run=True)
    await given_dry_run(api, run, *ROWS)

    assert decision(await gate(api, scanId=run.id, root="repo", **variables))["verdict"] == verdict


async def test_only_a_dry_run_of_the_group_that_has_ended_is_judged(api: Api) -> None:
    await fill(api)
    await api.given(factories.organization("zorgblatt"), RIVAL_GROUP)
    applied, rivals = scan(GROUP, ROOT), scan(RIVAL_GROUP, None, dry_run=True)
    over = scan(GROUP, ROOT, dry_run=True, expires_at=NOW)
    failed = scan(GROUP, ROOT, dry_run=True, status=ScanStatus.FAILED)
    waiting = scan(GROUP, ROOT, dry_run=True, status=ScanStatus.QUEUED, ended_at=None)
    await given_scans(api, applied, rivals, over, failed, waiting)

    refusals = [(await gate(api, scanId=each.id)).errors for each in (applied, rivals, over)]
    found = [decision(await gate(api, scanId=each.id)) for each in (failed, waiting)]
    elsewhere = await gate(api, scanId=failed.id, root="other")

    not_found = ("Exception - Access denied or scan not found",)
    assert refusals == [("Exception - Field scanId is invalid",), not_found, not_found]
    assert elsewhere.errors == not_found
    assert [(each["verdict"], each["reasons"][0]["kind"]) for each in found] == [
        ("UNDECIDED", "SCAN_FAILED"),
        ("UNDECIDED", "SCAN_NOT_ENDED"),
    ]
