import pytest
from hypothesis import given
from hypothesis import strategies as st

import factories
from db_model import parts
from db_model.roots import guards, writes
from db_model.roots.facet import FACET, key, of_group, of_organization
from db_model.roots.guards import Holder
from db_model.roots.types import Root
from store.values import Absent, Check, Delete, IndexName, Item, Key, Put, VersionIs

GROUP = factories.group()
ROOTS = (factories.git_root(of=GROUP), factories.ip_root(of=GROUP), factories.inactive(factories.url_root(of=GROUP)))
GUARD = guards.guard(guards.URL, "unittesting", "https://git.test/okada/repo")
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)


@pytest.mark.parametrize("root", ROOTS, ids=lambda root: type(root.target).__name__)
def test_every_kind_of_root_is_read_as_it_was_written(root: Root) -> None:
    assert FACET.codec.to_entity(Item(Key("X", "#"), 1, FACET.codec.to_attributes(root))) == root


@given(TEXTS, TEXTS)
def test_a_root_is_listed_by_nickname_in_its_group_and_by_id_in_its_organization(nickname: str, root_id: str) -> None:
    listed = FACET.indexes(ROOTS[0]._replace(nickname=nickname, id=root_id))

    assert parts.split(listed[IndexName.BY_PARENT].sort) == ("ROOT", nickname)
    assert parts.split(listed[IndexName.BY_SECOND].sort) == ("ROOT", root_id)
    for index, prefix in ((IndexName.BY_PARENT, of_group(GROUP.name)), (IndexName.BY_SECOND, of_organization(GROUP.organization_id))):
        assert listed[index].partition == prefix.partition
        assert listed[index].sort.startswith(prefix.sort)


@given(TEXTS)
def test_the_key_of_a_root_gives_its_id_back(root_id: str) -> None:
    assert parts.split(key(root_id).partition) == ("ROOT", root_id)


def test_a_guard_is_taken_when_it_is_free() -> None:
    (write,) = writes.hold(GUARD, "mine", None).writes

    assert isinstance(write, Put)
    assert (write.key, write.item.attributes["owner"], write.condition) == (guards.key(GUARD), "mine", Absent())


def test_a_guard_that_is_held_is_only_checked() -> None:
    assert writes.hold(GUARD, "mine", Holder("mine", 3)).writes == (Check(guards.key(GUARD), VersionIs(3)),)


def test_a_guard_is_taken_over_from_the_holder_that_was_read() -> None:
    (write,) = writes.hold(GUARD, "mine", Holder("theirs", 3)).writes

    assert isinstance(write, Put)
    assert (write.item.attributes["owner"], write.item.version, write.condition) == ("mine", 4, VersionIs(3))


def test_a_guard_is_freed_from_the_holder_that_was_read() -> None:
    assert writes.free(GUARD, Holder("mine", 3)).writes == (Delete(guards.key(GUARD), VersionIs(3)),)
