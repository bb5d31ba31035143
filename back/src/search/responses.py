"""What the engine answers, less what is no whole answer."""

from typing import Any, TypeAlias

from search.errors import to_error
from store.errors import Unavailable

Found: TypeAlias = dict[str, Any]
"""The JSON of an answer."""


def whole(found: Found) -> Found:
    """Return an answer of a search that is whole; raises what kept it from being so, rather than answering with a part."""
    if "error" in found:
        raise to_error(int(found.get("status", 500)), found["error"])
    shards = found.get("_shards", {})
    if found.get("timed_out") or shards.get("failed") or "hits" not in found:
        raise Unavailable("the index answered in part only")
    return found


def number_of(found: Found) -> int:
    """Return how many documents a search finds on all pages."""
    return int(found["hits"]["total"]["value"])
