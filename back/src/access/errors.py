"""What can be wrong with an access."""

from errors import DomainError


class StakeholderHasGroupAccess(DomainError):
    """Somebody who is in the group already is invited to it."""

    template = "Exception - The stakeholder has been granted access to the group previously"


class StakeholderHasOrganizationAccess(DomainError):
    """Somebody who is in the organization already is invited to it."""

    template = "Exception - The stakeholder has been granted access to the organization previously"


class RequestedInvitationTooSoon(DomainError):
    """The same person was invited to the same place less than a minute ago."""

    template = "Exception - The previous invitation to this user was requested less than a minute ago"


class StakeholderNotInOrganization(DomainError):
    """The person is not in the organization, nor invited to it."""

    template = "Access denied"


class StakeholderNotInGroup(DomainError):
    """The person is not in the group, nor invited to it."""

    template = "Access denied"


class OutsideHackerRefused(DomainError):
    """The group takes only the staff as testers."""

    template = "Exception - Groups with any active Fluid Attacks service can only have Hackers provided by Fluid Attacks"
