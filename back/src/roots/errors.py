"""What can be wrong with a root."""

import errors
from errors import DomainError


class RootNotFound(DomainError):
    """There is no such root in the caller's scope."""

    template = "Exception - Access denied or root not found"


class RepeatedRoot(DomainError):
    """Another root has this URL, this URL and branch, or this address."""

    template = "Exception - Root with the same URL/branch already exists"


class RepeatedRootNickname(DomainError):
    """Another root of the group has this nickname."""

    template = "Exception - Root with the same nickname already exists"


class HasVulns(DomainError):
    """Something was reported in the root, and would be in another repository then."""

    template = "Exception - A root with reported vulns can't be updated"


class InactiveRoot(DomainError):
    """The root is not tested any more."""

    template = "Exception - The root is not active"


class InvalidRootType(DomainError):
    """The root is of another kind than the command is for."""

    template = "Exception - The type of the root is invalid"


class InvalidGitRoot(DomainError):
    """The root is no repository."""

    template = "Exception - A git root is required"


class InvalidRootExclusion(DomainError):
    """A pattern begins with the name of the repository, which no path inside it does."""

    template = "Exception - Root name should not be included in the exception pattern"


class FileNotFound(DomainError):
    """The group has no file of this name."""

    template = "Exception - The file has not been found"


class PermissionDenied(DomainError):
    """A part of the command needs more than the command itself."""

    template = "Exception - Error permission denied"


class InvalidParameter(errors.InvalidParameter):
    """What a root points to cannot be used: its URL, branch or address."""

    template = "Exception - Error value is not valid"


class AmbiguousNickname(DomainError):
    """A repository, and an address or site, of the group have the same nickname."""

    template = "Exception - Two roots have the nickname {nickname}: a repository, and an address or site"
