"""Sending documents many at once, and what becomes of each: one of an older version is ignored, one that was not taken is sent again."""

import asyncio
from collections.abc import Iterator, Sequence
from http import HTTPStatus
from time import monotonic
from typing import Any, NamedTuple

import orjson
from opensearchpy import AsyncOpenSearch

from search.documents import Write
from search.errors import IndexNotReady, kind_of, to_error, translated
from store.errors import InvalidValue, StoreError, Throttled, TooLarge, Unavailable
from store.pauses import Pause, pause_before

ATTEMPTS = 6
MOST_DOCUMENTS = 500
MOST_BYTES = 4 * 1_024 * 1_024
_FIRST_PAUSE = 0.2
_LONGEST_PAUSE = 3.0
MOST_SECONDS = 30.0
"""An engine that does not even answer is not asked for longer, as each attempt takes long itself."""
_TAKEN = frozenset({HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.CONFLICT})
"""A conflict means that the index has seen a newer version."""
_OF_THE_VALUE = "mapper_parsing_exception"
"""The one refusal that is about what a document holds; every other is about the index, and another document would fare no better."""


class Entry(NamedTuple):
    """A document on its way to an index, by the alias that takes documents for it."""

    alias: str
    write: Write


class Outcome(NamedTuple):
    """What became of what was sent and not taken."""

    again: tuple[Entry, ...] = ()
    gone: tuple[Entry, ...] = ()
    """Their index is not there any more."""
    refused: tuple[Entry, ...] = ()
    error: StoreError | None = None
    """Why the last of them was not taken."""


class _Packed(NamedTuple):
    entry: Entry
    lines: bytes


async def send(
    client: AsyncOpenSearch, entries: Sequence[Entry], *, pause: Pause = asyncio.sleep, refresh: bool = False, seconds: float = MOST_SECONDS
) -> tuple[Entry, ...]:
    """Send documents until each is taken or seen to be older, and return those whose index is gone.

    Raises `InvalidValue` when the engine refuses some, after all others were taken; `TooLarge` for one that no request can hold;
    `Throttled` and `Unavailable` when some were not taken after several attempts.
    """
    gone: list[Entry] = []
    refused: list[StoreError] = []
    for chunk in _chunks(map(_pack, entries)):
        outcome = await _send_chunk(client, chunk, pause=pause, refresh=refresh, seconds=seconds)
        gone.extend(outcome.gone)
        if outcome.error and outcome.refused:
            refused.append(outcome.error)
    if refused:
        raise refused[0]
    return tuple(gone)


def to_outcome(entries: Sequence[Entry], answer: dict[str, Any]) -> Outcome:
    """Return what became of the documents of one request; raises `Unavailable` when the answer is not one for each."""
    if not answer.get("errors"):
        return Outcome()
    results = [next(iter(item.values())) for item in answer["items"]]
    if len(results) != len(entries):
        raise Unavailable("the index did not tell what became of each document")
    by_fate: dict[str, list[Entry]] = {"again": [], "gone": [], "refused": []}
    error: StoreError | None = None
    for entry, result in zip(entries, results, strict=True):
        if (status := result["status"]) in _TAKEN:
            continue
        fate = _fate(status, result.get("error"))
        by_fate[fate].append(entry)
        # What must be told last is what nobody can mend by trying again.
        if error is None or fate == "refused":
            error = _error(status, result.get("error"), entry)
    return Outcome(error=error, **{fate: tuple(found) for fate, found in by_fate.items()})


async def _send_chunk(client: AsyncOpenSearch, chunk: Sequence[_Packed], *, pause: Pause, refresh: bool, seconds: float) -> Outcome:
    gone: tuple[Entry, ...] = ()
    refused: tuple[Entry, ...] = ()
    refusal: StoreError | None = None
    left = chunk
    deadline = monotonic() + seconds
    for attempt in range(1, ATTEMPTS + 1):
        try:
            outcome = await _send_once(client, left, refresh=refresh)
        except (Throttled, Unavailable) as error:
            outcome = Outcome(again=tuple(packed.entry for packed in left), error=error)
        gone, refused = gone + outcome.gone, refused + outcome.refused
        refusal = outcome.error if outcome.refused else refusal
        if not outcome.again:
            return Outcome(gone=gone, refused=refused, error=refusal)
        if attempt == ATTEMPTS or monotonic() >= deadline:
            raise outcome.error or Unavailable("the index did not take all documents")
        waiting = frozenset((entry.alias, entry.write.target, entry.write.version) for entry in outcome.again)
        left = [each for each in left if (each.entry.alias, each.entry.write.target, each.entry.write.version) in waiting]
        await pause(pause_before(attempt, first=_FIRST_PAUSE, longest=_LONGEST_PAUSE))
    raise AssertionError("the last attempt returns or raises")


async def _send_once(client: AsyncOpenSearch, chunk: Sequence[_Packed], *, refresh: bool) -> Outcome:
    params = {"require_alias": "true", **({"refresh": "true"} if refresh else {})}
    try:
        with translated():
            answer = await client.bulk(body=b"".join(packed.lines for packed in chunk), params=params)
    except TooLarge:
        if len(chunk) == 1:
            raise
        half = len(chunk) // 2
        first, second = await _send_once(client, chunk[:half], refresh=refresh), await _send_once(client, chunk[half:], refresh=refresh)
        return _both(first, second)
    return to_outcome([packed.entry for packed in chunk], answer)


def _both(first: Outcome, second: Outcome) -> Outcome:
    return Outcome(
        again=first.again + second.again,
        gone=first.gone + second.gone,
        refused=first.refused + second.refused,
        error=first.error if first.refused else second.error or first.error,
    )


def _pack(entry: Entry) -> _Packed:
    action = {"_index": entry.alias, "_id": entry.write.target.id, "version": entry.write.version, "version_type": "external_gte"}
    return _Packed(entry, orjson.dumps({"index": action}) + b"\n" + orjson.dumps(entry.write.body) + b"\n")


def _chunks(packed: Iterator[_Packed]) -> Iterator[Sequence[_Packed]]:
    """Yield as many documents at once as one request takes."""
    chunk: list[_Packed] = []
    size = 0
    for each in packed:
        if chunk and (len(chunk) == MOST_DOCUMENTS or size + len(each.lines) > MOST_BYTES):
            yield chunk
            chunk, size = [], 0
        chunk.append(each)
        size += len(each.lines)
    if chunk:
        yield chunk


def _fate(status: int, cause: object) -> str:
    if status == HTTPStatus.NOT_FOUND:
        return "gone"
    return "refused" if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE or kind_of(cause) == _OF_THE_VALUE else "again"


def _error(status: int, cause: object, entry: Entry) -> StoreError:
    kind, target = kind_of(cause), entry.write.target
    if kind == _OF_THE_VALUE:
        return InvalidValue(f"the index refuses the document {target.id!r} of {target.collection}: {kind}")
    if status == HTTPStatus.BAD_REQUEST:
        return IndexNotReady(f"the index of {target.collection} takes no documents as this release makes them: {kind}")
    return to_error(status, cause)
