from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import factories
from db_model.executions.types import Kind, Strictness
from db_model.policies.types import Policies
from db_model.scans.types import ScanStatus
from db_model.vulnerabilities.types import (
    AcceptanceStatus,
    Treatment,
    TreatmentStatus,
    VulnerabilityStatus,
    VulnerabilityType,
    ZeroRisk,
    ZeroRiskStatus,
)
from ended_scans import scan
from errors import NumberOutOfRange
from forces.gate import (
    Question,
    Reason,
    ReasonKind,
    Terms,
    Verdict,
    breaks,
    breaks_when_new,
    latest_report,
    reason_of,
    reason_of_dry_run,
    stricter,
    terms_of,
    type_in,
    verdict_of,
)
from world import FINDING, GROUP

NOW = factories.NOW
TICK = timedelta(microseconds=1)
OPEN = factories.vulnerability(FINDING, score=Decimal("5.0"))
ROOT = factories.git_root(of=GROUP)
STRICT = terms_of(Question(strictness=Strictness.STRICT), None, now=NOW)
SCORES = st.integers(0, 100).map(lambda tenths: Decimal(tenths) / 10)


def policies(score: Decimal | None = None, days: int | None = None) -> Policies:
    return Policies(modified_by="", modified_at=NOW, min_breaking_severity=score, vulnerability_grace_period=days)


def terms(**changes: Any) -> Terms:
    return STRICT._replace(**changes)


def status(value: VulnerabilityStatus) -> dict[str, object]:
    return {"state": OPEN.state._replace(status=value)}


def claim(value: ZeroRiskStatus) -> dict[str, object]:
    return {"zero_risk": ZeroRisk(status=value, modified_by="", modified_at=NOW, justification="")}


def treatment(value: TreatmentStatus, until: datetime | None = None, acceptance: AcceptanceStatus | None = None) -> dict[str, object]:
    return {"treatment": Treatment(status=value, modified_at=NOW, accepted_until=until, acceptance=acceptance)}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, True),
        (status(VulnerabilityStatus.SAFE), False),
        (status(VulnerabilityStatus.SUBMITTED), False),
        (status(VulnerabilityStatus.REJECTED), False),
        (status(VulnerabilityStatus.DELETED), False),
        (claim(ZeroRiskStatus.REQUESTED), False),
        (claim(ZeroRiskStatus.CONFIRMED), False),
        (claim(ZeroRiskStatus.REJECTED), True),
        (treatment(TreatmentStatus.UNTREATED), True),
        (treatment(TreatmentStatus.IN_PROGRESS), True),
        (treatment(TreatmentStatus.ACCEPTED), True),
        (treatment(TreatmentStatus.ACCEPTED, NOW - TICK), True),
        (treatment(TreatmentStatus.ACCEPTED, NOW), True),
        (treatment(TreatmentStatus.ACCEPTED, NOW + TICK), False),
        (treatment(TreatmentStatus.ACCEPTED, NOW + TICK, AcceptanceStatus.APPROVED), False),
        (treatment(TreatmentStatus.ACCEPTED, NOW + TICK, AcceptanceStatus.SUBMITTED), True),
        (treatment(TreatmentStatus.ACCEPTED, NOW + TICK, AcceptanceStatus.REJECTED), True),
        (treatment(TreatmentStatus.ACCEPTED_UNDEFINED), True),
        (treatment(TreatmentStatus.ACCEPTED_UNDEFINED, acceptance=AcceptanceStatus.SUBMITTED), True),
        (treatment(TreatmentStatus.ACCEPTED_UNDEFINED, acceptance=AcceptanceStatus.REJECTED), True),
        (treatment(TreatmentStatus.ACCEPTED_UNDEFINED, acceptance=AcceptanceStatus.APPROVED), False),
    ],
)
def test_an_open_vulnerability_breaks_unless_something_exempts_it(changes: dict[str, Any], expected: bool) -> None:
    assert breaks(OPEN._replace(**changes), STRICT) is expected


