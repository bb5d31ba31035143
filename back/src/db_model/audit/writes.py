"""Pure writes of the audit trail; records are never changed."""

from db_model import change
from db_model.audit.facet import FACET
from db_model.audit.types import AuditRecord
from db_model.change import Change


def add(record: AuditRecord) -> Change:
    """Write a new record."""
    return change.add(FACET, record)
