import asyncio
import threading

import pytest

from filesystem.threads import run_to_end


async def test_a_call_answers_what_its_function_returns_or_raises() -> None:
    assert await run_to_end(divmod, 7, 2) == (3, 1)
    with pytest.raises(ZeroDivisionError):
        await run_to_end(divmod, 7, 0)


async def test_being_cancelled_a_call_waits_for_its_function() -> None:
    begun, go_on = threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        go_on.wait(5)
        raise OSError

    calling = asyncio.create_task(run_to_end(work))
    await asyncio.to_thread(begun.wait, 5)
    calling.cancel()
    done, _ = await asyncio.wait([calling], timeout=0.05)
    assert done == set()
    go_on.set()

    with pytest.raises(asyncio.CancelledError):
        await calling
