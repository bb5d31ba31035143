"""Where the rows of scans live: in chunks, so that a batch of an import writes one item for many of them."""

from db_model import parts
from db_model.codec import Codec
from db_model.facet import Facet
from db_model.scan_rows.types import RowChunk
from db_model.scans import facet as scans
from db_model.scans.types import Outcome
from store.values import After, Key, Prefix

TAG = "ROW"


def key(scan_id: str, outcome: Outcome, last: int) -> Key:
    """Which rows of this outcome end with this one?"""
    return Key(scans.key(scan_id).partition, f"{of_outcome(scan_id, outcome).sort}{last:010d}")


def place(scan_id: str, outcome: Outcome, number: int) -> After:
    """Return the place of a row, as if it were the last of a chunk: a cursor can hold it, and a query go on behind it."""
    own = key(scan_id, outcome, number)
    return After(own.sort, own)


def row_at(after: After) -> tuple[Outcome, int]:
    """Return the outcome and the number of the row that a place means."""
    _, outcome, number = parts.split(after.sort)
    return Outcome(outcome), int(number)


def of_scan(scan_id: str) -> Prefix:
    """Which rows does a scan have, outcome by outcome?"""
    return Prefix(scans.key(scan_id).partition, parts.beginning(TAG))


def of_outcome(scan_id: str, outcome: Outcome) -> Prefix:
    """Which rows of one outcome does a scan have?"""
    return Prefix(scans.key(scan_id).partition, parts.beginning(TAG, outcome.value))


FACET = Facet[RowChunk](
    name="scan_rows",
    codec=Codec(RowChunk),
    key=lambda chunk: key(chunk.scan_id, chunk.outcome, chunk.last),
    version=lambda chunk: chunk.version,
    indexes=lambda _: {},
    expires_at=lambda chunk: chunk.expires_at,
)
