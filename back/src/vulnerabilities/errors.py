"""What can be wrong with a vulnerability."""

from errors import DomainError


class VulnNotFound(DomainError):
    """There is no such vulnerability in the caller's scope."""

    template = "Exception - Vulnerability not found"


class VulnNotInFinding(DomainError):
    """The vulnerability is of another finding."""

    template = "Exception - Vulnerability does not belong to finding"


class VulnAlreadyClosed(DomainError):
    """The vulnerability is safe by now."""

    template = "Exception - The vulnerability has already been closed"


class VulnerabilityHasNotBeenReleased(DomainError):
    """The vulnerability is a draft."""

    template = "Exception - The vulnerability has not been released"


class InvalidRemovalVulnState(DomainError):
    """What is closed stays, as the proof of it."""

    template = "Invalid, you cannot remove a closed vulnerability"


class RequiredFieldToBeUpdate(DomainError):
    """Nothing was given to change."""

    template = "Exception - A field is required to be updated"


class InvalidVulnCommitHash(DomainError):
    """A commit is no hash."""

    template = "Commit Hash should be a 40 chars long hexadecimal"


class ExpectedVulnToBeOfLinesType(DomainError):
    """Only lines of files have a commit."""

    template = "Expected vulnerability to be of type: lines"


class InvalidAssigned(DomainError):
    """Nobody may be assigned who is no registered member in a role for it."""

    template = "Assigned not valid"


class SameValues(DomainError):
    """Nothing would change."""

    template = "Exception - Same values"


class InvalidJustificationMaxLength(DomainError):
    """A justification is too long."""

    template = "Exception - Justification must have a maximum of {limit} characters"


class AcceptanceParameterMissing(DomainError):
    """An acceptance for a time needs its end."""

    template = "Acceptance parameter missing"


class InvalidAcceptanceDays(DomainError):
    """An acceptance would end in the past, or later than the policy allows."""

    template = "Exception - Chosen date is either in the past or exceeds the maximum number of days allowed by the defined policy"


class InvalidAcceptanceSeverity(DomainError):
    """The policy lets no vulnerability of this score be accepted."""

    template = "Exception - Vulnerability cannot be accepted, severity outside of range set by the defined policy"


class InvalidNumberAcceptances(DomainError):
    """The policy lets the vulnerability be accepted no more."""

    template = "Exception - Vulnerability has been accepted the maximum number of times allowed by the defined policy"


class AcceptanceNotRequested(DomainError):
    """No acceptance waits for a decision."""

    template = "Exception - It cant handle acceptance without being requested"


class AlreadyZeroRiskRequested(DomainError):
    """The claim waits for a decision already."""

    template = "Exception - Zero risk vulnerability is already requested"


class NotZeroRiskRequested(DomainError):
    """No claim waits for a decision."""

    template = "Exception - Zero risk vulnerability is not requested"
