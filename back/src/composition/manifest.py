"""What a backup says of itself: written last, so that one without it is no backup."""

import hashlib
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from store.errors import Damaged

FILE = "manifest.json"
FORMAT = 1
_CHUNK = 1024 * 1024


class Manifest(BaseModel):
    """The counts and sums that a restored copy is compared with; the names of blobs are sums of their own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int = FORMAT
    service: str
    """The release that made it."""
    created_at: datetime
    database_bytes: int
    database_sha256: str
    items: int
    blobs: int
    blobs_bytes: int
    has_keys: bool


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a backup; raises `Damaged` when there is none, or one that this release does not know."""
    try:
        return Manifest.model_validate_json((folder / FILE).read_bytes())
    except FileNotFoundError:
        raise Damaged(f"{folder} is no complete backup: it has no {FILE}") from None
    except ValidationError as error:
        raise Damaged(f"the {FILE} in {folder} is damaged, or of a newer release") from error


def sum_of(path: Path) -> str:
    """Return the hexadecimal SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
