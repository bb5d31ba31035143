"""What can be wrong with a person."""

from errors import DomainError


class StakeholderNotFound(DomainError):
    """Nobody of this e-mail is in the caller's scope."""

    template = "Access denied or stakeholder not found"


class InvalidRoleProvided(DomainError):
    """The caller may not grant this role."""

    template = "Exception - Invalid role or not enough permissions to grant role: {role}"


class InvalidUserProvided(DomainError):
    """The role is reserved for staff, and the person is not."""

    template = "Exception - This role can only be granted to Fluid Attacks users"


class OnlyCorporateEmails(DomainError):
    """A mailbox of a free-mail provider cannot do this here."""

    template = "Exception - Only corporate emails are allowed"
