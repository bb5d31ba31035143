"""The policies of an organization or a group; they are a part of its entity."""

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple


class Policies(NamedTuple):
    """What was set; `None` is what was not, and means the default of the service."""

    modified_by: str
    modified_at: datetime
    inactivity_period: int | None = None
    """Days without a sign-in after which a person leaves the organization."""
    max_acceptance_days: int | None = None
    max_acceptance_severity: Decimal | None = None
    max_number_acceptances: int | None = None
    min_acceptance_severity: Decimal | None = None
    min_breaking_severity: Decimal | None = None
    vulnerability_grace_period: int | None = None
    """Days during which a new vulnerability breaks no build."""
