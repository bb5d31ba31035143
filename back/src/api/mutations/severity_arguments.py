"""The vector of a mutation that also takes the weight of every metric, as clients did before there were vectors."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from findings.errors import InvalidCVSSField, InvalidSeverityUpdateValues
from severity.weights import vector_of

_HIGHEST = 10


def chosen_vector(vector: str | None, weights: Mapping[str, float | str]) -> str:
    """Return the vector of a request; without one, that of its weights.

    Raises `InvalidCVSSField` for what is no number, and `InvalidSeverityUpdateValues` for weights that no metric has.
    """
    if vector:
        return vector
    numbers = {name: _number(weight) for name, weight in weights.items()}
    made = vector_of(numbers) if all(0 <= number <= _HIGHEST for number in numbers.values()) else None
    if made is None:
        raise InvalidSeverityUpdateValues
    return made


def _number(weight: float | str) -> Decimal:
    """Read a weight as it was written."""
    try:
        number = Decimal(str(weight).strip())
    except InvalidOperation as error:
        raise InvalidCVSSField from error
    if not number.is_finite():
        raise InvalidCVSSField
    return number
