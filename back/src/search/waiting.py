"""Waiting until an index has seen what was written."""

import asyncio
from collections.abc import Mapping, Sequence
from time import monotonic

from opensearchpy import AsyncOpenSearch

from search.documents import engine_version
from search.errors import IndexNotReady, translated
from store.errors import Unavailable
from store.index import SearchSchema, Target
from store.pauses import Pause, pause_before
from store.seen import Written

_AT_ONCE = 500
_FIRST_PAUSE = 0.02
_LONGEST_PAUSE = 0.5


def wanted(schema: SearchSchema, written: Sequence[Written]) -> dict[Target, int]:
    """Return which version of the engine each document must have to tell that the index has seen what was written."""
    found: dict[Target, int] = {}
    for each in written:
        if each.key.partition.partition("#")[0] not in schema.tags:
            continue
        version = engine_version(each.version, is_removed=each.is_removed)
        found |= {target: max(version, found.get(target, 0)) for target in schema.documents(each.key)}
    return found


async def wait_until_seen(
    client: AsyncOpenSearch, documents: Mapping[Target, int], aliases: Mapping[str, str], *, seconds: float, pause: Pause = asyncio.sleep
) -> None:
    """Wait until the documents have these versions or later ones and can be found; raises `Unavailable` when the time is over.

    `aliases` are what the collections are read by. The newest version of a document is asked for, so that no search has to know it yet.
    """
    deadline = monotonic() + seconds
    left = dict(documents)
    attempt = 0
    while left := await _not_seen(client, left, aliases, deadline):
        attempt += 1
        rest = deadline - monotonic()
        if rest <= 0:
            raise Unavailable("the index has not seen in time what was written")
        await pause(min(pause_before(attempt, first=_FIRST_PAUSE, longest=_LONGEST_PAUSE), rest))
    if documents:
        with translated():
            asked = ",".join(sorted({aliases[target.collection] for target in documents}))
            await client.indices.refresh(index=asked, params=_patience(deadline))


async def _not_seen(
    client: AsyncOpenSearch, documents: Mapping[Target, int], aliases: Mapping[str, str], deadline: float
) -> dict[Target, int]:
    targets = list(documents)
    chunks = [targets[start : start + _AT_ONCE] for start in range(0, len(targets), _AT_ONCE)]
    answers = [await _versions(client, chunk, aliases, deadline) for chunk in chunks]
    seen = {target: version for versions in answers for target, version in versions.items()}
    return {target: version for target, version in documents.items() if seen[target] < version}


async def _versions(client: AsyncOpenSearch, targets: Sequence[Target], aliases: Mapping[str, str], deadline: float) -> dict[Target, int]:
    """Return the version of each document, 0 of one that the index knows nothing of."""
    asked = [{"_index": aliases[target.collection], "_id": target.id, "_source": False} for target in targets]
    with translated():
        answer = await client.mget(body={"docs": asked}, params=_patience(deadline))
    if any("error" in found for found in answer["docs"]):
        raise IndexNotReady("the index of a collection is missing: run integrates index create")
    return {target: int(found.get("_version", 0)) for target, found in zip(targets, answer["docs"], strict=True)}


def _patience(deadline: float) -> dict[str, float]:
    """Return how long one request may take: what is left, and a second at least."""
    return {"request_timeout": max(deadline - monotonic(), 1.0)}
