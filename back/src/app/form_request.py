"""A GraphQL request with files, by the GraphQL multipart request specification: `operations`, `map`, then the files."""

import re
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Callable
from contextlib import aclosing
from typing import NamedTuple

from api.executor.request import GraphQLRequest, read_request
from api.executor.upload_map import Slot, place_uploads, read_upload_map
from api.limits.refused import Refused, over_limit, refused
from api.uploads import Upload
from app.form_parts import Event, PartEnd, PartHead, read_boundary, read_events
from settings import Limits
from store.blobs import Blobs
from store.errors import TooLarge

_NAME_LENGTH = 255
_FOLDERS = re.compile(r".*[/\\]", re.DOTALL)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")


class FormReader(NamedTuple):
    """What a form is read with: where its files go, its limits, and a check of the operation that comes before any file is taken."""

    blobs: Blobs
    limits: Limits
    check: Callable[[GraphQLRequest], None]


async def read_form_request(chunks: AsyncIterable[bytes], content_type: str, reader: FormReader) -> GraphQLRequest:
    """Read a form and store its files while they come in. Raises `Refused`; what was stored by then is named by nothing."""
    limits = reader.limits
    async with aclosing(read_events(chunks, read_boundary(content_type))) as events:
        operations = await _read_text(events, "operations", "first", limits)
        request = read_request(operations, limits, place='part "operations"')
        reader.check(request)
        slots = read_upload_map(await _read_text(events, "map", "second", limits, used=len(operations)), request.variables, limits)
        uploads = {name: upload async for name, upload in _store_files(events, slots, reader)}
    missing = sorted({slot.part for slot in slots} - uploads.keys())
    if missing:
        raise _bad(f'The part "map" names the file "{missing[0][:64]}", which the form does not have')
    return place_uploads(request, slots, uploads)


async def _read_text(events: AsyncIterator[Event], name: str, place: str, limits: Limits, *, used: int = 0) -> bytes:
    """Return the content of the next part, which must be the named one; such parts together have the length of a body."""
    head = await anext(events, None)
    if not isinstance(head, PartHead) or head.name != name:
        raise _bad(f'The {place} part of the form must be "{name}"')
    content = bytearray()
    async with aclosing(_read_content(events)) as pieces:
        async for piece in pieces:
            content += piece
            if used + len(content) > limits.body_bytes:
                raise over_limit("body_bytes", limits.body_bytes, 'The parts "operations" and "map" are too long', status=413)
    return bytes(content)


async def _store_files(events: AsyncIterator[Event], slots: tuple[Slot, ...], reader: FormReader) -> AsyncIterator[tuple[str, Upload]]:
    """Store the parts that are left, and yield each by its name."""
    awaited = {slot.part for slot in slots}
    async for head in events:
        if not isinstance(head, PartHead) or head.name not in awaited:
            name = head.name if isinstance(head, PartHead) else ""
            raise _bad(f'The part "{name[:64]}" is not named in the part "map", or comes twice')
        if head.filename is None:
            raise _bad(f'The part "{head.name[:64]}" has no file name')
        awaited.remove(head.name)
        yield head.name, await _store_file(events, head, reader)


async def _store_file(events: AsyncIterator[Event], head: PartHead, reader: FormReader) -> Upload:
    maximum = reader.limits.upload_bytes
    async with aclosing(_read_content(events)) as pieces:
        try:
            blob = await reader.blobs.put(pieces, at_most=maximum)
        except TooLarge:
            raise over_limit("upload_bytes", maximum, f'The file of the part "{head.name[:64]}" is too long', status=413) from None
    return Upload(digest=blob.digest, size=blob.size, filename=_clean_name(head.filename or ""), content_type=head.content_type)


async def _read_content(events: AsyncIterator[Event]) -> AsyncGenerator[bytes]:
    """Yield the content of the part that has begun, to its end."""
    async for event in events:
        if event is PartEnd.END:
            return
        if isinstance(event, bytes):
            yield event


def _clean_name(name: str) -> str:
    """Return the last part of a path, without control characters."""
    return _CONTROLS.sub("", _FOLDERS.sub("", name))[:_NAME_LENGTH]


def _bad(message: str) -> Refused:
    return refused("BAD_REQUEST", message)
