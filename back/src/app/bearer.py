"""The secret that comes with a request."""


def read_bearer(header: str | None) -> str | None:
    """Return the secret of an `Authorization` header, `None` unless it is of the Bearer scheme."""
    scheme, _, secret = (header or "").partition(" ")
    return secret.strip() or None if scheme.lower() == "bearer" else None
