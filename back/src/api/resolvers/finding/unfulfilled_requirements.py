"""`Finding.unfulfilledRequirements`."""

from api.context import Info
from api.guards import of_parent
from catalogue.requirements import Requirement, find_requirement
from db_model.findings.types import Finding


@of_parent
def resolve(parent: Finding, _info: Info) -> tuple[Requirement, ...]:
    """Return the requirements, less those that the catalogue no longer has."""
    found = map(find_requirement, parent.unfulfilled_requirements)
    return tuple(requirement for requirement in found if requirement is not None)
