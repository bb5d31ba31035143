"""Opaque cursors: the place after which a page begins, signed, and good for one list and one caller only."""

import base64
import binascii
import hmac
from collections.abc import Callable
from decimal import Decimal

import orjson

from store.index import Place
from store.values import After, Key

Sign = Callable[[bytes], bytes]
_MAC_BYTES = 16


class BadCursor(Exception):
    """A cursor was not made here, or for another list or caller."""


def encode(after: After, *, bound_to: str, sign: Sign) -> str:
    """Write a place as a text that can go in a URL; `bound_to` names the list and the caller."""
    return _seal(b"cursor", orjson.dumps((after.sort, after.key.partition, after.key.sort)), bound_to, sign)


def decode(text: str, *, bound_to: str, sign: Sign) -> After:
    """Read a place; raises `BadCursor`."""
    sort, partition, own_sort = orjson.loads(_unseal(b"cursor", text, bound_to, sign))
    return After(sort, Key(partition, own_sort))


def encode_place(place: Place, *, bound_to: str, sign: Sign) -> str:
    """Write the place of a hit of the index as a text that can go in a URL; `bound_to` names the search and the caller."""
    # A number is wrapped, since JSON would make another of it.
    value = [str(place.value)] if isinstance(place.value, Decimal | int) and not isinstance(place.value, bool) else place.value
    return _seal(b"place", orjson.dumps((value, place.id)), bound_to, sign)


def decode_place(text: str, *, bound_to: str, sign: Sign) -> Place:
    """Read the place of a hit; raises `BadCursor`."""
    value, id_ = orjson.loads(_unseal(b"place", text, bound_to, sign))
    return Place(Decimal(value[0]) if isinstance(value, list) else value, id_)


def _seal(kind: bytes, place: bytes, bound_to: str, sign: Sign) -> str:
    return _text(_mac(kind, place, bound_to, sign) + place)


def _unseal(kind: bytes, text: str, bound_to: str, sign: Sign) -> bytes:
    try:
        raw = base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise BadCursor from error
    mac, place = raw[:_MAC_BYTES], raw[_MAC_BYTES:]
    # The last character may have bits to spare, and a cursor has one spelling.
    if _text(raw) != text or not hmac.compare_digest(mac, _mac(kind, place, bound_to, sign)):
        raise BadCursor
    return place


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _mac(kind: bytes, place: bytes, bound_to: str, sign: Sign) -> bytes:
    """Sign a place together with what it is and what it is bound to, the lengths keeping them apart."""
    bound = bound_to.encode()
    return sign(kind + len(bound).to_bytes(4, "big") + bound + place)[:_MAC_BYTES]
