"""What the index knows of vulnerabilities: what lists filter, sort and count by; those removed are not in it."""

from collections.abc import Mapping, Sequence

from clock import to_sortable_date
from db_model import parts
from db_model.facet import OWN
from db_model.vulnerabilities.acceptance import breaks_from
from db_model.vulnerabilities.facet import FACET
from db_model.vulnerabilities.types import Vulnerability, VulnerabilityStatus, ZeroRiskStatus, is_there
from severity.levels import level_of
from store.index import Collection, Document, Field, FieldKind, Operation, Remove, Scalar, Target, Upsert
from store.values import Item, Key

NO_CLAIM = "NONE"
"""The zero risk of what nobody has claimed to be no risk: a value, so that counters tell it."""
COUNTED = frozenset({NO_CLAIM, ZeroRiskStatus.REJECTED.value})
"""Claims under which a vulnerability still counts."""

COLLECTION = Collection(
    name="vulnerabilities",
    fields=(
        Field("finding_id", FieldKind.KEYWORD),
        Field("root_id", FieldKind.KEYWORD),
        Field("type", FieldKind.KEYWORD),
        Field("status", FieldKind.KEYWORD),
        Field("zero_risk", FieldKind.KEYWORD),
        Field("treatment", FieldKind.KEYWORD),
        Field("level", FieldKind.KEYWORD),
        Field("assigned", FieldKind.KEYWORD),
        Field("where", FieldKind.KEYWORD),
        Field("score", FieldKind.NUMBER),
        Field("reported_at", FieldKind.DATE),
        Field("closed_at", FieldKind.DATE),
        Field("breaks_from", FieldKind.DATE),
    ),
    sorts=(
        ("finding_id", "status", "zero_risk", "reported_at"),
        ("finding_id", "status", "zero_risk", "where"),
        ("group", "status", "zero_risk", "score"),
        ("group", "zero_risk", "closed_at"),
        ("root_id", "group", "status", "zero_risk", "score"),
    ),
    counters=("finding_id", "status", "zero_risk", "treatment", "level"),
    revision=2,
)


def project(_key: Key, old: Item | None, new: Item | None) -> Sequence[Operation]:
    """Return what a change of a vulnerability changes in the index; rows of history change nothing."""
    item = new or old
    if item is None or item.key.sort != OWN:
        return ()
    vulnerability = FACET.codec.to_entity(item)
    if new is None or not is_there(vulnerability):
        return (Remove(COLLECTION.name, vulnerability.id, vulnerability.version),)
    return (Upsert(_document(vulnerability)),)


def documents(key: Key) -> Sequence[Target]:
    """Return the document that a vulnerability has; rows of history have none."""
    return (Target(COLLECTION.name, parts.split(key.partition)[1]),) if key.sort == OWN else ()


def _document(vulnerability: Vulnerability) -> Document:
    """Return the document of a vulnerability."""
    breaking_from = breaks_from(vulnerability.treatment)
    present: Mapping[str, Scalar | None] = {
        "finding_id": vulnerability.finding_id,
        "root_id": vulnerability.root_id,
        "type": vulnerability.type.value,
        "status": vulnerability.state.status.value,
        "zero_risk": vulnerability.zero_risk.status.value if vulnerability.zero_risk else NO_CLAIM,
        "treatment": vulnerability.treatment.status.value,
        "level": level_of(vulnerability.score).value,
        "assigned": vulnerability.treatment.assigned,
        "where": vulnerability.state.where,
        "score": vulnerability.score,
        "reported_at": to_sortable_date(vulnerability.reported_at),
        "closed_at": _closed_at(vulnerability),
        "breaks_from": to_sortable_date(breaking_from) if breaking_from else None,
    }
    said = (vulnerability.scanned.rule, vulnerability.scanned.message) if vulnerability.scanned else ()
    return Document(
        collection=COLLECTION.name,
        id=vulnerability.id,
        version=vulnerability.version,
        group=vulnerability.group_name,
        organization=vulnerability.organization_id,
        fields={name: value for name, value in present.items() if value is not None},
        text=" ".join((vulnerability.state.where, vulnerability.state.specific, *said, *sorted(vulnerability.tags))),
    )


def _closed_at(vulnerability: Vulnerability) -> str | None:
    """Return when what is safe became so."""
    state = vulnerability.state
    return to_sortable_date(vulnerability.closed_at or state.modified_at) if state.status is VulnerabilityStatus.SAFE else None
