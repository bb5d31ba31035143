"""The adapters that the contract suites run on: adding one takes a line here."""

import hmac
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from types import MappingProxyType

from aws_stub import REGION, new_name, stub_services
from dynamo_engine import ADDRESS, dynamo_table
from filesystem.blobs import open_blobs
from s3.blobs import open_blobs as open_s3_blobs
from s3.bucket import create_bucket
from s3.connection import Place
from search_engine import URL, opensearch_index
from sqlite.table import open_table
from store.blobs import Blobs
from store.index import Collection, Document, Field, FieldKind, Index, Operation, Remove, Scalar, SearchSchema, Target, Upsert
from store.table import Table
from store.values import Item, Key

BASE_URL = "http://localhost:8001"

BUGS = Collection(
    name="bugs",
    fields=(
        Field("parent", FieldKind.KEYWORD),
        Field("status", FieldKind.KEYWORD),
        Field("score", FieldKind.NUMBER),
        Field("seen", FieldKind.DATE),
        Field("open", FieldKind.BOOLEAN),
        Field("labels", FieldKind.KEYWORD, many=True),
    ),
    sorts=(("group", "score"), ("parent", "score"), ("parent", "status", "seen")),
    counters=("parent", "status", "open"),
)
NOTES = Collection(name="notes", fields=(Field("parent", FieldKind.KEYWORD),))
"""The collections of the contract suite; both are filled from items `BUG#<id>`, notes from those that have a text."""


def project(key: Key, old: Item | None, new: Item | None) -> Sequence[Operation]:
    """Index an item by its attributes."""
    id_ = key.partition.partition("#")[2]
    if new is None:
        return tuple(Remove(name, id_, old.version) for name in ("bugs", "notes")) if old else ()
    attributes = dict(new.attributes)
    text, group, organization = (str(attributes.pop(name, "")) for name in ("text", "group", "organization"))
    fields = {name: value for name, value in attributes.items() if isinstance(value, Scalar | frozenset)}
    note: Operation = Remove("notes", id_, new.version)
    if text:
        parent = {name: value for name, value in fields.items() if name == "parent"}
        note = Upsert(Document("notes", id_, new.version, group or None, organization, parent, text))
    return (Upsert(Document("bugs", id_, new.version, group or None, organization, fields, text)), note)


def documents(key: Key) -> Sequence[Target]:
    """Return the documents of an item."""
    return tuple(Target(name, key.partition.partition("#")[2]) for name in ("bugs", "notes"))


SCHEMA = SearchSchema((BUGS, NOTES), project, frozenset({"BUG"}), documents)


def sign(message: bytes) -> bytes:
    """Sign with a key that is good for tests."""
    return hmac.digest(b"a key for tests", message, "sha256")


@asynccontextmanager
async def sqlite_table(folder: Path) -> AsyncIterator[Table]:
    """Open a table in a new file."""
    table = await open_table(folder / "table.sqlite3")
    try:
        yield table
    finally:
        await table.close()


@asynccontextmanager
async def sqlite_index(folder: Path, schema: SearchSchema) -> AsyncIterator[Index]:
    """Open an index in a new file."""
    table = await open_table(folder / "index.sqlite3", search=schema)
    try:
        yield table.index
    finally:
        await table.close()


@asynccontextmanager
async def filesystem_blobs(folder: Path) -> AsyncIterator[Blobs]:
    """Open blobs in a new folder."""
    blobs = await open_blobs(folder / "blobs", base_url=BASE_URL, sign=sign)
    try:
        yield blobs
    finally:
        await blobs.close()


@asynccontextmanager
async def s3_blobs(_folder: Path) -> AsyncIterator[Blobs]:
    """Open blobs in a new bucket of the stub's."""
    with stub_services() as endpoint:
        place, bucket = Place(region=REGION, endpoint=endpoint), new_name()
        await create_bucket(bucket, place)
        blobs = await open_s3_blobs(bucket, place)
        try:
            yield blobs
        finally:
            await blobs.close()


TABLES: Mapping[str, Callable[[Path], AbstractAsyncContextManager[Table]]] = MappingProxyType(
    {"sqlite": sqlite_table, **({"dynamodb": dynamo_table} if ADDRESS else {})}
)
BLOBS: Mapping[str, Callable[[Path], AbstractAsyncContextManager[Blobs]]] = MappingProxyType(
    {"filesystem": filesystem_blobs, "s3": s3_blobs}
)
ON_THE_NET = frozenset({"dynamodb", "opensearch", "s3", "sqs"})
"""The adapters that talk to a server, be it on this machine."""
INDEXES: Mapping[str, Callable[[Path, SearchSchema], AbstractAsyncContextManager[Index]]] = MappingProxyType(
    {"sqlite": sqlite_index, **({"opensearch": opensearch_index} if URL else {})}
)
