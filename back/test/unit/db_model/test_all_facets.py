"""Every facet is known by the keys of its items."""

import importlib
from pathlib import Path

import db_model
from db_model.all_facets import FACETS, facet_of, guard_of, is_history
from db_model.change import guard_key
from db_model.document import ROWS
from db_model.facet import history_key
from store.values import Key

FOLDERS = sorted(path.parent.name for path in Path(str(db_model.__file__)).parent.glob("*/facet.py"))


def test_the_facet_of_each_entity_is_there() -> None:
    expected = {importlib.import_module(f"db_model.{name}.facet").FACET.name for name in FOLDERS}

    assert {facet.name for facet in FACETS.values()} == expected


def test_a_key_tells_its_facet() -> None:
    assert [facet_of(row.key) for row in ROWS] == [row.facet for row in ROWS]


def test_rows_of_history_and_guards_are_no_entities() -> None:
    history, guard = history_key(ROWS[0].key, "state", 1), guard_key("a kind", "a#value")

    assert (facet_of(history), is_history(history), guard_of(history)) == (None, True, None)
    assert (facet_of(guard), is_history(guard), guard_of(guard)) == (None, False, ("a kind", "a#value"))
    assert facet_of(Key("NOBODY#1", "#")) is None
