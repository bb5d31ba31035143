"""What an entry of a plan makes, whatever the vulnerability that it met is by then."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import factories
from db_model.analyses.types import AnalysisId
from db_model.change import Change
from db_model.scan_identities.types import ScanIdentity
from db_model.scans.types import Outcome, ScanFormat, ScanRequest
from db_model.vulnerabilities.types import Vulnerability, VulnerabilityStatus, ZeroRisk, ZeroRiskStatus
from scans import rules
from scans.applying import Taken, _fitting
from scans.matching import Standing
from scans.outcomes import came_back, created, gone, identifier_of, seen, severity_of, standing
from scans.plan import Entry
from scans.spool import Said
from scans.steps import Place, Step, actions, dry, step
from scans.window import Target, Window
from store.bounds import TRANSACTION_ACTIONS
from store.values import Absent, Delete, Put, VersionIs

NOW = factories.NOW
GROUP = factories.group()
ROOT = factories.git_root(of=GROUP)
FINDING = factories.finding(GROUP)
ANALYSIS = AnalysisId(ROOT.id, "T", "")
PLACE = Place(ROOT, (ANALYSIS,))
REQUEST = ScanRequest(root_nickname="repo", format=ScanFormat.SARIF, file="f" * 64, size=10, commit="c" * 40)
SCAN = rules.started(rules.new_scan(REQUEST, scan_id="the scan", group=GROUP, root_id=ROOT.id, by="ada@okada.test", now=NOW), now=NOW)
SAID = Said(rule="R1", uri="src/a.py", message="Bad", line=7, snippet="f()", cwe=89, score="8.8", fingerprint="a" * 64)
NEW = Entry("CREATED", 0, (0, 3), None, 0, SAID)
MADE = created(NEW, SCAN, ROOT, FINDING, tool="T", category="", now=NOW)
CLAIM = ZeroRisk(status=ZeroRiskStatus.CONFIRMED, modified_by="x", modified_at=NOW, justification="none")


def in_state(status: VulnerabilityStatus) -> Vulnerability:
    return MADE._replace(state=MADE.state._replace(status=status))


def window(vulnerability: Vulnerability | None = None, **changes: Any) -> Window:
    plain = Window(
        vulnerabilities={vulnerability.id: vulnerability} if vulnerability else {},
        findings={FINDING.id: FINDING},
        targets={89: Target(FINDING, is_new=False)},
        identities={(0, "a" * 64, 0): ScanIdentity(ANALYSIS, "a" * 64, 0, MADE.id, version=4)},
    )
    return plain._replace(**changes)


def meeting(outcome: str, **said: Any) -> Entry:
    return NEW._replace(outcome=outcome, vulnerability=MADE.id, said=SAID._replace(**said))


def make(entry: Entry, vulnerability: Vulnerability | None = None, **changes: Any) -> Step:
    return step(entry, SCAN, PLACE, window(vulnerability, **changes), now=NOW)


PRESENT = {
    "living": (MADE, Outcome.UNCHANGED),
    "claimed": (MADE._replace(zero_risk=CLAIM._replace(status=ZeroRiskStatus.REQUESTED)), Outcome.UNCHANGED),
    "safe": (in_state(VulnerabilityStatus.SAFE), Outcome.REOPENED),
    "removed": (in_state(VulnerabilityStatus.DELETED), Outcome.DISMISSED),
    "rejected": (in_state(VulnerabilityStatus.REJECTED), Outcome.DISMISSED),
    "no risk": (MADE._replace(zero_risk=CLAIM), Outcome.DISMISSED),
    "safe and no risk": (in_state(VulnerabilityStatus.SAFE)._replace(zero_risk=CLAIM), Outcome.DISMISSED),
}


@pytest.mark.parametrize("planned", ["UNCHANGED", "REOPENED", "DISMISSED"])
@pytest.mark.parametrize("present", PRESENT)
def test_what_a_person_did_since_the_plan_counts(present: str, planned: str) -> None:
    vulnerability, outcome = PRESENT[present]

    made = make(meeting(planned), vulnerability)

    assert made.outcome is outcome
    assert (made.row is None) is (outcome is Outcome.UNCHANGED)


@pytest.mark.parametrize("present", PRESENT)
def test_only_what_is_open_still_is_closed(present: str) -> None:
    vulnerability, outcome = PRESENT[present]
    entry = Entry("CLOSED", 0, None, MADE.id, 0, Said(rule="", uri=None))

    made = make(entry, vulnerability)

    assert (made.outcome, bool(made.changes)) == ((Outcome.CLOSED, True) if outcome is Outcome.UNCHANGED else (None, False))


@pytest.mark.parametrize(("is_suppressed", "outcome"), [(True, Outcome.SUPPRESSED), (False, Outcome.REJECTED)])
def test_what_is_no_result_is_only_told(is_suppressed: bool, outcome: Outcome) -> None:
    entry = NEW._replace(outcome=outcome.value, said=Said(rule="R1", uri=None, reason="because", is_suppressed=is_suppressed))

    made = make(entry)

    assert (made.outcome, made.changes) == (outcome, ())
    assert made.row is not None
    assert (made.row.reason, made.row.rule, made.row.where, made.row.severity, made.row.result) == ("because", "R1", None, None, 3)


def test_a_new_one_is_written_with_its_identity_and_needs_its_finding() -> None:
    made = make(NEW)

    vulnerability, identity = made.changes
    assert (made.outcome, made.target) == (Outcome.CREATED, Target(FINDING, is_new=False))
    assert isinstance(vulnerability.writes[0], Put)
    assert vulnerability.writes[0].condition == Absent()
    assert identity.writes[0].condition == Absent()
    assert made.row is not None
    assert (made.row.vulnerability_id, made.row.message, made.row.severity) == (MADE.id, "Bad", Decimal("8.8"))


def test_one_that_is_seen_again_in_its_place_has_no_history_of_that() -> None:
    made = make(meeting("UNCHANGED"), MADE)

    assert actions(made.changes) == 1


def test_one_that_moved_has() -> None:
    made = make(meeting("UNCHANGED", line=9), MADE)

    assert actions(made.changes) == 2


def test_one_that_came_back_takes_its_identity_over() -> None:
    made = make(meeting("REOPENED"), in_state(VulnerabilityStatus.SAFE))

    moved = made.changes[-1].writes[0]
    assert isinstance(moved, Put)
    assert (moved.condition, moved.item.version) == (VersionIs(4), 5)
    assert made.target == Target(FINDING, is_new=False)


def test_one_whose_finding_was_removed_comes_back_in_that_of_its_weakness() -> None:
    other = factories.finding(GROUP, "5")

    made = make(meeting("REOPENED"), in_state(VulnerabilityStatus.SAFE), findings={}, targets={89: Target(other, is_new=True)})

    assert made.target == Target(other, is_new=True)


def test_changed_code_that_the_tool_knows_again_gets_another_identity() -> None:
    made = make(meeting("UNCHANGED", fingerprint="b" * 64), MADE)

    removed, added = made.changes[-2].writes[0], made.changes[-1].writes[0]
    assert isinstance(removed, Delete)
    assert isinstance(added, Put)
    assert (removed.condition, added.condition) == (VersionIs(4), Absent())


@pytest.mark.parametrize("present", PRESENT)
def test_a_dry_run_tells_the_same_and_changes_nothing(present: str) -> None:
    vulnerability, outcome = PRESENT[present]

    told = dry(meeting("UNCHANGED"), window(vulnerability))

    assert (told.outcome, told.changes, told.target) == (outcome, (), None)
    assert told.row == make(meeting("UNCHANGED"), vulnerability).row or outcome is Outcome.REOPENED


def test_the_id_of_a_result_is_the_same_however_often_it_is_tried() -> None:
    again = identifier_of(SCAN, NEW._replace(ordinal=5, vulnerability="x"))

    assert identifier_of(SCAN, NEW) == again
    assert again[14] == "4"
    assert identifier_of(SCAN, NEW._replace(place=(0, 4))) != again
    assert identifier_of(SCAN._replace(id="another scan"), NEW) != again


def test_a_closed_one_keeps_its_place_and_says_who_and_when() -> None:
    closed = gone(MADE, SCAN, now=NOW)

    assert (closed.state.status, closed.closed_at, closed.state.modified_by) == (VulnerabilityStatus.SAFE, NOW, "ada@okada.test")
    assert (closed.state.where, closed.state.specific, closed.treatment) == (MADE.state.where, MADE.state.specific, MADE.treatment)


def test_a_successor_names_what_it_was() -> None:
    successor = came_back(MADE._replace(id="new"), MADE)

    assert successor.scanned is not None
    assert (successor.scanned.previous, successor.state.status) == (MADE.id, VulnerabilityStatus.VULNERABLE)


def test_a_severity_that_people_gave_stays_when_the_scanner_sees_the_place_again() -> None:
    own = MADE._replace(severity=severity_of("2.7"), score=Decimal("2.7"))

    assert seen(own, meeting("UNCHANGED", score="9.8"), SCAN, now=NOW).score == Decimal("2.7")


@pytest.mark.parametrize(("text", "score"), [("0", "0.0"), ("8.8", "8.8"), ("9.5", "9.6"), ("10.0", "10.0")])
def test_a_number_becomes_the_nearest_score_that_vectors_reach(text: str, score: str) -> None:
    assert severity_of(text).score == Decimal(score)


def test_standing_is_that_of_the_state_and_of_a_confirmed_claim() -> None:
    assert {name: standing(vulnerability) for name, (vulnerability, _) in PRESENT.items()} == {
        "living": Standing.LIVING,
        "claimed": Standing.LIVING,
        "safe": Standing.SAFE,
        "removed": Standing.DISMISSED,
        "rejected": Standing.DISMISSED,
        "no risk": Standing.DISMISSED,
        "safe and no risk": Standing.DISMISSED,
    }


def with_writes(number: int, finding: int) -> Step:
    change = Change("vulnerabilities", make(NEW).changes[0].writes[:1] * number)
    target = Target(FINDING._replace(id=f"finding {finding}"), is_new=finding % 2 == 0) if number else None
    return Step(Outcome.CREATED, None, (change,), target)


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 9)), min_size=1, max_size=120))
def test_a_batch_fits_into_a_transaction_with_what_else_belongs_there(sizes: list[tuple[int, int]]) -> None:
    steps = [with_writes(*size) for size in sizes]

    taken: Taken = _fitting(iter(steps))

    beside = 2 + len(Outcome) - 1
    assert len(taken.steps) >= 1
    assert taken.steps == tuple(steps[: len(taken.steps)])
    assert actions(taken.changes) + beside <= TRANSACTION_ACTIONS
    findings = [each.target.finding.id for each in taken.steps if each.target]
    of_findings = [change for change in taken.changes if change.entity == "findings"]
    assert len([change for change in of_findings if len(change.writes) == 1]) <= len(set(findings))
