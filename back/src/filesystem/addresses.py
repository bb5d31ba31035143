"""Signed addresses of blobs: who has one can download what it names until its time is over, and nothing else."""

import hmac
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlencode

Sign = Callable[[bytes], bytes]


class Download(NamedTuple):
    """What an address stands for."""

    digest: str
    name: str
    media_type: str
    expires: int
    """Seconds since 1970."""


def make_url(base_url: str, digest: str, *, name: str, media_type: str, lifetime: timedelta, now: datetime, sign: Sign) -> str:
    """Return the signed address of a blob under `base_url`."""
    download = Download(digest, name, media_type, int((now + lifetime).timestamp()))
    query = {"name": name, "type": media_type, "expires": download.expires, "signature": _signature(download, sign)}
    return f"{base_url.rstrip('/')}/blobs/{digest}?{urlencode(query)}"


def verify_url(digest: str, query: Mapping[str, str], *, now: datetime, sign: Sign) -> Download | None:
    """Return what an address stands for, `None` when it was not made here, was changed, or its time is over."""
    try:
        download = Download(digest, query["name"], query["type"], int(query["expires"]))
        # What cannot be encoded raises a ValueError too.
        is_ours = hmac.compare_digest(_signature(download, sign).encode(), query["signature"].encode())
    except (KeyError, ValueError):
        return None
    return download if is_ours and now.timestamp() < download.expires else None


def _signature(download: Download, sign: Sign) -> str:
    """Sign every part of a download, the lengths keeping them apart."""
    parts = [str(part).encode() for part in download]
    return sign(b"blob" + b"".join(len(part).to_bytes(4, "big") + part for part in parts)).hex()
