from datetime import timedelta

import pytest

import factories
from db_model.facet import history_beginning
from db_model.roots.facet import FACET, key
from db_model.roots.types import DeactivationReason, Root, RootState, RootStatus
from harness import Api
from roles import Operation, check_role
from store.values import Query
from world import CALLERS, GROUP, MANAGER, RIVAL_GROUP, Caller, populate

ROOT = factories.git_root("repo", of=GROUP)
DEACTIVATE = """mutation ($id: ID!, $other: String, $reason: RootDeactivationReason! = OTHER) {
  deactivateRoot(groupName: "unittesting", id: $id, other: $other, reason: $reason) { success } }"""
OPERATION = Operation(DEACTIVATE, group="user_manager", variables={"id": ROOT.id})


@pytest.mark.parametrize("caller", CALLERS, ids=str)
async def test_who_may_deactivate_root(api: Api, caller: Caller) -> None:
    await api.given(ROOT)
    await check_role(api, OPERATION, caller)


@pytest.mark.parametrize("root", [ROOT, factories.ip_root(of=GROUP), factories.url_root(of=GROUP)], ids=["git", "ip", "url"])
async def test_every_kind_of_root_is_deactivated_for_a_reason_and_keeps_its_history(api: Api, root: Root) -> None:
    await populate(api, Caller("group", "user_manager"))
    await api.given(root)
    api.time.move(timedelta(days=1))

    answer = await api.ask(DEACTIVATE, {"id": root.id, "reason": "OTHER", "other": "Sold"}, as_=MANAGER)

    assert answer.errors == ()
    stored = await api.loaders().root.load(root.id)
    later = factories.NOW + timedelta(days=1)
    state = RootState(RootStatus.INACTIVE, MANAGER, later, DeactivationReason.OTHER, "Sold")
    assert stored == root._replace(state=state, edited_by=MANAGER, edited_at=later, version=2)
    prefix = history_beginning(key(root.id), "state")
    rows = (await api.store.table.query(Query(index=None, partition=key(root.id).partition, prefix=prefix))).items
    attributes = FACET.codec.to_attributes
    assert [row.attributes["state"] for row in rows] == [attributes(each)["state"] for each in (root, stored)]


async def test_an_inactive_root_stays_as_it_is(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    await api.given(factories.inactive(ROOT))
    before = api.snapshot()

    assert (await api.ask(DEACTIVATE, {"id": ROOT.id, "reason": "REGISTERED_BY_MISTAKE"}, as_=MANAGER)).errors == ()
    assert api.snapshot() == before


@pytest.mark.parametrize(
    ("root_id", "other", "error"),
    [
        (ROOT.id, "a<b", "Exception - Invalid characters in other"),
        (ROOT.id, "x" * 251, "Exception - Invalid field length in form"),
        (factories.git_root("theirs", of=RIVAL_GROUP).id, "x", "Exception - Access denied or root not found"),
        ("nothing", "x", "Exception - Access denied or root not found"),
    ],
)
async def test_a_bad_deactivation_is_refused(api: Api, root_id: str, other: str, error: str) -> None:
    await populate(api, Caller("group", "user_manager"))
    await api.given(ROOT, factories.git_root("theirs", of=RIVAL_GROUP))
    before = api.snapshot()

    assert (await api.ask(DEACTIVATE, {"id": root_id, "other": other}, as_=MANAGER)).errors == (error,)
    assert api.snapshot() == before


async def test_the_reasons_of_the_service_are_not_for_people(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    await api.given(ROOT)

    answer = await api.ask(DEACTIVATE, {"id": ROOT.id, "reason": "GROUP_DELETED"}, as_=MANAGER)

    assert answer.status == 400
