"""The refusals of a severity."""

from errors import DomainError


class InvalidCVSSVersion(DomainError):
    """A vector says that it is of a version which is not read here."""

    template = "Invalid, CVSS version is not supported"


class InvalidCVSS3VectorString(DomainError):
    """A text is no valid vector of CVSS 3.1, nor one of a version that it names."""

    template = "Exception - Error invalid severity CVSS v3.1 vector string"


class InvalidCVSS4VectorString(DomainError):
    """A text begins as a vector of CVSS 4.0 and is no valid one."""

    template = "Exception - Error invalid severity CVSS v4.0 vector string"