@pytest.mark.parametrize(("score", "expected"), [("4.9", False), ("5.0", True), ("5.1", True)])
def test_a_score_breaks_from_the_threshold_on(score: str, expected: bool) -> None:
    assert breaks(OPEN._replace(score=Decimal(score)), terms(severity_threshold=Decimal("5.0"))) is expected


@pytest.mark.parametrize(
    ("kind", "types"),
    [
        (Kind.ALL, {VulnerabilityType.LINES, VulnerabilityType.INPUTS, VulnerabilityType.PORTS}),
        (Kind.STATIC, {VulnerabilityType.LINES}),
        (Kind.DYNAMIC, {VulnerabilityType.INPUTS, VulnerabilityType.PORTS}),
    ],
)
def test_a_kind_means_types_of_places(kind: Kind, types: set[VulnerabilityType]) -> None:
    asked = terms_of(Question(kind=kind), None, now=NOW)

    assert {each for each in VulnerabilityType if breaks(OPEN._replace(type=each), asked)} == types


@pytest.mark.parametrize(
    ("days", "reported", "expected"),
    [
        (0, NOW, True),
        (1, NOW, False),
        (1, datetime(2026, 11, 24, 23, 59, 59, 999_999, tzinfo=UTC), True),
        (1, datetime(2026, 11, 25, tzinfo=UTC), False),
        (30, datetime(2026, 10, 26, 23, tzinfo=UTC), True),
        (30, datetime(2026, 10, 27, tzinfo=UTC), False),
    ],
)
def test_a_grace_period_counts_whole_utc_days(days: int, reported: datetime, expected: bool) -> None:
    assert breaks(OPEN._replace(released_at=reported), terms(grace_period=days)) is expected


@given(age=st.integers(0, 400), days=st.integers(0, 400), seconds=st.integers(0, 86_399), now_seconds=st.integers(0, 86_399))
def test_what_is_as_many_days_old_as_the_grace_period_breaks(age: int, days: int, seconds: int, now_seconds: int) -> None:
    midnight = datetime(2026, 11, 25, tzinfo=UTC)
    now, reported = midnight + timedelta(seconds=now_seconds), midnight - timedelta(days=age) + timedelta(seconds=seconds)

    assert (reported <= latest_report(terms(now=now, grace_period=days))) is ((now.date() - reported.date()).days >= days)


@given(policy=st.none() | SCORES, argument=st.none() | SCORES)
def test_the_threshold_is_the_lower_one_of_those_that_are_set(policy: Decimal | None, argument: Decimal | None) -> None:
    question = Question(severity_threshold=None if argument is None else float(argument))
    held = terms_of(question, policies(score=policy), now=NOW).severity_threshold

    assert held == min((each for each in (policy, argument) if each is not None), default=Decimal(0))


@pytest.mark.parametrize(("policy", "argument", "held"), [(None, None, 0), (None, 7, 7), (7, None, 7), (7, 3, 3), (7, 9, 7), (0, 9, 0)])
def test_the_grace_period_is_the_lower_one_of_those_that_are_set(policy: int | None, argument: int | None, held: int) -> None:
    assert stricter(policy, argument, otherwise=0) == held
    assert terms_of(Question(grace_period=argument), policies(days=policy), now=NOW).grace_period == held


@pytest.mark.parametrize(("given_threshold", "held"), [(6.9, "6.9"), (6.91, "7.0"), (9.99, "10.0"), (0.0, "0.0")])
def test_a_threshold_between_two_scores_means_the_next_one(given_threshold: float, held: str) -> None:
    assert terms_of(Question(severity_threshold=given_threshold), None, now=NOW).severity_threshold == Decimal(held)


@pytest.mark.parametrize(
    "question",
    [
        Question(severity_threshold=-0.1),
        Question(severity_threshold=10.01),
        Question(severity_threshold=float("nan")),
        Question(severity_threshold=float("inf")),
        Question(grace_period=-1),
        Question(grace_period=36_501),
        Question(max_age=-1),
        Question(max_age=36_501),
    ],
)
def test_a_number_out_of_bounds_is_refused(question: Question) -> None:
    with pytest.raises(NumberOutOfRange):
        terms_of(question, None, now=NOW)


