"""Which files the entities name, and the blobs against them."""

from typing import Any, NamedTuple

from db_model.all_facets import facet_of
from db_model.executions import facet as executions
from db_model.executions.types import Execution
from db_model.scans import facet as scans
from db_model.scans.types import Scan, has_ended
from store.values import Item


class Named(NamedTuple):
    """A file that an entity names: its digest and, where that is known, its bytes."""

    digest: str
    size: int | None


def may_name(item: Item) -> bool:
    """Tell whether an item is of a kind that names files."""
    facet = facet_of(item.key)
    return facet is scans.FACET or facet is executions.FACET


def named(entity: Any) -> tuple[Named, ...]:
    """Return the files that an entity needs."""
    match entity:
        case Scan(request=request, plan=plan):
            planned = () if plan is None or has_ended(entity) else (Named(plan, None),)
            return Named(request.file, request.size), *planned
        case Execution(listed=listed, log=log):
            return tuple(Named(text.digest, text.size) for text in (listed, log) if text is not None)
        case _:
            return ()


def short(digest: str) -> int:
    """Return the first eight bytes of a digest: enough to know a file again, and small where millions are remembered."""
    return int(digest[:16], 16)
