"""The challenge of a sign-in, and its way through the browser as a sealed text."""

import base64
import binascii
import hmac
import secrets
from datetime import datetime, timedelta
from typing import NamedTuple

import orjson

from identity.providers.provider import Challenge, Proof, ProviderRefused
from settings.keys import KeyMissing, Keys

LIFE = timedelta(minutes=10)


class Begun(NamedTuple):
    """A sign-in that has begun."""

    challenge: Challenge
    expires_at: datetime


def new_challenge() -> Challenge:
    """Make a challenge out of random bits, 256 for each part."""
    return Challenge(state=secrets.token_urlsafe(32), nonce=secrets.token_urlsafe(32), verifier=secrets.token_urlsafe(32))


def seal(keys: Keys, provider: str, begun: Begun) -> str:
    """Return a sign-in with one provider as a text for a cookie, which the browser can neither read nor change."""
    text = orjson.dumps([*begun.challenge, begun.expires_at.isoformat()]).decode()
    return base64.urlsafe_b64encode(keys.seal(text, context=_context(provider))).decode().rstrip("=")


def unseal(keys: Keys, provider: str, text: str) -> Begun:
    """Read what `seal` wrote. Raises `ProviderRefused` for anything else, also for a sign-in with another provider."""
    try:
        sealed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        state, nonce, verifier, end = orjson.loads(keys.open(sealed, context=_context(provider)))
    except (ValueError, binascii.Error, KeyMissing) as error:
        raise ProviderRefused from error
    return Begun(Challenge(state=state, nonce=nonce, verifier=verifier), datetime.fromisoformat(end))


def check_return(begun: Begun, state: str, *, now: datetime) -> None:
    """Check that who comes back is who was sent, and in time. Raises `ProviderRefused`."""
    if now >= begun.expires_at or not hmac.compare_digest(begun.challenge.state.encode(), state.encode()):
        raise ProviderRefused


def check_proof(challenge: Challenge, proof: Proof) -> str:
    """Return the address that a provider has made sure of, for this very sign-in. Raises `ProviderRefused`."""
    if not proof.is_verified or not hmac.compare_digest(challenge.nonce.encode(), proof.nonce.encode()):
        raise ProviderRefused
    return proof.email


def _context(provider: str) -> str:
    return f"sign-in {provider}"
