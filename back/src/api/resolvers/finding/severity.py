"""`Finding.severity`."""

from collections.abc import Mapping

from api.context import Info
from api.guards import of_parent
from db_model.findings.types import Finding
from severity.cvss import read_vector
from severity.weights import METRICS, weights_of


@of_parent
def resolve(parent: Finding, _info: Info) -> Mapping[str, float]:
    """Return the weights of the vector's metrics; a vector of version 4.0 has none, as its scores come from no weights."""
    vector = read_vector(parent.severity.vector)
    if vector.version != "3.1":
        return dict.fromkeys(METRICS, 0.0)
    return {name: float(weight) for name, weight in weights_of(dict(vector.metrics)).items()}
