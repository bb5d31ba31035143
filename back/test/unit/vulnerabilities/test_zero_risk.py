"""The machine of claims of no risk, walked claim by claim and command by command; what is expected is typed by hand."""

import pytest

import factories
from db_model.vulnerabilities.types import Vulnerability, VulnerabilityStatus, ZeroRisk, ZeroRiskStatus
from errors import DomainError
from vulnerabilities import zero_risk
from vulnerabilities.zero_risk import Claim, Command

NOW = factories.NOW
OPEN = factories.vulnerability(factories.finding(factories.group()))
ALREADY = "Exception - Zero risk vulnerability is already requested"
NOT_REQUESTED = "Exception - Zero risk vulnerability is not requested"
EXPECTED = {
    None: ("REQUESTED", NOT_REQUESTED, NOT_REQUESTED),
    "REQUESTED": (ALREADY, "CONFIRMED", "REJECTED"),
    "CONFIRMED": ("REQUESTED", NOT_REQUESTED, NOT_REQUESTED),
    "REJECTED": ("REQUESTED", NOT_REQUESTED, NOT_REQUESTED),
}
COMMANDS = (Command.REQUEST, Command.CONFIRM, Command.REJECT)
CASES = [(status, command, wanted) for status, row in EXPECTED.items() for command, wanted in zip(COMMANDS, row, strict=True)]


def claim(status: str | None) -> ZeroRisk | None:
    return ZeroRisk(ZeroRiskStatus(status), "other@okada.test", NOW, "old") if status else None


def told(held: Vulnerability, command: Command) -> Vulnerability | str:
    """Return what a command makes of a vulnerability, or the text of its refusal."""
    try:
        (step,) = zero_risk.claimed(held, command, justification="new", by="me@okada.test", now=NOW)
    except DomainError as error:
        return str(error)
    return step


@pytest.mark.parametrize(("status", "command", "expected"), CASES)
def test_every_command_on_every_claim_leads_on_or_is_refused(status: str | None, command: Command, expected: str) -> None:
    held = OPEN._replace(zero_risk=claim(status))
    is_refused = expected.startswith("Exception")

    assert told(held, command) == (
        expected if is_refused else held._replace(zero_risk=ZeroRisk(ZeroRiskStatus(expected), "me@okada.test", NOW, "new"))
    )


@pytest.mark.parametrize("status", EXPECTED)
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("state", "text"),
    [
        (VulnerabilityStatus.SAFE, "Exception - The vulnerability has already been closed"),
        (VulnerabilityStatus.SUBMITTED, "Exception - The vulnerability has not been released"),
        (VulnerabilityStatus.REJECTED, "Exception - The vulnerability has not been released"),
    ],
)
def test_only_what_is_released_and_open_can_be_claimed(status: str | None, command: Command, state: VulnerabilityStatus, text: str) -> None:
    held = OPEN._replace(zero_risk=claim(status), state=OPEN.state._replace(status=state))

    assert told(held, command) == text


def test_the_table_has_every_command_for_every_claim() -> None:
    assert {each: frozenset(row) for each, row in zero_risk.TABLE.items()} == dict.fromkeys(Claim, frozenset(Command))
