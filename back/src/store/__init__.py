"""The ports that the service stores through, and the bundle of their adapters."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from store.blobs import Blobs
from store.index import Index
from store.no_index import no_index
from store.snapshot import Snapshot
from store.table import Table


@dataclass(frozen=True, slots=True)
class Store:
    """The adapters that one process runs on."""

    table: Table
    blobs: Blobs
    index: Index = field(default_factory=no_index)
    look: Callable[[], AbstractContextManager[Snapshot]] | None = None
    """Opens a look at all that is stored; absent where nobody can have one."""
