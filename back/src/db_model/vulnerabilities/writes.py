"""Pure writes of vulnerabilities."""

from collections.abc import Sequence

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


def update_by_steps(old: Vulnerability, steps: Sequence[Vulnerability]) -> Change:
    """Write what a vulnerability became by steps, each of which its histories keep."""
    return change.update_by_steps(FACET, old, steps)


def touch(old: Vulnerability, new: Vulnerability) -> Change:
    """Write a vulnerability whose change is of no interest to its histories, such as that a scan saw it again."""
    return change.touch(FACET, old, new)
