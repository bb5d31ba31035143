import hashlib
from datetime import timedelta

import pytest

from db_model.invitations import reads as invitations
from db_model.messages import facet as messages
from harness import Api
from roles import Operation, check_role
from store.values import IndexName, Query
from world import CALLERS, GROUP, MANAGER, TARGET, Caller, populate

OPERATION = Operation(
    'mutation { grantStakeholderAccess(groupName: "unittesting", email: "new@okada.test", role: USER_MANAGER) { success } }',
    group="customer_manager user_manager",
)


@pytest.mark.parametrize("caller", CALLERS, ids=str)
async def test_who_may_grant_stakeholder_access(api: Api, caller: Caller) -> None:
    await check_role(api, OPERATION, caller)


INVITE = """mutation ($email: String!, $role: StakeholderRole!, $responsibility: String) {
  grantStakeholderAccess(groupName: "unittesting", email: $email, role: $role, responsibility: $responsibility) {
    success grantedStakeholder { email role responsibility invitationState firstLogin groups { name } } } }"""


async def test_somebody_is_invited_and_gets_nothing_before_accepting(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))

    answer = await api.ask(INVITE, {"email": "New@Okada.test", "role": "USER", "responsibility": "Lead developer"}, as_=MANAGER)

    assert answer.data["grantStakeholderAccess"] == {
        "success": True,
        "grantedStakeholder": {
            "email": "new@okada.test",
            "role": "user",
            "responsibility": "Lead developer",
            "invitationState": "PENDING",
            "firstLogin": None,
            "groups": [],
        },
    }
    access = await api.loaders().group_access.load(("new@okada.test", GROUP.name))
    assert access is not None
    assert (access.state.role, access.state.invitation and access.state.invitation.expires_at) == (None, api.time.now + timedelta(weeks=1))


async def test_the_link_waits_in_the_outbox_encrypted_and_no_answer_or_row_shows_it(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))

    await api.ask(INVITE, {"email": "new@okada.test", "role": "USER"}, as_=MANAGER)

    access = await api.loaders().group_access.load(("new@okada.test", GROUP.name))
    queries = [Query(IndexName.BY_PARENT, messages.outbox_of_shard(str(shard)).partition) for shard in range(16)]
    (item,) = [item for page in await api.store.table.query_many(queries) for item in page.items]
    message = messages.FACET.codec.to_entity(item)
    assert (message.kind, message.recipient) == ("ACCESS_GRANTED", "new@okada.test")
    assert message.sealed is not None
    secret = api.keys.open(message.sealed, context=f"message {message.id}")
    assert access is not None
    assert access.state.invitation is not None
    assert access.state.invitation.digest == hashlib.sha256(secret.encode()).hexdigest()
    assert not any(secret in str(row) for row in api.snapshot())


@pytest.mark.parametrize(
    ("variables", "error"),
    [
        ({"email": TARGET, "role": "USER"}, "Exception - The stakeholder has been granted access to the group previously"),
        ({"email": "new@okada.test", "role": "HACKER"}, "Exception - Invalid role or not enough permissions to grant role: hacker"),
        ({"email": "new@okada.test", "role": "ADMIN"}, "Exception - Invalid role or not enough permissions to grant role: admin"),
        (
            {"email": "new@okada.test", "role": "INTERNAL_MANAGER"},
            "Exception - Invalid role or not enough permissions to grant role: internal_manager",
        ),
        ({"email": "no address", "role": "USER"}, "Exception - Invalid email address in form"),
        ({"email": "new@okada.test", "role": "USER", "responsibility": "x" * 51}, "Exception - Invalid field length in form"),
        ({"email": "new@okada.test", "role": "USER", "responsibility": ""}, "Exception - Invalid field length in form"),
        ({"email": "new@okada.test", "role": "USER", "responsibility": "a_b"}, "Exception - Invalid characters in responsibility"),
    ],
)
async def test_a_bad_invitation_is_refused(api: Api, variables: dict[str, str], error: str) -> None:
    await populate(api, Caller("group", "user_manager"))
    before = api.snapshot()

    assert (await api.ask(INVITE, variables, as_=MANAGER)).errors == (error,)
    assert api.snapshot() == before


async def test_a_minute_lies_between_two_invitations_and_the_second_replaces_the_first(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    variables = {"email": "new@okada.test", "role": "USER"}
    await api.ask(INVITE, variables, as_=MANAGER)
    first = await api.loaders().group_access.load(("new@okada.test", GROUP.name))

    api.time.move(timedelta(seconds=59))
    early = await api.ask(INVITE, variables, as_=MANAGER)
    api.time.move(timedelta(seconds=1))
    later = await api.ask(INVITE, {**variables, "role": "USER_MANAGER"}, as_=MANAGER)

    assert early.errors == ("Exception - The previous invitation to this user was requested less than a minute ago",)
    assert later.data["grantStakeholderAccess"]["grantedStakeholder"]["role"] == "user_manager"
    assert first is not None
    assert first.state.invitation is not None
    left = await invitations.get_many(api.store.table, (first.state.invitation.digest,), now=api.time.now)
    assert left == {}


async def test_an_invitation_that_nobody_accepts_is_gone_after_a_week(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    await api.ask(INVITE, {"email": "new@okada.test", "role": "USER"}, as_=MANAGER)
    read = '{ group(groupName: "unittesting") { stakeholdersConnection { total edges { node { email } } } } }'
    before = await api.ask(read, as_=MANAGER)

    api.time.move(timedelta(weeks=1))
    after = await api.ask(read, as_=MANAGER)

    assert [answer.data["group"]["stakeholdersConnection"]["total"] for answer in (before, after)] == [3, 2]
    assert "new@okada.test" not in str(after.data)


async def test_somebody_who_left_can_be_invited_again(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    out = f'mutation {{ removeStakeholderAccess(groupName: "unittesting", userEmail: "{TARGET}") {{ success }} }}'

    for _ in range(3):
        assert (await api.ask(out, as_=MANAGER)).errors == ()
        api.time.move(timedelta(minutes=2))
        assert (await api.ask(INVITE, {"email": TARGET, "role": "USER"}, as_=MANAGER)).errors == ()

    rows = await api.store.table.query(Query(None, f"PERSON#{TARGET}", prefix=f"HIST#ACCESS#GROUP#{GROUP.name}#state#"))
    assert [item.key.sort[-10:] for item in rows.items] == ["0000000001", "0000000002", "0000000003", "0000000004"]
