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
