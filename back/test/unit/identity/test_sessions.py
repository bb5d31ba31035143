import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

import factories
from authz.viewer import CredentialKind
from harness import Api, serving
from identity import sessions
from identity.domain import viewer_of_session, viewer_of_token

ADA = "ada@example.org"


@pytest.fixture
async def api(tmp_path: Path) -> AsyncIterator[Api]:
    async with serving(tmp_path) as opened:
        await opened.given(factories.person(ADA))
        yield opened


async def email_of(api: Api, secret: str) -> str | None:
    return (await viewer_of_session(api.store.table, secret, now=api.time.now)).email


async def test_a_session_opens_as_its_person_and_is_stored_as_a_hash_only(api: Api) -> None:
    secret = await sessions.open_session(api.loaders(), ADA)
    viewer = await viewer_of_session(api.store.table, secret, now=api.time.now)

    assert viewer.email == ADA
    assert viewer.credential is not None
    assert (viewer.credential.kind, viewer.credential.scopes) == (CredentialKind.SESSION, None)
    assert secret.split("_", 2)[2] not in str(api.snapshot())


async def test_a_session_that_is_idle_for_half_an_hour_is_over(api: Api) -> None:
    secret = await sessions.open_session(api.loaders(), ADA)

    api.time.move(timedelta(minutes=29))
    assert await email_of(api, secret) == ADA
    api.time.move(timedelta(minutes=29))
    assert await email_of(api, secret) == ADA
    api.time.move(timedelta(minutes=30))
    assert await email_of(api, secret) is None


async def test_a_session_ends_after_eight_hours_however_busy(api: Api) -> None:
    secret = await sessions.open_session(api.loaders(), ADA)
    alive = []
    for _ in range(32):
        api.time.move(timedelta(minutes=15))
        alive.append(await email_of(api, secret) == ADA)

    assert alive == [True] * 31 + [False]


async def test_a_person_has_several_sessions_and_closes_each_by_itself(api: Api) -> None:
    first, second = [await sessions.open_session(api.loaders(), ADA) for _ in range(2)]
    table, now = api.store.table, api.time.now
    opened = await sessions.of_person(table, ADA, now=now)
    found = await sessions.find(table, first, now=now)
    assert found is not None
    await sessions.close(api.loaders(), (found,))

    assert len(opened) == 2
    assert (await email_of(api, first), await email_of(api, second)) == (None, ADA)
    assert [session.id for session in await sessions.of_person(table, ADA, now=now)] == [
        session.id for session in opened if session != found
    ]


@pytest.mark.parametrize("secret", ["", "int_x", f"int_{'0' * 32}_{'A' * 43}"])
async def test_what_no_session_has_opens_nothing(api: Api, secret: str) -> None:
    assert await email_of(api, secret) is None


async def test_a_session_is_no_token_and_a_token_no_session(api: Api) -> None:
    session = await sessions.open_session(api.loaders(), ADA)

    assert (await viewer_of_token(api.store.table, session, now=api.time.now)).is_anonymous
    assert await email_of(api, api.secrets[ADA]) is None


async def test_requests_that_race_to_note_the_use_are_all_let_in(api: Api) -> None:
    secret = await sessions.open_session(api.loaders(), ADA)
    api.time.move(timedelta(minutes=2))

    # All read the same version, and all but one lose when they write.
    emails = await asyncio.gather(*(email_of(api, secret) for _ in range(6)))

    assert emails == [ADA] * 6
    found = await sessions.find(api.store.table, secret, now=api.time.now)
    assert found is not None
    assert found.last_seen_at == api.time.now
