"""Searches for vulnerabilities: what a list or an indicator asks for is found in its order, however many there are."""

import pytest

from db_model.vulnerabilities.projection import COLLECTION
from sqlite.index_orders import find_order
from sqlite.index_tables import counted
from store.index import Aggregate, AnyOf, Anywhere, Hits, InGroups, Place, Scope, Search
from vulnerabilities import filters, indicators
from vulnerabilities.filters import Wanted

SCOPES: tuple[Scope, ...] = (InGroups(frozenset({"g"})), InGroups(frozenset({"g", "h", "i"})), Anywhere())
OF_FINDING, OF_GROUP = ("finding_id", "status", "zero_risk"), ("group", "status", "zero_risk")


@pytest.mark.parametrize("scope", SCOPES, ids=["group", "groups", "anywhere"])
def test_every_list_and_indicator_has_an_index_in_its_order(scope: Scope) -> None:
    expected: tuple[tuple[Search, tuple[str, ...]], ...] = (
        (filters.of_finding("f", scope, Wanted()), OF_FINDING),
        (filters.of_finding("f", scope, Wanted(state="OPEN", treatment="NEW", where="src")), OF_FINDING),
        (filters.claimed_of_finding("f", scope, state=None), OF_FINDING),
        (filters.drafts_of_finding("f", scope), OF_FINDING),
        (filters.of_group("g", scope, Wanted()), OF_GROUP),
        (filters.of_group("g", scope, Wanted(state="SAFE", zero_risk="CONFIRMED", lowest="3", type="LINES")), OF_GROUP),
        (filters.of_group("g", scope, Wanted(root_ids=frozenset({"r", "s"}))), ("root_id", *OF_GROUP)),
        (indicators.oldest_report("f", scope), OF_FINDING),
        (indicators.newest_report("f", scope), OF_FINDING),
        (indicators.oldest_open_report("f", scope), OF_FINDING),
        (indicators.locations("f", scope, beyond="src"), OF_FINDING),
        (indicators.highest_open("g", scope), OF_GROUP),
        (indicators.last_closed("g", scope), ("group", "zero_risk")),
    )

    orders = [find_order(COLLECTION, search) for search, _ in expected]

    assert [order and order.fields for order in orders] == [fields for _, fields in expected]


def test_numbers_come_from_counters_alone() -> None:
    asked: tuple[Aggregate, ...] = (indicators.numbers_by_state("g", SCOPES[0]), indicators.numbers_of_open_by_finding("g", SCOPES[0]))
    fields = [{*each.group_by, *(one.field for one in each.filters if isinstance(one, AnyOf))} for each in asked]

    assert [found <= set(counted(COLLECTION)) for found in fields] == [True, True]
    assert [len(each.filters) for each in asked] == [3, 3]


def test_a_root_that_is_not_there_finds_nothing() -> None:
    search = filters.of_group("g", SCOPES[0], Wanted(root_ids=frozenset()))

    assert AnyOf("root_id", frozenset()) in search.filters


def test_locations_are_told_once_and_in_order() -> None:
    places = tuple(Place(where, str(number)) for number, where in enumerate(("a", "a", "b", "b", "b", "c")))

    assert indicators.distinct(Hits(tuple(place.id for place in places), places, None, None)) == ("a", "b", "c")


def test_the_first_value_of_nothing_is_nothing() -> None:
    assert indicators.first_value(Hits((), (), None, None)) is None
    assert indicators.first_value(Hits(("1",), (Place("2026", "1"),), None, None)) == "2026"
