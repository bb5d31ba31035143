"""The ports that the service stores through, and the bundle of their adapters."""

from dataclasses import dataclass

from store.blobs import Blobs
from store.table import Table


@dataclass(frozen=True, slots=True)
class Store:
    """The adapters that one process runs on."""

    table: Table
    blobs: Blobs
