"""Pure writes of vulnerabilities."""

from db_model import change
from db_model.change import Change
from db_model.vulnerabilities.facet import FACET
from db_model.vulnerabilities.types import Vulnerability


def add(vulnerability: Vulnerability) -> Change:
    """Write a new vulnerability."""
    return change.add(FACET, vulnerability)


def update(old: Vulnerability, new: Vulnerability) -> Change:
    """Write what a vulnerability became."""
    return change.update(FACET, old, new)
