"""Where the mark of an unfinished copy lives."""

from db_model import parts
from db_model.codec import Codec
from db_model.copies.types import Copy
from db_model.facet import OWN, Facet
from store.values import Key

TAG = "COPY"


def key() -> Key:
    """Is this store an unfinished copy of another one?"""
    return Key(parts.join(TAG, "unfinished"), OWN)


FACET = Facet[Copy](
    name="copies",
    codec=Codec(Copy),
    key=lambda _: key(),
    version=lambda copy: copy.version,
    indexes=lambda _: {},
    expires_at=lambda _: None,
)
