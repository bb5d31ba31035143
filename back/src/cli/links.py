"""The addresses of the pages that links lead to."""

from settings import Settings

SIGN_IN, INVITATION = "link", "invitation"


def sign_in_link(settings: Settings, secret: str) -> str:
    """Return a sign-in link."""
    return f"{settings.public_url.rstrip('/')}/{SIGN_IN}/{secret}"


def invitation_link(settings: Settings, secret: str) -> str:
    """Return the link of an invitation."""
    return f"{settings.public_url.rstrip('/')}/{INVITATION}/{secret}"
