from datetime import timedelta

import pytest

import factories
from db_model import change
from db_model.change import StaleEntity
from db_model.facet import history_beginning, history_key
from db_model.group_access import facet as group_access
from db_model.groups.facet import FACET, key
from db_model.groups.types import GroupStatus
from store.values import Absent, Delete, Key, Put, VersionIs

GROUP = factories.group()


def rows(made: change.Change) -> dict[Key, Put]:
    return {write.key: write for write in made.writes if isinstance(write, Put)}


def test_adding_writes_the_entity_and_the_beginning_of_its_histories() -> None:
    made = change.add(FACET, GROUP)

    assert [write.condition for write in made.writes] == [Absent(), Absent()]
    assert set(rows(made)) == {key(GROUP.name), history_key(key(GROUP.name), "state", 1)}


def test_updating_expects_the_version_that_was_read_and_keeps_only_changed_parts() -> None:
    old = GROUP._replace(version=7)
    made = change.update(FACET, old, old._replace(description="Another"))

    assert [write.condition for write in made.writes] == [VersionIs(7)]
    assert rows(made)[key(GROUP.name)].item.version == 8


def test_a_changed_part_gets_a_row_that_is_what_the_entity_has() -> None:
    old = GROUP._replace(version=7)
    new = old._replace(state=old.state._replace(status=GroupStatus.DELETED))
    made = rows(change.update(FACET, old, new))
    history = made[history_key(key(GROUP.name), "state", 8)]

    assert history.condition == Absent()
    assert history.item.attributes["state"] == made[key(GROUP.name)].item.attributes["state"]


def test_touching_keeps_no_history() -> None:
    new = GROUP._replace(state=GROUP.state._replace(modified_at=factories.NOW + timedelta(days=1)))

    assert len(change.touch(FACET, GROUP, new).writes) == 1


def test_an_update_of_another_entity_or_version_is_refused() -> None:
    for wrong in (GROUP._replace(version=2), GROUP._replace(name="another")):
        with pytest.raises(StaleEntity):
            change.update(FACET, GROUP, wrong)


def test_removing_expects_the_version_that_was_read() -> None:
    assert change.remove(FACET, GROUP._replace(version=3)).writes == (Delete(key(GROUP.name), VersionIs(3)),)


def test_the_histories_of_a_person_and_of_accesses_in_its_partition_do_not_mix() -> None:
    person = Key("PERSON#a@b.co", "#")
    access = group_access.key("a@b.co", "okada")

    assert not history_key(access, "state", 1).sort.startswith(history_beginning(person, "state"))
    assert not history_key(access, "state", 1).sort.startswith(group_access.of_person("a@b.co").sort)


def test_versions_in_histories_sort_as_numbers() -> None:
    keys = [history_key(key("okada"), "state", version).sort for version in (1, 2, 10, 99, 100, 1_000_000)]

    assert keys == sorted(keys)


def test_an_update_by_steps_is_what_the_last_one_says_and_keeps_each_in_the_history() -> None:
    old = GROUP._replace(version=7)
    first = old._replace(state=old.state._replace(status=GroupStatus.DELETED))
    made = change.update_by_steps(FACET, old, (first, old))
    place = key(GROUP.name)

    histories = [rows(made)[history_key(place, "state", version)].item.attributes["state"] for version in (8, 9)]
    assert [write.condition for write in made.writes] == [VersionIs(7), Absent(), Absent()]
    assert rows(made)[place].item.version == 9
    assert histories == [rows(change.add(FACET, each))[place].item.attributes["state"] for each in (first, old)]


def test_an_update_by_steps_needs_one_and_all_of_the_same_entity() -> None:
    for wrong in ((), (GROUP, GROUP._replace(name="another"))):
        with pytest.raises(StaleEntity):
            change.update_by_steps(FACET, GROUP, wrong)
