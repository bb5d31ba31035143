"""Claims that a vulnerability is no risk: their machine as a table, and the pure function that follows it."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from db_model.vulnerabilities.types import Vulnerability, ZeroRisk, ZeroRiskStatus
from vulnerabilities.errors import AlreadyZeroRiskRequested, NotZeroRiskRequested
from vulnerabilities.machine import ON_OPEN, Table, check, follow


class Claim(StrEnum):
    """How far a claim is."""

    NONE = "none"
    REQUESTED = "requested"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


class Command(StrEnum):
    """What happens to a claim."""

    REQUEST = "request"
    CONFIRM = "confirm"
    REJECT = "reject"


_REQUESTABLE: Mapping[Command, Claim | type[NotZeroRiskRequested]] = MappingProxyType(
    {Command.REQUEST: Claim.REQUESTED, Command.CONFIRM: NotZeroRiskRequested, Command.REJECT: NotZeroRiskRequested}
)
TABLE: Table[Claim, Command] = MappingProxyType(
    {
        Claim.NONE: _REQUESTABLE,
        Claim.REQUESTED: {
            Command.REQUEST: AlreadyZeroRiskRequested,
            Command.CONFIRM: Claim.CONFIRMED,
            Command.REJECT: Claim.REJECTED,
        },
        Claim.CONFIRMED: _REQUESTABLE,
        Claim.REJECTED: _REQUESTABLE,
    }
)
STORED: Mapping[Claim, ZeroRiskStatus] = MappingProxyType(
    {
        Claim.REQUESTED: ZeroRiskStatus.REQUESTED,
        Claim.CONFIRMED: ZeroRiskStatus.CONFIRMED,
        Claim.REJECTED: ZeroRiskStatus.REJECTED,
    }
)
"""What is kept of each claim; of none, nothing."""


def claim_of(vulnerability: Vulnerability) -> Claim:
    """Return how far the claim is that a vulnerability is no risk."""
    return Claim.NONE if vulnerability.zero_risk is None else Claim(vulnerability.zero_risk.status.lower())


def claimed(vulnerability: Vulnerability, command: Command, *, justification: str, by: str, now: datetime) -> tuple[Vulnerability, ...]:
    """Return the step that a command does to a claim; raises the error of what is in the way."""
    check(ON_OPEN, vulnerability)
    claim = follow(TABLE, claim_of(vulnerability), command)
    zero_risk = ZeroRisk(status=STORED[claim], modified_by=by, modified_at=now, justification=justification)
    return (vulnerability._replace(zero_risk=zero_risk),)
