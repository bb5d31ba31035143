"""What can be wrong with a finding."""

from collections.abc import Sequence

from errors import DomainError


class FindingNotFound(DomainError):
    """There is no such finding in the caller's scope."""

    template = "Access denied"


class InvalidFindingTitle(DomainError):
    """The title is not that of an entry of the catalogue."""

    template = "Exception - The inserted Draft/Finding title is invalid"

    def __init__(self) -> None:
        super().__init__()
        self.extensions = {"field": "title"}


class RepeatedFindingDescription(DomainError):
    """Another finding of this type in the group is described so."""

    template = "Exception - Finding with the same description already exists"


class RepeatedFindingThreat(DomainError):
    """Another finding of this type in the group names this threat."""

    template = "Exception - Finding with the same threat already exists"


class RequiredUnfulfilledRequirements(DomainError):
    """A finding leaves at least one requirement unfulfilled."""

    template = "Exception - The unfulfilled requirements are required"

    def __init__(self) -> None:
        super().__init__()
        self.extensions = {"field": "unfulfilledRequirements"}


class InvalidVulnerabilityRequirement(DomainError):
    """A requirement is not one that this type of weakness can leave unfulfilled; `extensions["allowed"]` has those that are."""

    template = "Exception - The requirement is not valid in the vulnerability"

    def __init__(self, *, allowed: Sequence[str]) -> None:
        super().__init__()
        self.extensions = {"field": "unfulfilledRequirements", "allowed": tuple(allowed)}


class InvalidMinTimeToRemediate(DomainError):
    """A time is not positive."""

    template = "Exception - Min time to remediate should be a positive number"


class InvalidSeverityScore(DomainError):
    """What people report has a score above zero."""

    template = "Exception - Severity score is invalid"


class InvalidFieldChange(DomainError):
    """A field may not change any more."""

    template = "Exception - Forbidden change on field: {fields}  Reason: {reason}"


class InvalidCVSSField(DomainError):
    """A weight is no number."""

    template = "Exception - CVSS field value must be a number"


class InvalidSeverityUpdateValues(DomainError):
    """A weight is not one of its metric's."""

    template = "Invalid, severity update values out of range"
