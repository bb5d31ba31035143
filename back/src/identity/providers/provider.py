"""What an identity provider has to do."""

from collections.abc import Mapping
from typing import NamedTuple, Protocol

from errors import DomainError


class ProviderRefused(DomainError):
    """The identity provider did not say who somebody is, or not in a way that can be believed."""

    template = "Exception - The identity provider did not confirm who you are"


class Challenge(NamedTuple):
    """What a sign-in began with and has to end with; a sealed cookie of the browser keeps it meanwhile."""

    state: str
    """Comes back in the address, so that the end belongs to the beginning in the same browser."""
    nonce: str
    """Comes back in what the provider signs, so that it was signed for this very sign-in."""
    verifier: str
    """Proves to the provider that who exchanges a code is who asked for it (PKCE)."""


class Proof(NamedTuple):
    """What a provider says of somebody."""

    email: str
    is_verified: bool
    """Whether the provider has made sure that the address is this person's."""
    nonce: str
    """As the provider has signed it."""


class Provider(Protocol):
    """An identity provider. Its calls have a time limit around them."""

    @property
    def name(self) -> str:
        """Return what it is called in addresses and settings: lower-case letters, digits and hyphens."""

    @property
    def label(self) -> str:
        """Return what it is called on the button."""

    async def begin(self, challenge: Challenge, *, callback: str) -> str:
        """Return the address to lead the browser to; the provider leads it back to the callback. Raises `ProviderRefused`."""

    async def finish(self, challenge: Challenge, parameters: Mapping[str, str], *, callback: str) -> Proof:
        """Find out who came back with these parameters of the address. Raises `ProviderRefused`."""
