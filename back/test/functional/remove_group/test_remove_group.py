import pytest

from db_model.audit import reads as audit_model
from db_model.groups import facet
from db_model.groups import reads as groups_model
from harness import Api
from roles import Operation, check_role
from store.values import Query
from world import ADMIN, CALLERS, GROUP, MANAGER, OKADA, OWNER, TARGET, Caller, populate

OPERATION = Operation(
    'mutation { removeGroup(groupName: "unittesting", reason: OTHER) { success } }', group="customer_manager user_manager"
)


@pytest.mark.parametrize("caller", CALLERS, ids=str)
async def test_who_may_remove_group(api: Api, caller: Caller) -> None:
    await check_role(api, OPERATION, caller)


async def test_a_removed_group_is_in_nobodys_scope_from_then_on(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"), Caller("platform", "admin"), Caller("organization", "user_manager"))

    answer = await api.ask(
        'mutation { removeGroup(groupName: "unittesting", reason: MISTAKE, comments: "No longer") { success } }', as_=MANAGER
    )

    assert answer.data == {"removeGroup": {"success": True}}
    for email, error in ((MANAGER, "Access denied"), (TARGET, "Access denied"), (ADMIN, "Access denied or group not found")):
        assert (await api.ask('{ group(groupName: "unittesting") { name } }', as_=email)).errors == (error,)
    listed = await api.ask("query ($id: String!) { organization(organizationId: $id) { groups { name } } }", {"id": OKADA.id}, as_=ADMIN)
    assert listed.data == {"organization": {"groups": []}}


async def test_why_it_was_removed_is_kept_in_its_history_and_the_audit_trail(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    await api.ask('mutation { removeGroup(groupName: "unittesting", reason: MISTAKE, comments: "No longer") { success } }', as_=MANAGER)

    stored = (await groups_model.get_many(api.store.table, (GROUP.name,), now=api.time.now))[GROUP.name]
    assert (stored.state.status, stored.state.justification, stored.state.comments) == ("DELETED", "MISTAKE", "No longer")
    assert (stored.state.has_machine, stored.state.has_squad, stored.state.modified_by) == (False, False, MANAGER)
    rows = await api.store.table.query(Query(None, facet.key(GROUP.name).partition, prefix="HIST#state#"))
    assert [item.key.sort for item in rows.items] == ["HIST#state#0000000001", "HIST#state#0000000002"]
    trail = await api.store.table.query(audit_model.of_organization(OKADA.id))
    assert [(item.attributes["command"], item.attributes["actor"]) for item in trail.items] == [("removeGroup", MANAGER)]


async def test_the_name_of_a_removed_group_is_never_given_again(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"), Caller("organization", "user_manager"))
    await api.ask('mutation { removeGroup(groupName: "unittesting", reason: OTHER) { success } }', as_=MANAGER)

    answer = await api.ask(
        'mutation { addGroup(groupName: "unittesting", description: "d", hasMachine: true, hasSquad: false, organizationName: "okada")'
        " { success } }",
        as_=OWNER,
    )

    assert answer.errors == ("Exception - Error invalid group name",)


async def test_too_long_comments_are_refused(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    before = api.snapshot()

    answer = await api.ask(
        'mutation ($c: String!) { removeGroup(groupName: "unittesting", reason: OTHER, comments: $c) { success } }',
        {"c": "x" * 251},
        as_=MANAGER,
    )

    assert answer.errors == ("Exception - Invalid field length in form",)
    assert answer.body["errors"][0]["extensions"] == {
        "code": "INVALID_FIELD_LENGTH",
        "field": "comments",
        "minimum": 0,
        "maximum": 250,
        "length": 251,
    }
    assert api.snapshot() == before
