"""Making indexes on a real engine while others write to them and read from them."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from opensearchpy import AsyncOpenSearch

from search.building import Step, build, missing, remove_others
from search.checks import check_indexes
from search.errors import IndexNotReady
from search.index import OpenSearchIndex, to_index
from search.mapping import definition, mapping
from search.names import read_alias
from search.removed import forget_removed
from search.targets import find_indexes
from search_engine import URL, engine
from store.errors import Unavailable
from store.index import Aggregate, Anywhere, Document, Field, FieldKind, Remove, Search, SearchSchema, Upsert
from store.seen import Written, to_position
from store.values import Item, Key
from stores import BUGS, NOTES, SCHEMA

pytestmark = [pytest.mark.enable_socket, pytest.mark.skipif(not URL, reason="INTEGRATES_TEST_OPENSEARCH names no engine")]
ALL = Search("bugs", Anywhere(), first=1_000)


@pytest.fixture
async def place() -> AsyncIterator[tuple[AsyncOpenSearch, str]]:
    async with engine() as opened:
        yield opened


def bug(id_: str, version: int = 1, status: str = "new") -> Item:
    return Item(Key(f"BUG#{id_}", "#"), version, {"group": "g", "organization": "o", "status": status})


async def reading(*items: Item) -> AsyncIterator[Item]:
    for item in items:
        yield item


async def make(place: tuple[AsyncOpenSearch, str], *items: Item, schema: SearchSchema = SCHEMA) -> OpenSearchIndex:
    client, prefix = place
    await build(client, prefix, schema, reading(*items), names=await missing(client, prefix, schema), grace=0)
    return to_index(client, prefix, schema, refreshes=True)


async def rebuild(
    place: tuple[AsyncOpenSearch, str], items: AsyncIterator[Item], *, names: Sequence[str] = ("bugs", "notes"), grace: float = 0
) -> tuple[str, ...]:
    client, prefix = place
    return (await build(client, prefix, SCHEMA, items, names=names, grace=grace)).indexes


async def numbers(place: tuple[AsyncOpenSearch, str]) -> list[tuple[str, int]]:
    return [(named.collection, named.number) for named in await find_indexes(*place)]


async def test_what_is_made_is_filled_from_the_items_and_passes_the_check(place: tuple[AsyncOpenSearch, str]) -> None:
    client, prefix = place
    with pytest.raises(IndexNotReady, match="there is no index of bugs"):
        await check_indexes(client, prefix, SCHEMA)

    index = await make(place, bug("a"), bug("b", 7), Item(Key("ORG#a", "#"), 1, {}))

    await index.check()
    assert (await index.search(ALL)).ids == ("a", "b")
    assert await missing(client, prefix, SCHEMA) == ()
    assert await numbers(place) == [("bugs", 1), ("notes", 1)]


async def test_a_rebuild_takes_the_place_of_the_old_index(place: tuple[AsyncOpenSearch, str]) -> None:
    index = await make(place, bug("a"), bug("stray"))

    await rebuild(place, reading(bug("a", 2, "changed")), names=("bugs",))

    assert (await index.search(ALL)).ids == ("a",)
    assert await numbers(place) == [("bugs", 2), ("notes", 1)]
    await index.check()


async def test_what_is_written_during_a_rebuild_is_in_both_indexes(place: tuple[AsyncOpenSearch, str]) -> None:
    index = await make(place, bug("a"), bug("b"), bug("c"))

    async def items() -> AsyncIterator[Item]:
        # The scan read these before they were written anew and removed, and they come to the index after.
        await index.apply(
            [*SCHEMA.projection(Key("BUG#a", "#"), bug("a"), bug("a", 2, "changed")), *SCHEMA.projection(Key("BUG#b", "#"), bug("b"), None)]
        )
        await index.apply([*SCHEMA.projection(Key("BUG#d", "#"), None, bug("d"))])
        assert (await index.search(ALL)).ids == ("a", "c", "d")
        for item in (bug("a"), bug("b"), bug("c")):
            yield item

    await rebuild(place, items())

    hits = await index.search(replace(ALL, sort=replace(ALL.sort, field="status")))
    assert [(found.id, found.value) for found in hits.places] == [("a", "changed"), ("c", "new"), ("d", "new")]


async def test_searches_and_writes_see_no_gap_while_an_index_is_made_anew(place: tuple[AsyncOpenSearch, str]) -> None:
    items = [bug(f"{number:03}") for number in range(50)]
    index = await make(place, *items)
    is_over = asyncio.Event()
    totals: set[int | None] = set()
    written = 0

    async def search() -> None:
        while not is_over.is_set():
            totals.add((await index.search(Search("bugs", Anywhere(), first=1))).total)

    async def write() -> None:
        nonlocal written
        while not is_over.is_set():
            written += 1
            await index.apply(SCHEMA.projection(items[0].key, None, bug("000", written + 1, str(written))))

    async def make_anew() -> None:
        for _ in range(3):
            await rebuild(place, reading(*items), grace=0.5)
        is_over.set()

    await asyncio.gather(search(), write(), make_anew())

    assert totals == {50}
    (first, *_) = (await index.search(replace(ALL, sort=replace(ALL.sort, field="status")))).places
    assert (first.id, first.value) == ("000", str(written))
    assert await numbers(place) == [("bugs", 4), ("notes", 4)]


async def test_a_rebuild_that_was_broken_off_changes_nothing_for_readers_and_is_run_again(place: tuple[AsyncOpenSearch, str]) -> None:
    index = await make(place, bug("a"))

    async def failing() -> AsyncIterator[Item]:
        yield bug("b")
        raise Unavailable("the table is gone")

    with pytest.raises(Unavailable, match="the table is gone"):
        await rebuild(place, failing(), names=("bugs",))
    assert (await index.search(ALL)).ids == ("a",)
    assert await numbers(place) == [("bugs", 1), ("bugs", 2), ("notes", 1)]

    await rebuild(place, reading(bug("c")), names=("bugs",))
    assert (await index.search(ALL)).ids == ("c",)
    assert await numbers(place) == [("bugs", 3), ("notes", 1)]


async def test_of_two_rebuilds_at_once_the_later_wins_and_the_other_is_told(place: tuple[AsyncOpenSearch, str]) -> None:
    index = await make(place, bug("a"))

    async def items() -> AsyncIterator[Item]:
        await rebuild(place, reading(bug("later")), names=("bugs",))
        yield bug("earlier")

    with pytest.raises(Unavailable, match="another run"):
        await rebuild(place, items(), names=("bugs",))
    assert (await index.search(ALL)).ids == ("later",)


async def test_items_that_cannot_be_indexed_are_told_and_do_not_hold_up_the_others(place: tuple[AsyncOpenSearch, str]) -> None:
    client, prefix = place
    bad = Item(Key("BUG#bad", "#"), 1, {"group": "g", "organization": "o", "score": "none"})
    steps: list[Step] = []

    built = await build(client, prefix, SCHEMA, reading(bug("a"), bad, bug("b")), names=("bugs",), tell=steps.append, grace=0)

    assert (built.items, built.documents, built.refused) == (3, 2, (bad.key,))
    assert steps == [Step(3, 2)]


async def test_another_release_reads_its_own_index_until_it_is_removed(place: tuple[AsyncOpenSearch, str]) -> None:
    client, prefix = place
    old = await make(place, bug("a"))
    newer = replace(SCHEMA, collections=(replace(BUGS, fields=(*BUGS.fields, Field("new", FieldKind.KEYWORD))), NOTES))
    with pytest.raises(IndexNotReady, match="there is no index of bugs"):
        await to_index(client, prefix, newer).search(ALL)
    with pytest.raises(IndexNotReady, match="there is no index of bugs yet"):
        await remove_others(client, prefix, newer)

    new = await make(place, bug("a"), schema=newer)
    await new.apply([Upsert(Document("bugs", "b", 1, "g", "o", {"status": "x", "new": "y"}))])

    assert [(await index.search(ALL)).ids for index in (old, new)] == [("a", "b"), ("a", "b")]
    removed = await remove_others(client, prefix, newer)
    assert [name.rsplit("-", maxsplit=1)[0] for name in removed] == [read_alias(prefix, "bugs", definition(SCHEMA, BUGS))]
    with pytest.raises(IndexNotReady):
        await old.search(ALL)
    assert (await new.search(ALL)).ids == ("a", "b")


@pytest.mark.parametrize("changed", [{"dynamic": "true"}, {"properties": {}}])
async def test_an_index_that_was_made_in_another_way_is_refused(place: tuple[AsyncOpenSearch, str], changed: dict[str, object]) -> None:
    client, prefix = place
    for collection in (BUGS, NOTES):
        alias = read_alias(prefix, collection.name, definition(SCHEMA, collection))
        await client.indices.create(
            index=f"{alias}-000001",
            body={"mappings": {**mapping(collection), **changed}, "aliases": {alias: {}, f"{alias}-000001-write": {}}},
        )

    with pytest.raises(IndexNotReady, match="has another mapping than this release makes"):
        await to_index(client, prefix, SCHEMA).search(ALL)


async def test_an_index_that_is_lost_is_an_error_for_readers_and_writers(place: tuple[AsyncOpenSearch, str]) -> None:
    client, _ = place
    index = await make(place, bug("a"))
    assert (await index.search(ALL)).ids == ("a",)
    for named in await find_indexes(*place):
        await client.indices.delete(index=named.name)

    with pytest.raises(IndexNotReady, match="run integrates index create"):
        await index.search(ALL)
    with pytest.raises(IndexNotReady, match="there is no index of bugs"):
        await index.apply([Remove("bugs", "a", 1)])
    assert await numbers(place) == []


async def test_removed_documents_are_forgotten_after_a_time(place: tuple[AsyncOpenSearch, str]) -> None:
    client, prefix = place
    index = await make(place)
    await index.apply([Remove("bugs", id_, 5) for id_ in "abc"] + [Upsert(Document("bugs", "d", 1, "g", "o", {}))])

    assert await forget_removed(client, prefix, before=datetime(2020, 1, 1, tzinfo=UTC)) == 0
    await index.apply([Upsert(Document("bugs", "a", 4, "g", "o", {}))])
    assert (await index.search(ALL)).ids == ("d",)
    assert await forget_removed(client, prefix, before=datetime.now(UTC) + timedelta(minutes=1)) == 3
    assert (await index.search(ALL)).ids == ("d",)


async def test_waiting_ends_when_what_was_written_is_found(place: tuple[AsyncOpenSearch, str]) -> None:
    index = replace(await make(place), refreshes=False)
    key = Key("BUG#a", "#")

    async def write(old: Item | None, new: Item | None) -> None:
        for operation in SCHEMA.projection(key, old, new):
            await index.apply([operation])

    for old, new, written, ids in (
        (None, bug("a"), Written(key, 1), ("a",)),
        (bug("a"), bug("a", 3), Written(key, 2), ("a",)),
        (bug("a", 3), None, Written(key, 3, is_removed=True), ()),
    ):
        waiting = asyncio.create_task(index.wait_for(to_position([written]), timedelta(seconds=20)))
        await write(old, new)
        await waiting
        assert (await index.search(ALL)).ids == ids


async def test_waiting_for_what_never_comes_ends_in_time(place: tuple[AsyncOpenSearch, str]) -> None:
    index = await make(place, bug("a"))

    with pytest.raises(Unavailable, match="not seen in time"):
        await index.wait_for(to_position([Written(Key("BUG#a", "#"), 2)]), timedelta(milliseconds=200))
    with pytest.raises(Unavailable, match="not seen in time"):
        await index.wait_for(to_position([Written(Key("BUG#b", "#"), 1)]), timedelta(milliseconds=200))


async def test_buckets_of_more_than_one_answer_are_all_there_and_in_order(place: tuple[AsyncOpenSearch, str]) -> None:
    index = await make(place, *(bug(f"{number:04}", status=f"{number:04}") for number in range(2_001)))

    few, many = await index.aggregate_many([Aggregate("bugs", Anywhere()), Aggregate("bugs", Anywhere(), group_by=("status",))])

    assert few[0].metrics == (2_001,)
    assert [bucket.key for bucket in many] == [(f"{number:04}",) for number in range(2_001)]
