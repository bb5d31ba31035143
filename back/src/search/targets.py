"""Which indexes there are, and which of them take documents."""

from opensearchpy import AsyncOpenSearch
from opensearchpy.exceptions import NotFoundError

from search.errors import translated
from search.mapping import Json, definition
from search.names import WRITE, Named, from_name
from store.index import Collection, SearchSchema


def definitions(schema: SearchSchema) -> dict[str, str]:
    """Return the definition of each collection by its name."""
    return {collection.name: definition(schema, collection) for collection in schema.collections}


async def find_targets(client: AsyncOpenSearch, prefix: str) -> tuple[Named, ...]:
    """Return all indexes that take documents, of any definition, those that are being filled included."""
    found = await aliases(client, f"{prefix}-*{WRITE}")
    named = [named for name, its in found.items() if (named := from_name(prefix, name)) and named.write_alias in its]
    return tuple(sorted(named))


async def find_indexes(client: AsyncOpenSearch, prefix: str) -> tuple[Named, ...]:
    """Return all indexes, those that take no documents included."""
    with translated():
        found = await client.indices.get_alias(index=f"{prefix}-*")
    return tuple(sorted(named for name in found if (named := from_name(prefix, name))))


async def aliases(client: AsyncOpenSearch, alias: str) -> dict[str, frozenset[str]]:
    """Return the indexes of an alias or a pattern of some, each with those that fit."""
    with translated():
        try:
            found = await client.indices.get_alias(name=alias)
        except NotFoundError:
            return {}
    return {name: frozenset(its["aliases"]) for name, its in found.items()}


async def properties_of(client: AsyncOpenSearch, index: str) -> dict[str, Json]:
    """Return the properties of an index as the engine has them."""
    with translated():
        found = await client.indices.get_mapping(index=index)
    own: dict[str, Json] = found[index]["mappings"].get("properties", {})
    return own


def collections_of(schema: SearchSchema) -> dict[str, Collection]:
    """Return the collections by name."""
    return {collection.name: collection for collection in schema.collections}
