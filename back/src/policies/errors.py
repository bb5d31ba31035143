"""What can be wrong with a policy."""

from errors import DomainError


class InvalidAcceptanceDays(DomainError):
    """The days of an acceptance are negative."""

    template = "Exception - Acceptance days should be a positive integer"


class InvalidAcceptanceSeverity(DomainError):
    """A severity bound of acceptances is no CVSS score."""

    template = "Exception - Severity value must be a positive floating number between 0.0 and 10.0"


class InvalidAcceptanceSeverityRange(DomainError):
    """The lower severity bound of acceptances is above the upper one."""

    template = "Exception - Min acceptance severity value should not be higher than the max value"


class InvalidNumberAcceptances(DomainError):
    """The number of acceptances is negative."""

    template = "Exception - Number of acceptances should be zero or positive"


class InvalidSeverity(DomainError):
    """The severity that breaks builds is no CVSS score."""

    template = "Exception - Severity value must be between 0.0 and 10.0"


class InvalidVulnerabilityGracePeriod(DomainError):
    """The grace period is negative."""

    template = "Exception - Vulnerability grace period value should be a positive integer"


class InvalidInactivityPeriod(DomainError):
    """The inactivity period is shorter than the least one."""

    template = "Exception - Inactivity period should be greater than the provided value"
