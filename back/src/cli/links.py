"""The addresses of the pages that links lead to."""

from app.paths import INVITATION, LINK
from settings import Settings


def sign_in_link(settings: Settings, secret: str) -> str:
    """Return a sign-in link."""
    return f"{settings.public_url.rstrip('/')}{LINK}/{secret}"


def invitation_link(settings: Settings, secret: str) -> str:
    """Return the link of an invitation."""
    return f"{settings.public_url.rstrip('/')}{INVITATION}/{secret}"