@pytest.mark.parametrize(
    ("strictness", "breaking", "undecided", "verdict", "code"),
    [
        (Strictness.STRICT, 0, 0, Verdict.PASSED, 0),
        (Strictness.STRICT, 1, 0, Verdict.BROKEN, 1),
        (Strictness.STRICT, 1, 1, Verdict.BROKEN, 1),
        (Strictness.STRICT, 0, 1, Verdict.UNDECIDED, 2),
        (Strictness.LAX, 0, 0, Verdict.PASSED, 0),
        (Strictness.LAX, 1, 0, Verdict.PASSED, 0),
        (Strictness.LAX, 1, 1, Verdict.UNDECIDED, 2),
        (Strictness.LAX, 0, 1, Verdict.UNDECIDED, 2),
    ],
)
def test_a_verdict_follows_from_what_was_found(strictness: Strictness, breaking: int, undecided: int, verdict: Verdict, code: int) -> None:
    found = verdict_of(strictness, breaking=breaking, undecided=undecided)

    assert (found, found.exit_code) == (verdict, code)


@pytest.mark.parametrize(
    ("severity", "threshold", "days", "expected"),
    [("5.0", "5.0", 0, True), ("4.9", "5.0", 0, False), ("9.9", "0.0", 1, False), (None, "0.0", 0, True), (None, "0.1", 0, False)],
)
def test_what_would_be_new_breaks_by_its_severity_alone(severity: str | None, threshold: str, days: int, expected: bool) -> None:
    asked = terms(severity_threshold=Decimal(threshold), grace_period=days)

    assert breaks_when_new(None if severity is None else Decimal(severity), asked) is expected


def test_a_root_is_decided_on_by_its_newest_scan() -> None:
    done, failed = scan(GROUP, ROOT), scan(GROUP, ROOT, status=ScanStatus.FAILED)

    assert [reason_of(ROOT, newest, STRICT) for newest in (done, failed, None)] == [
        None,
        Reason(ReasonKind.SCAN_FAILED, "repo", failed.id),
        Reason(ReasonKind.NO_SCAN, "repo"),
    ]
    assert reason_of(factories.inactive(ROOT), done, STRICT) == Reason(ReasonKind.ROOT_INACTIVE, "repo")


@pytest.mark.parametrize(("age", "is_too_old"), [(timedelta(days=2), False), (timedelta(days=2) + TICK, True)])
def test_a_scan_is_too_old_once_more_days_have_passed_than_were_asked_for(age: timedelta, is_too_old: bool) -> None:
    newest = scan(GROUP, ROOT, ended_at=NOW - age)
    reason = reason_of(ROOT, newest, terms_of(Question(max_age=2), None, now=NOW))

    assert reason == (Reason(ReasonKind.SCAN_TOO_OLD, "repo", newest.id) if is_too_old else None)


@pytest.mark.parametrize(
    ("scan_status", "kind"),
    [
        (ScanStatus.DONE, None),
        (ScanStatus.FAILED, ReasonKind.SCAN_FAILED),
        (ScanStatus.QUEUED, ReasonKind.SCAN_NOT_ENDED),
        (ScanStatus.RUNNING, ReasonKind.SCAN_NOT_ENDED),
    ],
)
def test_a_dry_run_has_to_be_done(scan_status: ScanStatus, kind: ReasonKind | None) -> None:
    run = scan(GROUP, ROOT, dry_run=True, status=scan_status)

    assert reason_of_dry_run(run) == (None if kind is None else Reason(kind, "repo", run.id))


def test_the_type_of_what_a_scan_finds_follows_from_the_root() -> None:
    roots = (None, ROOT, factories.ip_root(of=GROUP), factories.url_root(of=GROUP))

    assert [type_in(root) for root in roots] == ["LINES", "LINES", "PORTS", "INPUTS"]
