"""Pure writes of stakeholders."""

from db_model import change
from db_model.change import Change
from db_model.stakeholders.facet import FACET
from db_model.stakeholders.types import Stakeholder


def add(stakeholder: Stakeholder) -> Change:
    """Write a new stakeholder."""
    return change.add(FACET, stakeholder)


def update(old: Stakeholder, new: Stakeholder) -> Change:
    """Write what a stakeholder became."""
    return change.update(FACET, old, new)


def remove(stakeholder: Stakeholder) -> Change:
    """Remove a stakeholder."""
    return change.remove(FACET, stakeholder)
