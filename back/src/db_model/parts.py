"""How values become parts of keys, and back: what every facet builds its keys with."""

import hashlib
import re

_TO_ENCODE = re.compile(r"[#%\x00-\x1f\x7f-\x9f]")
_ENCODED = re.compile(r"(?:%[0-9A-F]{2})+")
SHARDS = 16


def encode(part: str) -> str:
    """Percent-encode what would end a part or not be seen in it: `#`, `%` and control characters."""
    return _TO_ENCODE.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), part)


def decode(part: str) -> str:
    """Undo `encode`."""
    return _ENCODED.sub(lambda match: bytes.fromhex(match[0].replace("%", "")).decode(), part)


def join(*parts: str) -> str:
    """Make a key of parts, each encoded; raises `ValueError` on an empty part, which would blur key and prefix."""
    if not all(parts):
        raise ValueError("a part of a key is empty")
    return "#".join(map(encode, parts))


def split(key: str) -> tuple[str, ...]:
    """Undo `join`."""
    return tuple(map(decode, key.split("#")))


def beginning(*parts: str) -> str:
    """Make a prefix that ends at the border of a part, so that `a` does not select `ab`."""
    return f"{join(*parts)}#"


def digest(text: str) -> str:
    """Return the hexadecimal SHA-256 that stands in keys for paths, URLs and free text."""
    return hashlib.sha256(text.encode()).hexdigest()


def shard(identifier: str) -> str:
    """Return which of the 16 shards of an "all of a kind" list an identifier falls in."""
    return str(int(digest(identifier)[:8], 16) % SHARDS)
