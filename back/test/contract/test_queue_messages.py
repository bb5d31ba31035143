"""Messages of jobs: each comes to one receiver, again when that one is silent, and not once it is done with."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

from clock import Clock
from db_model.jobs.types import Job, JobStatus
from jobs import domain, rules
from jobs.batches import Batch
from queues import Post
from store import Store
from store.queue import Message
from worker import hints

OVER = timedelta(0)


async def test_what_a_commit_asked_for_is_received_until_it_is_held(post: Post) -> None:
    (identifier,) = await post.ask()
    message = await post.one()
    await post.claim(message)

    assert message.text == identifier
    assert list(await post.receive()) == []


async def test_a_receiver_that_waits_is_told_at_once(post: Post) -> None:
    waiting = asyncio.create_task(post.queue.receive(most=1, wait=timedelta(seconds=20), lease=timedelta(minutes=1)))
    await asyncio.sleep(0)  # lets it begin
    async with asyncio.timeout(10):
        (identifier,) = await post.ask()
        found = await waiting

    assert [message.text for message in found] == [identifier]


async def test_a_receiver_for_whom_there_is_nothing_gets_nothing(post: Post) -> None:
    assert list(await post.receive()) == []


async def test_no_more_come_than_were_asked_for_and_all_in_the_end(post: Post) -> None:
    asked = await post.ask(number=25)
    received: list[str] = []
    while len(received) < len(asked):
        found = await post.receive(most=3)
        assert 0 < len(found) <= 3
        for message in found:
            await post.claim(message)
        received += [message.text for message in found]

    assert sorted(received) == sorted(asked)


async def test_what_is_done_and_acknowledged_never_comes_again(post: Post) -> None:
    await post.ask()
    message = await post.one(lease=timedelta(seconds=1))
    await finish(post, message)
    await post.queue.acknowledge(message)

    assert [list(await post.receive()) for _ in range(3)] == [[]] * 3


async def test_what_is_given_back_comes_again_when_its_time_has_come_and_not_before(post: Post) -> None:
    (identifier,) = await post.ask()
    message = await post.one()
    await post.claim(message)
    failed = await domain.fail(post.store, post.clock, identifier, holder="a test", error="Oops")
    await hints.settle(post.queue, message, failed, now=post.clock.now())

    assert list(await post.receive()) == []
    assert (await post.one()).text == identifier
    assert post.clock.now() >= failed.due_at


async def test_what_is_given_back_for_now_comes_at_once(post: Post) -> None:
    (identifier,) = await post.ask()
    message = await post.one()
    job = await post.claim(message)
    stopped = await domain.run(post.store, post.clock, job, one_batch, is_stopping=lambda: True)
    await hints.settle(post.queue, message, stopped, now=post.clock.now())

    assert stopped.status is JobStatus.WAITING
    assert (await post.one()).text == identifier


async def test_what_a_silent_receiver_has_comes_again(post: Post) -> None:
    (identifier,) = await post.ask()
    await post.one(lease=timedelta(seconds=1))

    assert (await post.one()).text == identifier


async def test_letting_a_message_go_twice_is_no_error(post: Post) -> None:
    await post.ask()
    message = await post.one()
    await finish(post, message)
    await post.queue.acknowledge(message)
    await post.queue.acknowledge(message)
    await post.queue.give_back(message, after=OVER)
    await post.queue.renew(message, lease=rules.LEASE)

    assert list(await post.receive()) == []


async def test_what_was_given_up_is_listed_and_comes_to_nobody(post: Post) -> None:
    (identifier,) = await post.ask()
    message = await post.one()
    attempts = [await fail_once(post, message) for _ in range(rules.MOST_ATTEMPTS)]
    dead = attempts[-1]
    await hints.settle(post.queue, message, dead, now=post.clock.now())

    assert dead.status is JobStatus.DEAD
    assert list(await post.queue.dead(first=10)) == [identifier]
    assert list(await post.queue.dead(first=10)) == [identifier]
    assert list(await post.receive()) == []


async def finish(post: Post, message: Message) -> Job:
    """Do the job of a message to its end."""
    return await domain.run(post.store, post.clock, await post.claim(message), one_batch, is_stopping=lambda: False)


async def one_batch(_store: Store, _clock: Clock, _job: Job) -> AsyncIterator[Batch]:
    """Yield one batch that does nothing."""
    yield Batch(progress="1")


async def fail_once(post: Post, message: Message) -> Job:
    """Fail at the job of a message."""
    job = await post.claim(message)
    return await domain.fail(post.store, post.clock, job.id, holder="a test", error="Oops")
