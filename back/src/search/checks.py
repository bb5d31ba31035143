"""Whether the indexes are there and made as they must be: an index that is not would answer with less than there is."""

from opensearchpy import AsyncOpenSearch

from search.errors import IndexNotReady, translated
from search.mapping import mapping
from search.names import read_alias
from search.targets import aliases, definitions
from store.index import Collection, SearchSchema

_AS_MADE = ("dynamic", "_source", "properties")


async def check_indexes(client: AsyncOpenSearch, prefix: str, schema: SearchSchema) -> None:
    """Check the index that each collection is read from; raises `IndexNotReady`, `Throttled` and `Unavailable`."""
    by_name = definitions(schema)
    for collection in schema.collections:
        await _check(client, collection, read_alias(prefix, collection.name, by_name[collection.name]))


async def _check(client: AsyncOpenSearch, collection: Collection, alias: str) -> None:
    indexes = sorted(await aliases(client, alias))
    if not indexes:
        raise IndexNotReady(f"there is no index of {collection.name} as this release makes it: run integrates index create")
    if len(indexes) > 1:
        raise IndexNotReady(f"{alias} names {len(indexes)} indexes, and must name one: run integrates index rebuild")
    with translated():
        found = await client.indices.get_mapping(index=indexes[0])
    there = found[indexes[0]]["mappings"]
    if {part: there.get(part) for part in _AS_MADE} != mapping(collection):
        raise IndexNotReady(f"{indexes[0]} has another mapping than this release makes: run integrates index rebuild")
