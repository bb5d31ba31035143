"""How the engine finds pages and counts: hinted ones by one search for each branch, without sorting."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from sqlite.connection import Waits, connect_writer, create_file
from sqlite.index_build import prepare_search
from sqlite.index_pages import parts, select_part
from sqlite.index_totals import select_buckets, to_count
from sqlite.schema import prepare
from store.index import (
    Aggregate,
    AnyOf,
    Anywhere,
    Between,
    Filter,
    InGroups,
    InOrganization,
    Missing,
    Not,
    Place,
    Present,
    Scope,
    Search,
    Sort,
)
from store.search_bounds import fields_of
from stores import BUGS, SCHEMA

ONE = InGroups(frozenset({"g"}))
PARENT = AnyOf("parent", frozenset({"p"}))
STATUS = AnyOf("status", frozenset({"s"}))
PAST_ALL = Place(None, "a")


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    create_file(tmp_path / "t.sqlite3")
    with closing(connect_writer(tmp_path / "t.sqlite3", Waits())) as opened:
        prepare(opened, Waits())
        prepare_search(opened, SCHEMA, Waits())
        yield opened


def plan(connection: sqlite3.Connection, statement: str, values: object) -> list[str]:
    return [row[3].replace(" COVERING", "") for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", values)]  # type: ignore[arg-type]


def plans(connection: sqlite3.Connection, search: Search) -> list[list[str]]:
    """Return the steps of each part of a page, less those that hand rows on."""
    return [
        [step for step in plan(connection, *select_part(BUGS, search, part, 101)) if not step.startswith("CO-ROUTINE")]
        for part in parts(fields_of(BUGS)[search.sort.field], search)
    ]


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize(
    ("scope", "filters", "sort", "fixed"),
    [
        (ONE, (), "score", "order_2 (in_group=?"),
        (ONE, (STATUS, Present("labels"), Not(AnyOf("open", frozenset({True})))), "score", "order_2 (in_group=?"),
        (ONE, (PARENT,), "seen", None),
        (Anywhere(), (PARENT,), "score", "order_3 (f_parent=?"),
        (InOrganization("o"), (Missing("parent"),), "score", "order_3 (f_parent=?"),
        (ONE, (PARENT, STATUS), "seen", "order_4 (f_parent=? AND f_status=?"),
    ],
)
def test_a_hinted_page_is_searched_for_and_never_sorted(
    connection: sqlite3.Connection, scope: Scope, filters: tuple[Filter, ...], sort: str, fixed: str | None, *, descending: bool
) -> None:
    search = Search("bugs", scope, filters, sort=Sort(sort, descending))
    found = plans(connection, search)

    assert any("TEMP B-TREE" in step for part in found for step in part) is (fixed is None)
    if fixed is not None:
        index, _, prefix = fixed.partition(" ")
        start = f"SEARCH t USING INDEX search_bugs__{index} {prefix} AND f_{sort}"
        # What hands rows on scans them: those of the page, and no table.
        assert [[step for step in part if not step.startswith("SCAN (")] for part in found] == [[f"{start}>?)"], [f"{start}=?)"]]


@pytest.mark.parametrize(
    ("sort", "after", "searched"),
    [
        (Sort("score"), Place(7, "a"), ["(f_score,id)>(?,?)", "f_score=?"]),
        (Sort("score", descending=True), Place(7, "a"), ["f_score>? AND (f_score,id)<(?,?)", "f_score=?"]),
        (Sort("score"), PAST_ALL, ["f_score=? AND id>?"]),
        (Sort("score", descending=True), PAST_ALL, ["f_score=? AND id<?"]),
    ],
)
def test_a_later_page_begins_where_the_one_before_it_ended(
    connection: sqlite3.Connection, sort: Sort, after: Place, searched: list[str]
) -> None:
    found = plans(connection, Search("bugs", ONE, sort=sort, after=after))

    assert [part[0] for part in found] == [f"SEARCH t USING INDEX search_bugs__order_2 (in_group=? AND {each})" for each in searched]


@pytest.mark.parametrize(
    ("sort", "after", "searched"),
    [
        (Sort("score"), None, "f_score>? AND f_score<?"),
        (Sort("score"), Place(7, "a"), "(f_score,id)>(?,?) AND f_score<?"),
        (Sort("score"), Place(1, "a"), "f_score>? AND f_score<?"),
        (Sort("score", descending=True), Place(7, "a"), "f_score>? AND (f_score,id)<(?,?)"),
        (Sort("score", descending=True), Place(9, "a"), "f_score>? AND f_score<?"),
    ],
)
def test_a_range_of_the_sort_field_is_the_range_of_the_search(
    connection: sqlite3.Connection, sort: Sort, after: Place | None, searched: str
) -> None:
    filters = (Between("score", 2, 100), Between("score", 1, 8))
    found = plans(connection, Search("bugs", ONE, filters, sort=sort, after=after))

    assert found[0][0] == f"SEARCH t USING INDEX search_bugs__order_2 (in_group=? AND {searched})"


@pytest.mark.parametrize("sort", ["id", "score"])
def test_several_groups_are_searched_one_by_one_and_their_pages_merged(connection: sqlite3.Connection, sort: str) -> None:
    scope = InGroups(frozenset({"a", "b", "c"}))
    for part in plans(connection, Search("bugs", scope, (AnyOf("group", frozenset({"a", "b"})),), sort=Sort(sort))):
        searches = [step for step in part if step.startswith("SEARCH")]
        assert len(searches) == 2
        assert all("(in_group=?" in step for step in searches)
        assert not any("TEMP B-TREE" in step or step.startswith("SCAN t") for step in part)


def test_a_scope_of_very_many_groups_is_one_search(connection: sqlite3.Connection) -> None:
    (part,) = plans(connection, Search("bugs", InGroups(frozenset(map(str, range(65)))), sort=Sort("id")))

    assert len([step for step in part if " t USING " in step]) == 1


@pytest.mark.parametrize(
    ("scope", "filters", "group_by"),
    [
        (ONE, (), ()),
        (ONE, (STATUS, Not(AnyOf("open", frozenset({True})))), ("parent", "status")),
        (InOrganization("o"), (Between("status", "a", None),), ("group",)),
        (InGroups(frozenset({"g", "h"})), (), ()),
    ],
)
def test_what_the_counters_hold_is_counted_without_the_documents(
    connection: sqlite3.Connection, scope: Scope, filters: tuple[Filter, ...], group_by: tuple[str, ...]
) -> None:
    found = plan(connection, *select_buckets(BUGS, Aggregate("bugs", scope, filters, group_by=group_by)))

    assert any(step.startswith("SEARCH t USING INDEX search_bugs__counters__") for step in found)
    assert not any("search_bugs__order" in step for step in found)


@pytest.mark.parametrize(
    "search", [Search("bugs", ONE, (Present("score"),)), Search("bugs", ONE, (Missing("labels"),)), Search("bugs", ONE, text="x")]
)
def test_what_the_counters_do_not_hold_is_counted_by_the_documents(connection: sqlite3.Connection, search: Search) -> None:
    statement, values = select_buckets(BUGS, to_count(search))

    assert "search_bugs__counters" not in statement
    assert any(step.startswith("SEARCH t USING") for step in plan(connection, statement, values))
