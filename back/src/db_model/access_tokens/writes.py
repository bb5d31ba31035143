"""Pure writes of access tokens."""

from db_model import change
from db_model.access_tokens.facet import FACET
from db_model.access_tokens.types import AccessToken
from db_model.change import Change


def add(token: AccessToken) -> Change:
    """Write a new access token."""
    return change.add(FACET, token)


def update(old: AccessToken, new: AccessToken) -> Change:
    """Write what an access token became."""
    return change.update(FACET, old, new)


def touch(old: AccessToken, new: AccessToken) -> Change:
    """Write when an access token was last used."""
    return change.touch(FACET, old, new)


def remove(token: AccessToken) -> Change:
    """Remove an access token."""
    return change.remove(FACET, token)
