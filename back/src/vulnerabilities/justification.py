"""What people may write as the reason of a decision."""

from texts import restricted
from vulnerabilities.errors import InvalidJustificationMaxLength

LONGEST = 10_000


def check_justification(text: str) -> str:
    """Return a reason of up to 10,000 ordinary characters; raises `InvalidJustificationMaxLength` and `InvalidChar`."""
    if len(text) > LONGEST:
        raise InvalidJustificationMaxLength(limit=LONGEST)
    return restricted(text, field="justification")
