"""Reads of the audit trail."""

from db_model import reads
from db_model.audit import facet
from store.values import IndexName, Query


def of_organization(organization_id: str) -> Query:
    """Select what was done in an organization, in order."""
    return reads.under(IndexName.BY_PARENT, facet.of_organization(organization_id))


def of_person(email: str) -> Query:
    """Select what a person did, in order."""
    return reads.under(IndexName.BY_SECOND, facet.of_person(email))
