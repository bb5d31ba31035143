"""What entities point to: the vulnerabilities that scans know, and the findings and roots of vulnerabilities."""

from collections.abc import Iterator, Mapping
from typing import Any

from db_model.analyses.types import AnalysisId
from db_model.findings import facet as findings
from db_model.roots import facet as roots
from db_model.scan_identities.types import ScanIdentity
from db_model.vulnerabilities import facet as vulnerabilities
from db_model.vulnerabilities.types import Vulnerability
from integrity.entities import Known, place_of
from integrity.guards import entity_of
from integrity.problems import Problem, Subject
from store.values import Item, Key


def targets(entity: Any) -> tuple[Key, ...]:
    """Return the keys of what has to be there for an entity."""
    match entity:
        case ScanIdentity(vulnerability_id=vulnerability_id):
            return (vulnerabilities.key(vulnerability_id),)
        case Vulnerability(finding_id=finding_id, root_id=root_id):
            return findings.key(finding_id), roots.key(root_id)
        case _:
            return ()


def of_entity(known: Known, found: Mapping[Key, Item]) -> Iterator[Problem]:
    """Yield what an entity points to that is not there, and scan identities by which their vulnerability is not known."""
    subject = Subject.IDENTITIES if isinstance(known.entity, ScanIdentity) else Subject.ITEMS
    for key in targets(known.entity):
        if key not in found:
            yield Problem(subject, place_of(known.item.key), f"{place_of(key)}, to which it points, is not there")
        elif isinstance(known.entity, ScanIdentity):
            vulnerability = entity_of(found[key])
            if vulnerability is not None and not _is_known_by(vulnerability, known.entity):
                yield Problem(subject, place_of(known.item.key), "the vulnerability to which it points is not known by it")


def _is_known_by(vulnerability: Vulnerability, identity: ScanIdentity) -> bool:
    """Tell whether an identity is that by which scans know a vulnerability."""
    said = vulnerability.scanned
    return said is not None and identity == identity._replace(
        analysis=AnalysisId(vulnerability.root_id, said.tool, said.category), fingerprint=said.fingerprint, ordinal=said.ordinal
    )
