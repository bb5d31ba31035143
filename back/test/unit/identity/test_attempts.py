"""How often an address may try, counted in the store."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

import factories
from db_model.attempts.types import AttemptKind
from harness import Api, serving
from identity.attempts import of_now, take

HERE, THERE = "203.0.113.7", "2001:db8::/64"
MOMENT = factories.NOW + timedelta(seconds=59)


@pytest.fixture
async def api(tmp_path: Path) -> AsyncIterator[Api]:
    async with serving(tmp_path) as opened:
        yield opened


async def tries(api: Api, times: int, *, kind: AttemptKind = AttemptKind.SIGN_IN, address: str = HERE, limit: int = 2) -> list[int]:
    return [await take(api.store.table, kind, address, limit=limit, now=api.time.now) for _ in range(times)]


async def test_past_the_limit_one_waits_for_the_next_minute(api: Api) -> None:
    api.time.move(timedelta(seconds=20))
    first = await tries(api, 4)
    api.time.move(timedelta(seconds=40))

    assert (first, await tries(api, 3)) == ([0, 0, 40, 40], [0, 0, 60])


async def test_kinds_and_addresses_are_counted_apart(api: Api) -> None:
    await tries(api, 3)

    assert await tries(api, 3, kind=AttemptKind.LOOK) == [0, 0, 60]
    assert await tries(api, 3, address=THERE) == [0, 0, 60]


async def test_attempts_at_once_are_all_counted(api: Api) -> None:
    waits = await asyncio.gather(*(tries(api, 1, limit=5) for _ in range(12)))

    assert sorted(wait for (wait,) in waits) == [0] * 5 + [60] * 7


async def test_zero_is_no_limit_and_asks_the_store_nothing(api: Api) -> None:
    before = api.calls.total

    assert (await tries(api, 50, limit=0), api.calls.total) == ([0] * 50, before)


def test_an_attempt_is_over_a_minute_after_its_own() -> None:
    attempts = of_now(AttemptKind.LOOK, HERE, now=MOMENT)

    assert attempts.minute * 60 == int(MOMENT.timestamp()) - 59
    assert attempts.expires_at - MOMENT == timedelta(seconds=61)
