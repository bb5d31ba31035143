import asyncio
from typing import Never

import pytest

from scans.waiting import waiting_for


async def result_of(value: int, *, after: float) -> int:
    await asyncio.sleep(after)
    return value


async def test_what_is_done_at_once_gives_its_result_alone() -> None:
    assert [each async for each in waiting_for(result_of(7, after=0))] == [7]


async def test_what_takes_long_gives_signs_of_life_before_its_result() -> None:
    seen = [each async for each in waiting_for(result_of(7, after=0.05), between_signs=0.005)]

    assert seen[0] is None
    assert seen[-1] == 7
    assert set(seen[:-1]) == {None}


async def test_what_fails_fails_for_who_waits() -> None:
    async def fail() -> Never:
        raise KeyError("a reason")

    with pytest.raises(KeyError, match="a reason"):
        _ = [each async for each in waiting_for(fail())]


async def test_who_stops_waiting_stops_the_work() -> None:
    ended = asyncio.Event()

    async def work() -> bool:
        try:
            return await asyncio.Event().wait()
        finally:
            ended.set()

    waiting = waiting_for(work(), between_signs=0.001)
    assert await anext(waiting) is None
    await waiting.aclose()  # type: ignore[attr-defined]  # what is written with `yield` can be closed

    await asyncio.wait_for(ended.wait(), 5)
