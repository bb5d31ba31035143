"""`Finding.cvssVersion`."""

from api.context import Info
from api.guards import of_parent
from db_model.findings.types import Finding
from severity.cvss import read_vector


@of_parent
def resolve(parent: Finding, _info: Info) -> str:
    """Return the version of CVSS that the vector is of."""
    return read_vector(parent.severity.vector).version
