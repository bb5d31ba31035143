"""What one entry of a plan makes, pure: the changes, and the row that tells of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from db_model.analyses.types import AnalysisId
from db_model.change import Change
from db_model.roots.types import Root
from db_model.scan_identities import writes as identities_model
from db_model.scan_identities.types import ScanIdentity
from db_model.scan_rows.types import ScanRow
from db_model.scans.types import Outcome, Scan
from db_model.vulnerabilities import writes as vulnerabilities_model
from db_model.vulnerabilities.types import Vulnerability
from scans import outcomes
from scans.matching import Standing
from scans.plan import Entry
from scans.window import Target, Window


class Step(NamedTuple):
    """What comes of an entry; nothing of a closing that is moot by now. New vulnerabilities need their finding."""

    outcome: Outcome | None
    row: ScanRow | None = None
    changes: tuple[Change, ...] = ()
    target: Target | None = None


class Place(NamedTuple):
    """Where a scan is applied: the root, and the sets of the file in it."""

    root: Root
    analyses: tuple[AnalysisId, ...]


_BY_STANDING: Mapping[Standing, Outcome] = MappingProxyType(
    {Standing.LIVING: Outcome.UNCHANGED, Standing.DISMISSED: Outcome.DISMISSED, Standing.SAFE: Outcome.REOPENED}
)


def outcome_of(entry: Entry, found: Vulnerability | None) -> Outcome | None:
    """Return what comes of an entry, by what the vulnerability that it met is now."""
    if entry.place is None:
        return Outcome.CLOSED if found is not None and outcomes.standing(found) is Standing.LIVING else None
    if entry.said.reason is not None or found is None:
        return Outcome(entry.outcome)
    return _BY_STANDING[outcomes.standing(found)]


def dry(entry: Entry, window: Window) -> Step:
    """Return what would come of an entry, without its changes."""
    found = window.vulnerabilities.get(entry.vulnerability or "")
    outcome = outcome_of(entry, found)
    return Step(outcome, _row(entry, outcome, found))


def step(entry: Entry, scan: Scan, place: Place, window: Window, *, now: datetime) -> Step:
    """Return what an entry makes."""
    found = window.vulnerabilities.get(entry.vulnerability or "")
    match outcome_of(entry, found):
        case None:
            return Step(None)
        case Outcome.CREATED:
            return _created(entry, scan, place, window, now=now)
        case Outcome.REOPENED if found is not None:
            return _reopened(entry, scan, place, window, found, now=now)
        case Outcome.CLOSED if found is not None:
            closed = vulnerabilities_model.update(found, outcomes.gone(found, scan, now=now))
            return Step(Outcome.CLOSED, _row(entry, Outcome.CLOSED, found), (closed,))
        case Outcome.UNCHANGED | Outcome.DISMISSED as outcome if found is not None:
            return Step(outcome, _row(entry, outcome, found), _seen(entry, scan, place, window, found, now=now))
        case outcome:
            return Step(outcome, _row(entry, outcome, None))


def _created(entry: Entry, scan: Scan, place: Place, window: Window, *, now: datetime) -> Step:
    target, analysis = window.targets[entry.said.cwe], place.analyses[entry.analysis]
    made = outcomes.created(entry, scan, place.root, target.finding, tool=analysis.tool, category=analysis.category, now=now)
    changes = vulnerabilities_model.add(made), identities_model.add(_identity(entry, place, made))
    return Step(Outcome.CREATED, _row(entry, Outcome.CREATED, made), changes, target)


def _reopened(entry: Entry, scan: Scan, place: Place, window: Window, previous: Vulnerability, *, now: datetime) -> Step:
    finding, analysis = window.findings.get(previous.finding_id), place.analyses[entry.analysis]
    target = window.targets[entry.said.cwe] if finding is None else Target(finding, is_new=False)
    made = outcomes.created(entry, scan, place.root, target.finding, tool=analysis.tool, category=analysis.category, now=now)
    successor = outcomes.came_back(made, previous)
    changes = vulnerabilities_model.add(successor), *_moved(entry, place, window, previous, successor)
    return Step(Outcome.REOPENED, _row(entry, Outcome.REOPENED, successor), changes, target)


def _seen(entry: Entry, scan: Scan, place: Place, window: Window, found: Vulnerability, *, now: datetime) -> tuple[Change, ...]:
    """Return the changes of a vulnerability that was seen again; that alone is of no interest to its history."""
    again = outcomes.seen(found, entry, scan, now=now)
    written = vulnerabilities_model.touch if again.state == found.state else vulnerabilities_model.update
    is_renamed = _identity(entry, place, found) != _identity_of(found, entry, place)
    return written(found, again), *(_moved(entry, place, window, found, again) if is_renamed else ())


def _moved(entry: Entry, place: Place, window: Window, old: Vulnerability, new: Vulnerability) -> tuple[Change, ...]:
    """Return the changes after which a result is known as a vulnerability, and no longer as what it was before."""
    identity, before = _identity(entry, place, new), _identity_of(old, entry, place)
    stored = window.identities.get((entry.analysis, before.fingerprint, before.ordinal))
    if stored is None:
        return (identities_model.add(identity),)
    if (identity.fingerprint, identity.ordinal) == (stored.fingerprint, stored.ordinal):
        return (identities_model.move(stored, identity._replace(version=stored.version)),)
    return identities_model.remove(stored), identities_model.add(identity)


def _identity(entry: Entry, place: Place, vulnerability: Vulnerability) -> ScanIdentity:
    """Return by what the next scan knows a result."""
    return ScanIdentity(place.analyses[entry.analysis], entry.said.fingerprint, entry.ordinal, vulnerability.id)


def _identity_of(vulnerability: Vulnerability, entry: Entry, place: Place) -> ScanIdentity:
    """Return by what a vulnerability was known until now."""
    said = vulnerability.scanned
    fingerprint, ordinal = (said.fingerprint, said.ordinal) if said else ("", 0)
    return ScanIdentity(place.analyses[entry.analysis], fingerprint, ordinal, vulnerability.id)


def _row(entry: Entry, outcome: Outcome | None, vulnerability: Vulnerability | None) -> ScanRow | None:
    """Return the row that tells of an entry; what stayed as it was has none."""
    if outcome is None or outcome is Outcome.UNCHANGED:
        return None
    said = entry.said
    if outcome is Outcome.CLOSED and vulnerability is not None:
        scanned = vulnerability.scanned
        return ScanRow(
            outcome=outcome,
            rule=scanned.rule if scanned else None,
            where=vulnerability.state.where,
            specific=vulnerability.state.specific,
            severity=vulnerability.score,
            vulnerability_id=vulnerability.id,
        )
    is_result = said.reason is None
    run, result = entry.place or (None, None)
    return ScanRow(
        outcome=outcome,
        reason=said.reason or _reason(vulnerability, outcome),
        rule=said.rule or None,
        message=said.message if outcome in _TOLD else None,
        where=said.uri,
        specific=str(said.line) if is_result else None,
        severity=outcomes.severity_of(said.score).score if is_result else None,
        vulnerability_id=vulnerability.id if vulnerability else None,
        run=run,
        result=result,
    )


_TOLD = frozenset({Outcome.CREATED, Outcome.REOPENED})


def _reason(vulnerability: Vulnerability | None, outcome: Outcome) -> str | None:
    """Return why a result is dismissed."""
    if outcome is not Outcome.DISMISSED or vulnerability is None:
        return None
    return f"its vulnerability is {vulnerability.state.status.value}" if _is_removed(vulnerability) else "its zero risk is confirmed"


def _is_removed(vulnerability: Vulnerability) -> bool:
    return vulnerability.zero_risk is None or vulnerability.state.status.value in {"DELETED", "REJECTED"}


def actions(changes: Sequence[Change]) -> int:
    """Return how many actions of a transaction changes are."""
    return sum(len(change.writes) for change in changes)
