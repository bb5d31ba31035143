"""The form of sessions and tokens: `int_<id>_<256 random bits>`; only the hash of the whole is stored."""

import hashlib
import hmac
import re
import secrets
import uuid
from typing import NamedTuple

_FORM = re.compile(r"int_(?P<id>[0-9a-f]{32})_[A-Za-z0-9_-]{43}")


class Issued(NamedTuple):
    """A new secret, to be shown once, with what is stored of it."""

    id: str
    secret: str
    digest: str


def issue() -> Issued:
    """Make a new secret out of 256 random bits."""
    identifier = uuid.uuid4()
    secret = f"int_{identifier.hex}_{secrets.token_urlsafe(32)}"
    return Issued(id=str(identifier), secret=secret, digest=digest_of(secret))


def id_of(secret: str) -> str | None:
    """Return the id within a secret, `None` when it does not have the form of one."""
    match = _FORM.fullmatch(secret)
    return str(uuid.UUID(hex=match["id"])) if match else None


def digest_of(secret: str) -> str:
    """Return the hexadecimal SHA-256 of a secret; its 256 random bits make a slow hash needless."""
    return hashlib.sha256(secret.encode()).hexdigest()


def is_same(secret: str, digest: str) -> bool:
    """Tell in constant time whether a stored hash is that of a secret."""
    return hmac.compare_digest(digest_of(secret), digest)
