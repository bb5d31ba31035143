"""What can be wrong with a group."""

from errors import DomainError


class GroupNotFound(DomainError):
    """There is no such group in the caller's scope."""

    template = "Access denied or group not found"


class InvalidGroupName(DomainError):
    """The name is taken, or no name."""

    template = "Exception - Error invalid group name"


class InvalidGroupServicesConfig(DomainError):
    """The services that were chosen do not go together."""

    template = "Exception - {detail}"
