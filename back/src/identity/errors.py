"""What can be wrong with a token or a link."""

from errors import DomainError


class InvalidExpirationTime(DomainError):
    """A token would end in the past, or too far in the future."""

    template = "Exception - Invalid Expiration Time"


class TokenCouldNotBeAdded(DomainError):
    """A person has as many tokens as one may have."""

    template = "Exception - Could not add token, maximum number of tokens at the same time is {limit}"


class TokenNotFound(DomainError):
    """The caller has no such token."""

    template = "Exception - Access denied or token not found"


class LinkNotValid(DomainError):
    """A link was used before, is past its end, or never was."""

    template = "Exception - The link is not valid: it was used, or its time is over"
