"""What can be wrong with an organization."""

from errors import DomainError


class InvalidOrganization(DomainError):
    """The name is taken or no name."""

    template = "{detail}"


class OrganizationNotFound(DomainError):
    """There is no such organization in the caller's scope."""

    template = "Access denied or organization not found"
