"""Opaque cursors: the place after which a page begins, signed, and good for one list and one caller only."""

import base64
import binascii
import hmac
from collections.abc import Callable

import orjson

from store.values import After, Key

Sign = Callable[[bytes], bytes]
_MAC_BYTES = 16


class BadCursor(Exception):
    """A cursor was not made here, or for another list or caller."""


def encode(after: After, *, bound_to: str, sign: Sign) -> str:
    """Write a place as a text that can go in a URL; `bound_to` names the list and the caller."""
    place = orjson.dumps((after.sort, after.key.partition, after.key.sort))
    return _text(_mac(place, bound_to, sign) + place)


def decode(text: str, *, bound_to: str, sign: Sign) -> After:
    """Read a place; raises `BadCursor`."""
    try:
        raw = base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise BadCursor from error
    mac, place = raw[:_MAC_BYTES], raw[_MAC_BYTES:]
    # The last character may have bits to spare, and a cursor has one spelling.
    if _text(raw) != text or not hmac.compare_digest(mac, _mac(place, bound_to, sign)):
        raise BadCursor
    sort, partition, own_sort = orjson.loads(place)
    return After(sort, Key(partition, own_sort))


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _mac(place: bytes, bound_to: str, sign: Sign) -> bytes:
    """Sign a place together with what it is bound to, the lengths keeping the two apart."""
    bound = bound_to.encode()
    return sign(b"cursor" + len(bound).to_bytes(4, "big") + bound + place)[:_MAC_BYTES]
