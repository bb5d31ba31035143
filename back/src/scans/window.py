"""What a number of entries of a plan need to know, as it is stored now: people go on working while a scan is applied."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from db_model.analyses.types import AnalysisId
from db_model.findings import reads as findings_model
from db_model.findings.types import Finding, is_there
from db_model.scan_identities import reads as identities_model
from db_model.scan_identities.types import ScanIdentity
from db_model.scans.types import Scan
from db_model.vulnerabilities import reads as vulnerabilities_model
from db_model.vulnerabilities.types import Vulnerability
from scans import outcomes
from scans.machine_findings import new_finding, weakness_of
from scans.matching import Standing
from scans.plan import Entry
from store.table import Table


class Target(NamedTuple):
    """The finding that new vulnerabilities are put in, which may have to be made with the first of them."""

    finding: Finding
    is_new: bool


class Window(NamedTuple):
    """What is stored of some entries."""

    vulnerabilities: Mapping[str, Vulnerability]
    findings: Mapping[str, Finding]
    """Of the vulnerabilities, by id, those that are there."""
    targets: Mapping[int, Target]
    """By CWE id."""
    identities: Mapping[tuple[int, str, int], ScanIdentity]
    """By the number of the set, fingerprint and ordinal."""


async def read(table: Table, scan: Scan, analyses: Sequence[AnalysisId], entries: Sequence[Entry], *, now: datetime) -> Window:
    """Read what some entries need to know, in a constant number of calls."""
    met = [entry for entry in entries if entry.vulnerability is not None]
    vulnerabilities = await vulnerabilities_model.get_many(table, [entry.vulnerability or "" for entry in met], now=now)
    findings = await findings_model.get_many(table, sorted({each.finding_id for each in vulnerabilities.values()}), now=now)
    return Window(
        vulnerabilities=vulnerabilities,
        findings={identifier: finding for identifier, finding in findings.items() if is_there(finding)},
        targets=await _targets(table, scan, [entry for entry in entries if _may_be_new(entry, vulnerabilities)], now=now),
        identities=await _identities(table, analyses, met, vulnerabilities, now=now),
    )


def _may_be_new(entry: Entry, vulnerabilities: Mapping[str, Vulnerability]) -> bool:
    """Tell whether an entry makes a vulnerability, unless its finding is there."""
    found = vulnerabilities.get(entry.vulnerability or "")
    return entry.place is not None and entry.said.reason is None and (found is None or outcomes.standing(found) is Standing.SAFE)


async def _targets(table: Table, scan: Scan, entries: Sequence[Entry], *, now: datetime) -> Mapping[int, Target]:
    """Return the findings of scanners that these entries would be put in, made of the first entry where there is none."""
    if not entries:
        return {}
    firsts = {entry.said.cwe: entry for entry in reversed(entries)}
    titles = {cwe: weakness_of(cwe).title for cwe in firsts}
    found = await findings_model.of_machine(table, scan.group_name, tuple(titles.values()), now=now)
    return {
        cwe: Target(found[title], is_new=False)
        if title in found
        else Target(new_finding(weakness_of(cwe), scan, outcomes.severity_of(firsts[cwe].said.score), now=now), is_new=True)
        for cwe, title in titles.items()
    }


async def _identities(
    table: Table, analyses: Sequence[AnalysisId], met: Sequence[Entry], vulnerabilities: Mapping[str, Vulnerability], *, now: datetime
) -> Mapping[tuple[int, str, int], ScanIdentity]:
    """Read the identities that move: of what comes back, and of what a fingerprint of the tool recognised in changed code."""
    wanted = {
        (entry.analysis, said.fingerprint, said.ordinal): ScanIdentity(analyses[entry.analysis], said.fingerprint, said.ordinal, found.id)
        for entry in met
        if (found := vulnerabilities.get(entry.vulnerability or "")) and (said := found.scanned) and _moves(entry, found)
    }
    stored = await identities_model.get_many(table, tuple(wanted.values()), now=now) if wanted else {}
    return {place: stored[identity] for place, identity in wanted.items() if identity in stored}


def _moves(entry: Entry, vulnerability: Vulnerability) -> bool:
    """Tell whether an identity gets another vulnerability, or a vulnerability another identity."""
    said = vulnerability.scanned
    is_renamed = said is not None and (said.fingerprint, said.ordinal) != (entry.said.fingerprint, entry.ordinal)
    return entry.place is not None and (is_renamed or outcomes.standing(vulnerability) is Standing.SAFE)
