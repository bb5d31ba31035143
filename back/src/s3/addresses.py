"""Signed addresses: the query signature of AWS (version 4), made without asking anybody, at a time that is told."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import reduce
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from store.errors import InvalidValue

LONGEST = timedelta(days=7)
"""What S3 takes at most; one that was signed with a role's credentials ends with them at the latest."""
_ALGORITHM = "AWS4-HMAC-SHA256"


class Signer(NamedTuple):
    """Whose signature an address carries."""

    access_key: str
    secret_key: str
    token: str | None
    region: str


def bucket_address(endpoint: str, bucket: str, *, is_path_style: bool) -> str:
    """Return the address of a bucket below an endpoint: a host of its own, or a first part of the path."""
    parts = urlsplit(endpoint)
    if is_path_style or "." in bucket:
        return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}/{bucket}"
    return f"{parts.scheme}://{bucket}.{parts.netloc}"


def make_url(address: str, *, name: str, media_type: str, lifetime: timedelta, now: datetime, signer: Signer) -> str:
    """Return the signed address of an object as a download of that name and type; raises `InvalidValue` for more than 7 days."""
    answered = {"response-content-disposition": disposition(name), "response-content-type": media_type}
    return signed(address, answered, lifetime=lifetime, now=now, signer=signer)


def signed(address: str, values: Mapping[str, str], *, lifetime: timedelta, now: datetime, signer: Signer) -> str:
    """Return an address with a query that holds values and a signature of all that a GET of it asks for; raises `InvalidValue`."""
    if not timedelta(seconds=1) <= lifetime <= LONGEST:
        raise InvalidValue(f"an address lives 1 second to {LONGEST.days} days")
    parts = urlsplit(address)
    time = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    scope = f"{time[:8]}/{signer.region}/s3/aws4_request"
    query = _query(
        {
            **values,
            "X-Amz-Algorithm": _ALGORITHM,
            "X-Amz-Credential": f"{signer.access_key}/{scope}",
            "X-Amz-Date": time,
            "X-Amz-Expires": str(int(lifetime.total_seconds())),
            "X-Amz-SignedHeaders": "host",
            **({} if signer.token is None else {"X-Amz-Security-Token": signer.token}),
        }
    )
    request = "\n".join(("GET", parts.path, query, f"host:{parts.netloc}", "", "host", "UNSIGNED-PAYLOAD"))
    text = "\n".join((_ALGORITHM, time, scope, hashlib.sha256(request.encode()).hexdigest()))
    key = reduce(_hmac, scope.split("/"), b"AWS4" + signer.secret_key.encode())
    return f"{address}?{query}&X-Amz-Signature={_hmac(key, text).hex()}"


def disposition(name: str) -> str:
    """Return the header that makes a browser keep a file under a name, whatever is in it."""
    plain = "".join(character if character.isascii() and character.isprintable() and character not in '"\\' else "_" for character in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _query(values: Mapping[str, str]) -> str:
    """Write a query as AWS does before it signs one: sorted, and all encoded but letters, digits and `-._~`."""
    return "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in sorted(values.items()))


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.digest(key, text.encode(), "sha256")
