"""The service's own keys: for what it encrypts and what it signs; in a file of the data folder, or given by the environment."""

import base64
import hmac
import os
import secrets
from enum import StrEnum
from pathlib import Path

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from settings import Settings, StoreKind

_NONCE_BYTES = 12


class Purpose(StrEnum):
    """What a key is for; one key never serves two purposes."""

    ENCRYPTION = "encryption"
    CURSOR = "cursor"
    LINK = "link"
    BLOB = "blob"


class KeyMissing(Exception):
    """A key that is needed is not among those of this process."""


class KeyRecord(BaseModel):
    """One key: 32 random bytes, base64."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    purpose: Purpose
    key: str = Field(repr=False)

    def raw(self) -> bytes:
        """Return the bytes of the key."""
        return base64.b64decode(self.key, validate=True)


class Keys(BaseModel):
    """All keys by their id; the last one of a purpose is used for what is new, the others for what is old."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    records: dict[str, KeyRecord]

    def newest(self, purpose: Purpose) -> tuple[str, bytes]:
        """Return the id and the bytes of the key for what is new; raises `KeyMissing`."""
        for kid, record in reversed(self.records.items()):
            if record.purpose is purpose:
                return kid, record.raw()
        raise KeyMissing(f"there is no key for: {purpose}")

    def sign(self, purpose: Purpose, message: bytes) -> bytes:
        """Return the HMAC-SHA-256 of a message."""
        return hmac.digest(self.newest(purpose)[1], message, "sha256")

    def seal(self, text: str, *, context: str) -> bytes:
        """Encrypt a text with AES-256-GCM; it opens only in the same context, which names what the text belongs to."""
        kid, key = self.newest(Purpose.ENCRYPTION)
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = AESGCM(key).encrypt(nonce, text.encode(), context.encode())
        return kid.encode() + b":" + nonce + sealed

    def open(self, sealed: bytes, *, context: str) -> str:
        """Decrypt what `seal` wrote; raises `KeyMissing` when its key is gone, or the text is not of this context."""
        kid, _, rest = sealed.partition(b":")
        record = self.records.get(kid.decode("ascii", "replace"))
        if record is None or record.purpose is not Purpose.ENCRYPTION:
            raise KeyMissing("the key of an encrypted text is not among the keys")
        try:
            return AESGCM(record.raw()).decrypt(rest[:_NONCE_BYTES], rest[_NONCE_BYTES:], context.encode()).decode()
        except InvalidTag as error:
            raise KeyMissing("an encrypted text does not open with its key") from error


def load_keys(settings: Settings) -> Keys:
    """Read the keys of this service, making those of a data folder that has none; raises `KeyMissing`, `OSError` or `ValueError`."""
    if settings.keys:
        return _parse(settings.keys.encode())
    if settings.store is StoreKind.AWS:
        raise KeyMissing("INTEGRATES_KEYS is required unless the store is local")
    path = settings.data / "keys.json"
    try:
        _create(path)
    except FileExistsError:  # made by an earlier start, or by another process just now
        return _parse(path.read_bytes())
    return _parse(path.read_bytes())


def _create(path: Path) -> None:
    """Write a file of new keys that nobody else can read; raises `FileExistsError`.

    The file appears whole: it is written beside its place and linked there, so that a reader never sees half of it.
    """
    beside = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(new_keys())
            file.flush()
            os.fsync(file.fileno())
        os.link(beside, path)
    finally:
        beside.unlink()


def new_keys() -> bytes:
    """Make one key for each purpose, as JSON."""
    fresh = {
        f"{purpose}-{secrets.token_hex(4)}": {"purpose": purpose.value, "key": base64.b64encode(secrets.token_bytes(32)).decode()}
        for purpose in Purpose
    }
    return orjson.dumps(fresh, option=orjson.OPT_INDENT_2)


def _parse(text: bytes) -> Keys:
    """Read keys from JSON: `{kid: {purpose, key}}`."""
    return Keys(records=TypeAdapter(dict[str, KeyRecord]).validate_json(text))
