"""Texts that are kept as blobs, as many of them as one request may read."""

from dataclasses import dataclass

from aiodataloader import DataLoader

from db_model.executions.types import Text
from errors import DomainError
from store.blobs import Blobs

MOST_BYTES = 8 * 1024 * 1024
"""Of all texts that one request reads."""


class TextsTooLarge(DomainError):
    """One request asks for more of logs and lists than it may."""

    template = "Exception - The logs and lists are larger than {limit} bytes together, ask for fewer"

    def __init__(self, *, limit: int) -> None:
        super().__init__(limit=limit)
        self.extensions = {"limit": limit}


@dataclass(slots=True)
class _Left:
    """What is left to a request; it changes, as it is the counter of one."""

    bytes: int


def texts_loader(blobs: Blobs) -> DataLoader[Text, bytes]:
    """Make a loader that reads each text once and answers `TextsTooLarge` past the bytes of one request."""
    left = _Left(MOST_BYTES)

    async def load(texts: list[Text]) -> list[bytes | Exception]:
        return [await _read(blobs, text, left) for text in texts]

    return DataLoader(load)  # type: ignore[arg-type]  # a batch may answer an error for a key, which the library's types leave out


async def _read(blobs: Blobs, text: Text, left: _Left) -> bytes | Exception:
    """Read a text, or answer why not."""
    if text.size > left.bytes:
        return TextsTooLarge(limit=MOST_BYTES)
    left.bytes -= text.size
    return b"".join([chunk async for chunk in blobs.get(text.digest, end=text.size)])
